import { expect, test } from "vitest";
import type { Failure } from "../../../src/replay/ports.ts";
import { judgeFailure } from "../../../src/replay/sending/failure.ts";

function failure(over: Partial<Failure>): Failure {
  return {
    status: null,
    type: null,
    message: null,
    code: null,
    retryAfterMs: null,
    begun: false,
    unreached: false,
    ...over,
  };
}

test.each<[Partial<Failure>, string]>([
  [{ status: 400 }, "refused"],
  [{ status: 408 }, "unknown"],
  [{ status: 404 }, "refused"],
  [{ status: 413 }, "refused"],
  [{ status: 401 }, "denied"],
  [{ status: 403 }, "denied"],
  [{ status: 429, code: "enforced_spend_limit_reached" }, "denied"],
  [{ status: 429, retryAfterMs: 5 }, "again"],
  [{ status: 429 }, "again"],
  [{ status: 529 }, "again"],
  [{ status: 500 }, "unknown"],
  [{ status: 529, begun: true }, "unknown"],
  [{}, "unknown"],
  [{ unreached: true }, "denied"],
])("%j: %s", (over, kind) => {
  expect(judgeFailure(failure(over), 0).kind).toBe(kind);
});

test("it is asked again as long as it was told to, else longer each time, and not for ever", () => {
  expect(judgeFailure(failure({ status: 429, retryAfterMs: 1234 }), 3)).toEqual({
    kind: "again",
    waitMs: 1234,
  });
  expect([0, 1, 2].map((attempt) => judgeFailure(failure({ status: 529 }), attempt))).toEqual(
    [1000, 2000, 4000].map((waitMs) => ({ kind: "again", waitMs })),
  );
  expect(judgeFailure(failure({ status: 529 }), 7).kind).toBe("refused");
});

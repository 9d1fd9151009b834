import { expect, test } from "vitest";
import { nowhere, problem } from "../../../src/problem.ts";
import type { Denial } from "../../../src/problems/replaying/refusing.ts";
import type { Failure } from "../../../src/replay/ports.ts";
import { describeFailure, judgeFailure } from "../../../src/replay/sending/failure.ts";

function failure(over: Partial<Failure>): Failure {
  return {
    status: null,
    type: null,
    message: null,
    code: null,
    retryAfterMs: null,
    begun: false,
    unreached: false,
    silentMs: null,
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
  expect(judgeFailure(failure(over), { before: 0, waitedMs: 0 }).kind).toBe(kind);
});

test.each<[Partial<Failure>, Denial, RegExp]>([
  [{ status: 401, type: "authentication_error" }, "key", /this key \(401 authentication_error\)/],
  [{ status: 429, code: "enforced_spend_limit_reached" }, "limit", /this key \(429 enforced/],
  [{ status: 307, type: "a redirect" }, "elsewhere", /leads to another one, .* \(307 a redirect\)/],
  // Nobody said a word of the key.
  [{ unreached: true }, "unreached", /^The API cannot be reached.* \(no connection\)/],
])("%j: everything stops (%s)", (over, why, said) => {
  const failed = failure(over);
  expect(judgeFailure(failed, { before: 0, waitedMs: 0 })).toEqual({ kind: "denied", why });
  const { message, fix } = problem("replay-denied", nowhere, { why, ...describeFailure(failed) });
  expect(message).toMatch(said);
  expect(/ANTHROPIC_BASE_URL/.test(fix ?? "")).toBe(why === "elsewhere" || why === "unreached");
});

test("it is asked again as long as it was told to, else longer each time, and not for ever", () => {
  const full = (over: Partial<Failure>, before: number, waitedMs = 0) =>
    judgeFailure(failure({ status: 529, ...over }), { before, waitedMs });
  expect(full({ retryAfterMs: 1234 }, 3)).toEqual({ kind: "again", waitMs: 1234 });
  expect([0, 1, 2, 6].map((before) => full({}, before))).toEqual(
    [1000, 2000, 4000, 60_000].map((waitMs) => ({ kind: "again", waitMs })),
  );
  expect(full({}, 7, 123_000)).toEqual({ kind: "refused", why: "tried 8 times in 3 min" });
});

test("it is waited for 15 minutes in all at most; what the API asks beyond that is said", () => {
  const asked = (retryAfterMs: number, waitedMs: number) =>
    judgeFailure(failure({ status: 429, retryAfterMs }), { before: 1, waitedMs });
  expect(asked(900_000, 0)).toEqual({ kind: "again", waitMs: 900_000 });
  expect(asked(60_000, 840_000)).toEqual({ kind: "again", waitMs: 60_000 });
  const longest = "15 min is the most that is waited";
  expect(asked(60_000, 840_001)).toEqual({
    kind: "refused",
    why: `the API asks to wait 60 s, ${longest}`,
  });
  expect(asked(3 * 86_400_000, 0)).toEqual({
    kind: "refused",
    why: `the API asks to wait 3 days, ${longest}`,
  });
});

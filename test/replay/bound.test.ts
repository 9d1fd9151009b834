import { expect, test } from "vitest";
import { boundOf } from "../../src/replay/bound.ts";
import { fateOf, tries, type Failure } from "../../src/replay/failure.ts";
import type { JsonObject } from "../../src/json.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { formatUsd } from "../../src/money.ts";

const book = createPriceBook();
function bound(body: JsonObject, tokens = 100_000, batch = false): string | null {
  const pico = boundOf(
    { body: { max_tokens: 1000, messages: [], ...body }, betas: [], tokens, batch },
    { book, asOf: "2026-11-24" },
  );
  return pico === null ? null : formatUsd(pico);
}
function marked(ttl?: string): JsonObject {
  return {
    system: [
      {
        type: "text",
        text: "x",
        cache_control: { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) },
      },
    ],
  };
}

test("the prompt, one percent more, at the dearest price that can apply, and max_tokens of answer", () => {
  // Sonnet 4.5, USD per million: input 3, 5m write 3.75, 1h write 6, output 15. 101,000 tokens.
  expect(bound({ model: "claude-sonnet-4-5" })).toBe("0.318");
  expect(bound({ model: "claude-sonnet-4-5", ...marked() })).toBe("0.39375");
  expect(bound({ model: "claude-sonnet-4-5", ...marked("1h") })).toBe("0.621");
  // Opus 4.6 may be billed for its place, at 1.1 times, where the request leaves that to the
  // workspace: 5 and 25.
  expect(bound({ model: "claude-opus-4-6" })).toBe("0.583");
  expect(bound({ model: "claude-opus-4-6", inference_geo: "global" })).toBe("0.53");
  // Half of everything in a batch.
  expect(bound({ model: "claude-sonnet-4-5", ...marked("1h") }, 100_000, true)).toBe("0.3105");
});

test("no price, no bound", () => {
  expect(bound({ model: "claude-imaginary-9" })).toBeNull();
});

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
  expect(fateOf(failure(over), 0).kind).toBe(kind);
});

test("it is asked again as long as it was told to, else longer each time, and not for ever", () => {
  expect(fateOf(failure({ status: 429, retryAfterMs: 1234 }), 3)).toEqual({
    kind: "again",
    waitMs: 1234,
  });
  expect([0, 1, 2].map((attempt) => fateOf(failure({ status: 529 }), attempt))).toEqual(
    [1000, 2000, 4000].map((waitMs) => ({ kind: "again", waitMs })),
  );
  expect(fateOf(failure({ status: 529 }), tries - 1).kind).toBe("refused");
});

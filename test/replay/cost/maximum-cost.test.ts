import { expect, test } from "vitest";
import { maximumCost } from "../../../src/replay/cost/maximum-cost.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { formatUsd } from "../../../src/money.ts";

const book = createPriceBook();
function bound(body: JsonObject, tokens = 100_000, batch = false): string | null {
  const pico = maximumCost(
    { attempts: [{ body: { max_tokens: 1000, messages: [], ...body }, tokens }], betas: [], batch },
    { book, asOf: "2026-11-24" },
  );
  return typeof pico === "bigint" ? formatUsd(pico) : null;
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

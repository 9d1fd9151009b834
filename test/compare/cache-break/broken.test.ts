import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import type { Projection } from "../../../src/projection/projection.ts";
import { ask, body, compare } from "../one-scenario.ts";
import { declared, placeholder, type Ask } from "../scenario-specs.ts";

/** One side's system prompt: three texts, each with its size, marker and what changes in it. */
interface Text {
  readonly tokens: number;
  readonly marked: boolean;
  readonly volatile: boolean;
}

const text = fc.record({
  tokens: fc.constantFrom(2_000, 2_050),
  marked: fc.boolean(),
  volatile: fc.boolean(),
});
const prompt = fc.tuple(text, text, text);

function askOf(texts: readonly Text[]): Ask {
  const system = texts.map(({ tokens, marked }, index): JsonObject =>
    declared(`s${index}`, tokens, marked),
  );
  const placeholders = texts.flatMap(({ volatile }, index) =>
    volatile ? [placeholder(["system", index, "text"], `now${index}`, "request")] : [],
  );
  return ask({ body: body({ system }), placeholders });
}

/** Tokens a request is expected to read from the cache. */
function readsOf(projection: Projection | null): number {
  const outcomes = projection?.exchanges.flatMap((exchange) => exchange.outcomes) ?? [];
  return outcomes.reduce((sum, { read, chance }) => sum + read * (Number(chance) / 2 ** 40), 0);
}

test("the cache is called broken only where a request reads less, and not by a marker alone", () => {
  const traffic = 100_000;
  let broken = 0;
  fc.assert(
    fc.property(prompt, prompt, (before, after) => {
      const [base, head] = [before, after].map((texts) => ({
        traffic,
        runs: [{ id: "r", asks: [askOf(texts)] }],
      }));
      if (base === undefined || head === undefined) throw new Error("two sides");
      const comparison = compare(head, base);
      const breaking = comparison.causes.flatMap(({ kind, changes }) =>
        kind === "cache" ? changes.filter(({ breaks }) => breaks !== null) : [],
      );
      const isSame = before.every(({ volatile }, index) => volatile === after[index]?.volatile);
      if (isSame) expect(breaking).toEqual([]);
      if (breaking.length === 0) return;
      broken += 1;
      expect(readsOf(comparison.head)).toBeLessThan(readsOf(comparison.base));
    }),
    { numRuns: 400 },
  );
  expect(broken).toBeGreaterThan(10);
});

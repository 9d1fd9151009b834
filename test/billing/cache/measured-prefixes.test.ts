import * as fc from "fast-check";
import { expect, test } from "vitest";
import { placeTokens } from "../../../src/billing/cache/measured-prefixes.ts";

test.each([
  ["nothing measured: as computed", [3, 5, 2], [], [3, 5, 2]],
  [
    "the end is known: shared out by what was computed",
    [1, 1, 2],
    [{ index: 2, tokens: 40 }],
    [10, 10, 20],
  ],
  [
    "remainders go to the largest, then the earlier",
    [1, 1, 1],
    [{ index: 2, tokens: 5 }],
    [2, 2, 1],
  ],
  ["after the last measured prefix as computed", [4, 4, 9], [{ index: 1, tokens: 10 }], [5, 5, 9]],
  ["nothing computed: the last block takes all", [0, 0], [{ index: 1, tokens: 7 }], [0, 7]],
  [
    "two measured prefixes",
    [1, 1, 1, 1],
    [
      { index: 3, tokens: 30 },
      { index: 1, tokens: 10 },
    ],
    [5, 5, 10, 10],
  ],
  [
    "the first of two that contradict counts",
    [1, 1, 1],
    [
      { index: 2, tokens: 9 },
      { index: 1, tokens: 10 },
    ],
    [3, 3, 3],
  ],
] as const)("%s", (_, blocks, measuredPrefixes, expected) => {
  expect(placeTokens(blocks, measuredPrefixes)).toEqual(expected);
});

test("every sum that is known is met, and no block is negative", () => {
  const blocks = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 30 });
  const measuredPrefixes = fc.array(fc.record({ index: fc.nat(29), tokens: fc.nat(100_000) }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(blocks, measuredPrefixes, (computed, given) => {
      const known = given.filter(({ index }) => index < computed.length);
      const placed = placeTokens(computed, known);
      const [first] = known;
      expect(placed).toHaveLength(computed.length);
      expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
      if (first === undefined) return;
      expect(placed.slice(0, first.index + 1).reduce((sum, tokens) => sum + tokens, 0)).toBe(
        first.tokens,
      );
    }),
  );
});

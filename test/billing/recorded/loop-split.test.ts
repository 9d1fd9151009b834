import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loopTotals, splitLoop } from "../../../src/billing/recorded/loop-split.ts";

test.each([
  ["one round", { first: 2_244, sum: 14_161, rounds: 1 }, [2_244, 11_917]],
  [
    "three rounds grow evenly, the rest at the end",
    { first: 100, sum: 1_001, rounds: 3 },
    [100, 200, 300, 401],
  ],
  ["tools side by side share a sampling", { first: 1_000, sum: 2_600, rounds: 3 }, [1_000, 1_600]],
  ["no room for another sampling", { first: 1_000, sum: 1_700, rounds: 2 }, [1_700]],
  ["the first was counted a little too high", { first: 1_000, sum: 1_901, rounds: 1 }, [950, 951]],
] as const)("sizes of a loop: %s", (_, options, expected) => {
  expect(loopTotals(options)).toEqual(expected);
});

const cold = { read: 0, write5m: 0, write1h: 0, input: 2_000 };

test.each([
  [
    "the first too small to be cached",
    cold,
    [2_000, 12_000],
    { read: 0, write5m: 12_000, write1h: 0, input: 2_000 },
  ],
  [
    "two rounds",
    cold,
    [2_000, 12_000, 15_000],
    { read: 12_000, write5m: 15_000, write1h: 0, input: 2_000 },
  ],
  [
    "an hour asked for, five minutes for results",
    { ...cold, write1h: 5_000, input: 10 },
    [5_010, 9_000],
    { read: 5_000, write5m: 4_000, write1h: 5_000, input: 10 },
  ],
  ["never enough", cold, [2_000, 3_000], { read: 0, write5m: 0, write1h: 0, input: 5_000 }],
])("a loop divides: %s", (_, first, totals, expected) => {
  expect(splitLoop({ first, totals, minimum: 4_096 })).toEqual(expected);
});

test("a loop's classes add up to its samplings", () => {
  fc.assert(
    fc.property(fc.nat(9_000), fc.nat(90_000), fc.nat(6), (size, more, rounds) => {
      const totals = loopTotals({ first: size, sum: size + more, rounds });
      const first = { read: 0, write5m: 0, write1h: 0, input: totals[0] ?? 0 };
      const { read, write5m, write1h, input } = splitLoop({ first, totals, minimum: 1_024 });
      expect(totals.reduce((all, total) => all + total, 0)).toBe(size + more);
      expect(read + write5m + write1h + input).toBe(size + more);
      expect(Math.min(read, write5m, write1h, input)).toBeGreaterThanOrEqual(0);
    }),
  );
});

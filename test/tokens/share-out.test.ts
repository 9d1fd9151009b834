import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shareOut } from "../../src/tokens/share-out.ts";

test.each([
  ["in proportion", 40, [1, 1, 2], [10, 10, 20]],
  ["what is left goes to the largest remainders, then the earlier", 5, [1, 1, 1], [2, 2, 1]],
  [
    "remainders that are equal but for the rounding of fractions: the earlier",
    2,
    [4, 1, 1],
    [2, 0, 0],
  ],
  ["fewer than none", -5, [1, 1, 1], [-2, -2, -1]],
  ["nothing to go by: the last takes all", 7, [0, 0], [0, 7]],
  ["nobody there", 7, [], []],
] as const)("%s", (_, amount, sizes, expected) => {
  expect(shareOut(amount, sizes)).toEqual(expected);
});

test("adds up, and no share is a whole token or more from its part", () => {
  const size = fc.nat(2 ** 31);
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
      fc.array(size, { minLength: 1, maxLength: 20 }),
      (amount, sizes) => {
        const shares = shareOut(amount, sizes);
        const whole = BigInt(sizes.reduce((sum, one) => sum + one, 0));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(amount);
        if (whole === 0n) return;
        for (const [index, share] of shares.entries()) {
          const off = BigInt(share) * whole - BigInt(amount) * BigInt(sizes[index] ?? 0);
          expect(off < whole && off > -whole).toBe(true);
        }
      },
    ),
  );
});

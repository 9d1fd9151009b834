import * as fc from "fast-check";
import { expect, test } from "vitest";
import { greatestCommonDivisor, largest, sum, sumExact } from "../src/arithmetic.ts";

test("sums of none are zero, and an exact one loses no digit", () => {
  expect([sum([]), sumExact([])]).toEqual([0, 0n]);
  expect(sum(new Set([1, 2, 3.5]))).toBe(6.5);
  expect(sumExact([10n ** 30n, 1n, -(10n ** 30n)])).toBe(1n);
});

test("the largest is no less than the least there may be", () => {
  expect(largest([], 3n)).toBe(3n);
  expect(largest([1n, 7n, 2n], 3n)).toBe(7n);
  expect(largest([-5n, -2n], -9n)).toBe(-2n);
});

test("the greatest common divisor divides both, and leaves nothing common", () => {
  const number = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  fc.assert(
    fc.property(number, number, number, (a, b, factor) => {
      const divisor = greatestCommonDivisor(a, b);
      expect(divisor).toBe(greatestCommonDivisor(b, a));
      expect(greatestCommonDivisor(a * factor, b * factor)).toBe(
        divisor * (factor < 0n ? -factor : factor),
      );
      if (divisor === 0n) expect([a, b]).toEqual([0n, 0n]);
      else {
        expect([divisor > 0n, a % divisor, b % divisor]).toEqual([true, 0n, 0n]);
        expect(greatestCommonDivisor(a / divisor, b / divisor)).toBe(1n);
      }
    }),
  );
  expect(greatestCommonDivisor(0n, -6n)).toBe(6n);
});

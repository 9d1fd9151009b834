import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addRatio,
  compareRatio,
  divideHalfEven,
  formatRatio,
  formatUsd,
  multiplyRatio,
  parseDecimal,
  parseUsd,
  ratio,
  ratioToNumber,
} from "../src/money.ts";

const anyWhole = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const anyDivisor = fc.bigInt({ min: 1n, max: 10n ** 24n });
const anyRatio = fc.tuple(anyWhole, anyDivisor).map(([n, d]) => ratio(n, d));

test.each([
  [ratio(1n, 3n), "0.333333"],
  [ratio(2n, 3n), "0.666667"],
  [ratio(5n, 10_000_000n), "0"],
  [ratio(15n, 10_000_000n), "0.000002"],
  [ratio(200_000n), "200000"],
  [ratio(-1n, 4n), "-0.25"],
])("a quotient to a millionth, half to even: %o", (value, text) => {
  expect(formatRatio(value, 6)).toBe(text);
});

describe("division", () => {
  test("rounds to the nearest, half to even, alike on both sides of zero", () => {
    expect([1n, 3n, 5n, 7n].map((n) => divideHalfEven(n, 2n))).toEqual([0n, 2n, 2n, 4n]);
    expect([-1n, -3n, -5n].map((n) => divideHalfEven(n, 2n))).toEqual([0n, -2n, -2n]);
    expect(() => divideHalfEven(1n, 0n)).toThrow(RangeError);
    fc.assert(
      fc.property(anyWhole, anyDivisor, (n, d) => {
        const twice = 2n * (n - divideHalfEven(n, d) * d);
        expect(twice <= d && twice >= -d).toBe(true);
        expect(divideHalfEven(-n, d)).toBe(-divideHalfEven(n, d));
      }),
    );
  });
});

describe("quotients", () => {
  test("are in lowest terms over a positive divisor", () => {
    expect(ratio(6n, -4n)).toEqual({ n: -3n, d: 2n });
    expect(ratio(0n, 9n)).toEqual({ n: 0n, d: 1n });
    expect(() => ratio(1n, 0n)).toThrow(RangeError);
  });

  test("add, multiply and compare exactly", () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        const negative = { n: -b.n, d: b.d };
        expect(addRatio(addRatio(a, b), negative)).toEqual(a);
        expect(multiplyRatio(a, addRatio(b, c))).toEqual(
          addRatio(multiplyRatio(a, b), multiplyRatio(a, c)),
        );
        expect(Math.sign(compareRatio(a, b))).toBe(
          Math.sign(compareRatio(addRatio(a, c), addRatio(b, c))),
        );
        expect(compareRatio(a, a)).toBe(0);
      }),
    );
    expect(ratioToNumber(ratio(1n, 8n))).toBe(0.125);
  });
});

describe("decimal text", () => {
  test("comes back as the amount it was, whatever it is", () => {
    fc.assert(
      fc.property(anyWhole, (pico) => {
        expect(parseUsd(formatUsd(pico))).toBe(pico);
        expect(formatUsd(pico)).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });

  test("that is none, or finer than a pico-dollar, is no amount", () => {
    expect(parseDecimal("+0.50")).toEqual(ratio(1n, 2n));
    for (const text of ["", ".5", "5.", "1e3", "1,000", "$1", " 1", "--1"])
      expect(parseDecimal(text), text).toBeNull();
    expect(parseUsd("0.000000000001")).toBe(1n);
    expect(parseUsd("0.0000000000001")).toBeNull();
  });
});

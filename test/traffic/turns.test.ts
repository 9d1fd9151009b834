import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { takeTurns } from "../../src/traffic/turns.ts";
import { wholeWeights } from "../../src/traffic/weights.ts";

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe("taking turns", () => {
  test("5:1:1 is spread evenly", () =>
    expect(takeTurns(wholeWeights([5, 1, 1]))).toEqual([0, 0, 1, 0, 2, 0, 0]));
  test("in a cycle each run comes as often as its weight says", () => {
    fc.assert(
      fc.property(weights, (each) => {
        const whole = wholeWeights(each);
        const turns = takeTurns(whole);
        expect(
          whole.each.map((_, run) => BigInt(turns.filter((turn) => turn === run).length)),
        ).toEqual(whole.each);
      }),
    );
  });
  test("decimal weights become the smallest whole ones", () => {
    expect(wholeWeights([0.5, 1.5, 1]).each).toEqual([1n, 3n, 2n]);
    expect(wholeWeights([6, 2]).each).toEqual([3n, 1n]);
    expect(wholeWeights([1e-7, 2e-7]).each).toEqual([1n, 2n]);
    expect(() => wholeWeights([0])).toThrow(RangeError);
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratio } from "../../src/money.ts";
import { steadyPeriod, uncoveredShare } from "../../src/traffic/steady.ts";
import type { ArrivalSource } from "../../src/traffic/arrivals.ts";
import { roundRobin } from "../../src/traffic/round-robin.ts";
import { wholeWeights } from "../../src/traffic/weights.ts";

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
function steady(gapMs: bigint, of: readonly number[] = [1]): ArrivalSource {
  return {
    arrivals: "steady",
    runsPerMonth: ratio(730n * 3_600_000n, gapMs),
    weights: wholeWeights(of),
  };
}

describe("taking turns", () => {
  test("5:1:1 is spread evenly", () =>
    expect(roundRobin(wholeWeights([5, 1, 1]))).toEqual([0, 0, 1, 0, 2, 0, 0]));
  test("in a cycle each run comes as often as its weight says", () => {
    fc.assert(
      fc.property(weights, (each) => {
        const whole = wholeWeights(each);
        const turns = roundRobin(whole);
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

describe("a steady period", () => {
  test("runs start at equal distances", () => {
    const period = steadyPeriod(steady(60_000n, [2, 1]), 1);
    expect(period.lengthMs).toBe(180_000);
    expect(period.runs.map(({ run, startMs }) => [run, startMs])).toEqual([
      [0, 0],
      [1, 60_000],
      [0, 120_000],
    ]);
  });
  test("where prefixes are one of n values, each fixture takes each of them", () => {
    const { runs } = steadyPeriod(steady(60_000n, [1, 1]), 2);
    const drawn = (of: number) => runs.filter(({ run }) => run === of).map(({ draw }) => draw);
    expect(new Set(drawn(0))).toEqual(new Set([0, 1]));
    expect(new Set(drawn(1))).toEqual(new Set([0, 1]));
  });
  test("someone who comes at any moment finds a 5-minute entry of ten-minute arrivals half of the time", () => {
    expect(
      uncoveredShare(steady(600_000n), [
        { valueCount: 1n, touches: [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }] },
      ]),
    ).toBe(0.5);
    expect(
      uncoveredShare(steady(600_000n), [
        { valueCount: 2n, touches: [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }] },
      ]),
    ).toBe(0.75);
    expect(
      uncoveredShare(steady(200_000n), [
        { valueCount: 1n, touches: [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }] },
      ]),
    ).toBe(0);
  });
});

import { describe, expect, test } from "vitest";
import { ratio } from "../../src/money.ts";
import { steadyPeriod, uncoveredShare } from "../../src/traffic/steady.ts";
import type { ArrivalSource } from "../../src/traffic/touch.ts";
import { wholeWeights } from "../../src/traffic/weights.ts";

function steady(gapMs: bigint, of: readonly number[] = [1]): ArrivalSource {
  return {
    arrivals: "steady",
    runsPerMonth: ratio(730n * 3_600_000n, gapMs),
    weights: wholeWeights(of),
  };
}

describe("a steady period", () => {
  test("runs start at equal distances", () => {
    const period = steadyPeriod(steady(60_000n, [2, 1]), 1);
    expect(period.lengthMs).toBe(180_000);
    expect(period.runs.map(({ run, start }) => [run, start])).toEqual([
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
        { values: 1n, touches: [{ source: 0, run: 0, offset: 0, ttl: 300_000 }] },
      ]),
    ).toBe(0.5);
    expect(
      uncoveredShare(steady(600_000n), [
        { values: 2n, touches: [{ source: 0, run: 0, offset: 0, ttl: 300_000 }] },
      ]),
    ).toBe(0.75);
    expect(
      uncoveredShare(steady(200_000n), [
        { values: 1n, touches: [{ source: 0, run: 0, offset: 0, ttl: 300_000 }] },
      ]),
    ).toBe(0);
  });
});

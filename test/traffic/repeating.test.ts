import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratio } from "../../src/money.ts";
import { mostTurns, periodOf, type Period } from "../../src/traffic/period.ts";
import { meanChanceNoneAlive, uncoveredShare } from "../../src/traffic/repeating.ts";
import type { ArrivalSource } from "../../src/traffic/arrivals.ts";
import { roundRobin } from "../../src/traffic/round-robin.ts";
import type { TouchedPrefix } from "../../src/traffic/touch.ts";
import { wholeWeights } from "../../src/traffic/weights.ts";

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
function steady(gapMs: bigint, of: readonly number[] = [1]): ArrivalSource {
  return {
    arrivals: { kind: "steady", text: "steady" },
    runIds: of.map((_, run) => `r${run}`),
    runsPerMonth: ratio(730n * 3_600_000n, gapMs),
    weights: wholeWeights(of),
  };
}

function steadyPeriod(source: ArrivalSource): Period {
  return periodOf(source) ?? { turns: [], startsOf: [], lengthMs: 1 };
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
    const period = steadyPeriod(steady(60_000n, [2, 1]));
    expect(period).toEqual({
      turns: [
        { run: 0, startMs: 0 },
        { run: 1, startMs: 60_000 },
        { run: 0, startMs: 120_000 },
      ],
      startsOf: [[0, 120_000], [60_000]],
      lengthMs: 180_000,
    });
  });
  test.each([
    [1, 1_000_003],
    [3, 999_999_999_999],
    [20_000, 3, 9_007_199_254_740_991],
  ])("weights of %j come round all the same, each run in its turn", (...of) => {
    const { turns, startsOf } = steadyPeriod(steady(60_000n, of));
    expect(turns.length).toBeLessThanOrEqual(Number(mostTurns) + of.length);
    expect(startsOf.every((own) => own.length > 0)).toBe(true);
  });
  test("someone who comes at any moment finds a 5-minute entry of ten-minute arrivals half of the time", () => {
    expect(
      uncoveredShare(steadyPeriod(steady(600_000n)), [
        { valueCount: 1n, touches: [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }] },
      ]),
    ).toBe(0.5);
    expect(
      uncoveredShare(steadyPeriod(steady(600_000n)), [
        { valueCount: 2n, touches: [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }] },
      ]),
    ).toBe(0.75);
    expect(
      uncoveredShare(steadyPeriod(steady(200_000n)), [
        { valueCount: 1n, touches: [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }] },
      ]),
    ).toBe(0);
  });
});

/** Run by run, without any of the arithmetic: every run that began long enough ago. */
function countedOut(
  source: ArrivalSource,
  prefixes: readonly TouchedPrefix[],
  moment: { readonly ms: number; readonly turn: number | null },
): number {
  const { turns, lengthMs } = steadyPeriod(source);
  const gapMs = lengthMs / turns.length;
  let chance = 1;
  for (let turn = -400; turn <= 400; turn += 1) {
    if (turn === moment.turn) continue;
    const run = turns.at(((turn % turns.length) + turns.length) % turns.length)?.run;
    const left = prefixes.filter(({ touches }) =>
      touches.some((touch) => {
        const age = moment.ms - turn * gapMs - touch.offsetMs;
        return touch.run === run && age > 0 && age <= touch.ttlMs;
      }),
    );
    const fewest = left.reduce(
      (least, { valueCount }) => (valueCount < least ? valueCount : least),
      1_000_000n,
    );
    if (left.length > 0) chance *= 1 - 1 / Number(fewest);
  }
  return chance;
}

const touched: fc.Arbitrary<readonly TouchedPrefix[]> = fc
  .array(
    fc.array(
      fc.record({
        source: fc.constant(0),
        run: fc.nat(2),
        offsetMs: fc.constantFrom(0, 3, 7, 40),
        ttlMs: fc.constantFrom(5, 12, 60),
      }),
      { maxLength: 4 },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((lists) =>
    lists.map((touches, index) => ({ valueCount: [1n, 2n, 6n][index] ?? 1n, touches })),
  );

describe("one of n equally likely values", () => {
  const few = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 });
  test("the chance at a moment is that of all runs before it, counted out one by one", () => {
    fc.assert(
      fc.property(
        touched,
        few,
        fc.constantFrom(1n, 3n, 5n, 100n),
        fc.nat(60),
        (prefixes, of, gap, offsetMs) => {
          const source = steady(gap, of);
          const period = steadyPeriod(source);
          const turn = offsetMs % period.turns.length;
          const own = period.turns.slice(turn, turn + 1);
          const ms = (own[0]?.startMs ?? 0) + offsetMs;
          expect(meanChanceNoneAlive(period, prefixes, { turns: own, offsetMs })).toBeCloseTo(
            countedOut(source, prefixes, { ms, turn }),
            10,
          );
        },
      ),
      { seed: 20_261_124 },
    );
  });
  test("who comes at any moment meets the mean of all moments", () => {
    fc.assert(
      fc.property(touched, few, fc.constantFrom(1n, 3n, 5n, 20n), (prefixes, of, gap) => {
        const source = steady(gap, of);
        const { lengthMs } = steadyPeriod(source);
        let sum = 0;
        for (let ms = 0; ms < lengthMs; ms += 1)
          sum += countedOut(source, prefixes, { ms: ms + 0.5, turn: null });
        expect(uncoveredShare(steadyPeriod(source), prefixes)).toBeCloseTo(sum / lengthMs, 10);
      }),
      { seed: 20_261_124, numRuns: 50 },
    );
  });
  test("many runs of many values come to what independent arrivals do", () => {
    const touches = [{ source: 0, run: 0, offsetMs: 0, ttlMs: 300_000 }];
    const period = steadyPeriod(steady(100n));
    const none = meanChanceNoneAlive(period, [{ valueCount: 1_000n, touches }], {
      turns: period.turns,
      offsetMs: 0,
    });
    expect(none).toBeCloseTo(Math.exp(-3), 3);
  });
  test("uneven weights keep their turns up to the longest cycle", () => {
    const { startsOf } = steadyPeriod(steady(1_000n, [9_999, 1]));
    expect(startsOf.map((starts) => starts.length)).toEqual([9_999, 1]);
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratio } from "../../src/money.ts";
import { chanceNoneAlive } from "../../src/traffic/alive.ts";
import { certainty, chanceOfNoArrival } from "../../src/traffic/chance.ts";
import { expectAlive } from "../../src/traffic/poisson.ts";
import type { ArrivalSource } from "../../src/traffic/arrivals.ts";
import type { Touch } from "../../src/traffic/touch.ts";
import { wholeWeights } from "../../src/traffic/weights.ts";

const hours = 730;
function source(perHour: number, weights: readonly number[] = [1]): ArrivalSource {
  return {
    arrivals: { kind: "poisson", text: "poisson" },
    runIds: [],
    runsPerMonth: ratio(BigInt(perHour * hours)),
    weights: wholeWeights(weights),
  };
}
function touch(offsetMs: number, ttlMs = 300_000, run = 0): Touch {
  return { source: 0, run, offsetMs, ttlMs };
}
function alive(chance: bigint): number {
  return 1 - Number(chance) / Number(certainty);
}

describe("arrivals at random", () => {
  test.each([1, 2, 12, 60, 274])(
    "one prefix, one request a run, %i runs an hour: 1 - e^(-λ·TTL)",
    (perHour) => {
      for (const ttl of [300_000, 3_600_000]) {
        const chance = chanceNoneAlive(
          [source(perHour)],
          [{ valueCount: 1n, touches: [touch(0, ttl)] }],
        );
        expect(Math.abs(alive(chance) - (1 - Math.exp((-perHour * ttl) / 3_600_000)))).toBeLessThan(
          1e-9,
        );
      }
    },
  );
  test("spans that overlap count once, spans apart count both", () => {
    const overlapping = expectAlive(source(12), [
      { valueCount: 1n, touches: [touch(0), touch(200_000)] },
    ]);
    const apart = expectAlive(source(12), [
      { valueCount: 1n, touches: [touch(0), touch(500_000)] },
    ]);
    expect(overlapping).toEqual(ratio(500n * 12n, 3600n));
    expect(apart).toEqual(ratio(600n * 12n, 3600n));
  });
  test("a fixture counts by its share of the weights", () => {
    const expected = expectAlive(source(60, [3, 1, 1]), [
      { valueCount: 1n, touches: [touch(0, 300_000, 0), touch(0, 300_000, 2)] },
    ]);
    expect(expected).toEqual(ratio(4n * 60n * 300n, 5n * 3600n));
  });
  test("one of n values is met by an nth of the runs, what is before it by all", () => {
    const expected = expectAlive(source(60), [
      { valueCount: 4n, touches: [touch(0)] },
      { valueCount: 1n, touches: [touch(0)] },
    ]);
    expect(expected).toEqual(ratio(60n * 300n, 3600n));
    expect(expectAlive(source(60), [{ valueCount: 4n, touches: [touch(0)] }])).toEqual(
      ratio(60n * 300n, 4n * 3600n),
    );
  });
  test("runs that share only the shallower prefix are counted on its own spans", () => {
    const expected = expectAlive(source(60), [
      { valueCount: 4n, touches: [touch(500_000)] },
      { valueCount: 1n, touches: [touch(0)] },
    ]);
    // 3/4 of the runs touch for 300 s, 1/4 for 600 s.
    expect(expected).toEqual(ratio((3n * 300n + 600n) * 60n, 4n * 3600n));
  });
  test("independent sources multiply", () => {
    const both = [source(12), source(24)];
    const touches = [touch(0), { ...touch(0), source: 1 }];
    expect(alive(chanceNoneAlive(both, [{ valueCount: 1n, touches }]))).toBeCloseTo(
      1 - Math.exp(-3),
      11,
    );
  });
  test("nothing touched is nothing alive", () => {
    expect(chanceNoneAlive([source(12)], [{ valueCount: 1n, touches: [] }])).toBe(certainty);
    expect(chanceOfNoArrival(ratio(0n))).toBe(1);
  });
  test("more touches never leave less alive", () => {
    const touches = fc.array(
      fc.record({
        offsetMs: fc.nat(4_000_000),
        ttlMs: fc.constantFrom(300_000, 3_600_000),
        run: fc.nat(2),
      }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(
        touches,
        fc.nat(4_000_000),
        fc.integer({ min: 1, max: 100 }),
        (touched, offset, perHour) => {
          const sources = [source(perHour, [3, 1, 1])];
          const given = touched.map((where) => ({ ...where, source: 0 }));
          const more = [...given, touch(offset)];
          expect(chanceNoneAlive(sources, [{ valueCount: 1n, touches: more }])).toBeLessThanOrEqual(
            chanceNoneAlive(sources, [{ valueCount: 1n, touches: given }]),
          );
        },
      ),
    );
  });
});

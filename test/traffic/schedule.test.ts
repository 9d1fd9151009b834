import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readArrivals } from "../../src/config/arrivals/arrivals.ts";
import { weekMs, type WeekSpan } from "../../src/config/arrivals/schedule.ts";
import { ratio } from "../../src/money.ts";
import type { ArrivalSource } from "../../src/traffic/arrivals.ts";
import { chanceOfNoArrival } from "../../src/traffic/chance.ts";
import { expectAlive } from "../../src/traffic/poisson.ts";
import { meanNoneAlive } from "../../src/traffic/schedule.ts";
import type { TouchedPrefix } from "../../src/traffic/touch.ts";
import { wholeWeights } from "../../src/traffic/weights.ts";

const hourMs = 3_600_000;

function activeOf(schedule: Record<string, string>): readonly WeekSpan[] {
  const read = readArrivals({ schedule });
  return read !== null && read.kind === "schedule" ? read.active : [];
}

function sourceOf(perMonth: number, weights: readonly number[] = [1]): ArrivalSource {
  return {
    arrivals: { kind: "poisson", text: "poisson" },
    runsPerMonth: ratio(BigInt(perMonth)),
    weights: wholeWeights(weights),
    runIds: weights.map((_, run) => `r${run}`),
  };
}

function prefix(ttlMs: number, offsetMs = 0, run = 0, valueCount = 1n): TouchedPrefix {
  return { valueCount, touches: [{ source: 0, run, offsetMs, ttlMs }] };
}

describe("the active hours of a week", () => {
  test("nine to six on five days are 45 hours, an hour earlier in Berlin", () => {
    const active = activeOf({ hours: "9-18", days: "mon-fri", zone: "Europe/Berlin" });
    expect(active.map(({ start, end }) => [start / hourMs, end / hourMs])).toEqual([
      [8, 17],
      [32, 41],
      [56, 65],
      [80, 89],
      [104, 113],
    ]);
  });
  test("over midnight, over the end of the week, and all day", () => {
    expect(activeOf({ hours: "22:30-6", days: "sun" })).toEqual([
      { start: 0, end: 6 * hourMs },
      { start: (6 * 24 + 22.5) * hourMs, end: weekMs },
    ]);
    expect(activeOf({ days: "sat-mon" })).toEqual([
      { start: 0, end: 24 * hourMs },
      { start: 5 * 24 * hourMs, end: weekMs },
    ]);
  });
});

describe("runs in active hours", () => {
  test("a week that is all active is Poisson", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(300_000, 3_600_000),
        fc.nat(7_200_000),
        (perMonth, ttlMs, offsetMs) => {
          const source = sourceOf(perMonth, [2, 1]);
          const prefixes = [prefix(ttlMs), prefix(ttlMs, 60_000, 1, 3n)];
          const active = [{ start: 0, end: weekMs }];
          expect(meanNoneAlive([{ source, active, prefixes }], { active, offsetMs })).toBeCloseTo(
            chanceOfNoArrival(expectAlive(source, prefixes)),
            9,
          );
        },
      ),
      { seed: 20_261_128, numRuns: 50 },
    );
  });
  test("one window a day, by hand: what began since the window opened, at most a lifetime ago", () => {
    // 10 hours of 24, λ an hour while active: the first hour fills the cache.
    const active = activeOf({ hours: "8-18" });
    const perHour = 2;
    const source = sourceOf(Math.round((perHour * 10 * 730) / 24));
    const rate = (Math.round((perHour * 10 * 730) / 24) * 24) / 730 / 10;
    const filling = (1 - Math.exp(-rate)) / rate;
    const expected = (filling + 9 * Math.exp(-rate)) / 10;
    expect(
      meanNoneAlive([{ source, active, prefixes: [prefix(hourMs)] }], { active, offsetMs: 0 }),
    ).toBeCloseTo(expected, 9);
  });
  test("against the same worked out minute by minute", () => {
    const active = activeOf({ hours: "9-12", days: "mon,tue,fri" });
    const own = sourceOf(4_000, [1, 3]);
    const prefixes = [prefix(hourMs, 0, 0), prefix(300_000, 5_400_000, 1, 2n)];
    const offsetMs = 1_200_000;
    const step = 10_000;
    const inActive = (ms: number): boolean => {
      const at = ((ms % weekMs) + weekMs) % weekMs;
      return active.some(({ start, end }) => at >= start && at < end);
    };
    const activeMs = 9 * hourMs;
    const rate = (4_000 * 168) / 730 / activeMs;
    let sum = 0;
    let count = 0;
    for (const { start, end } of active)
      for (let ms = start + step / 2; ms < end; ms += step * 7) {
        const moment = ms + offsetMs;
        let expected = 0;
        for (let ago = step / 2; ago < 2 * hourMs; ago += step) {
          if (!inActive(moment - ago)) continue;
          if (ago <= hourMs) expected += rate * step * (1 / 4);
          if (ago > 5_400_000 && ago <= 5_700_000) expected += rate * step * (3 / 4) * (1 / 2);
        }
        sum += Math.exp(-expected);
        count += 1;
      }
    expect(meanNoneAlive([{ source: own, active, prefixes }], { active, offsetMs })).toBeCloseTo(
      sum / count,
      3,
    );
  });
});

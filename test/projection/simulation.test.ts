import { describe, expect, test } from "vitest";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratioToNumber } from "../../src/money.ts";
import { project } from "../../src/projection/project.ts";
import { type Ask, runOf, scenarioOf, trafficOf } from "./scenario.ts";

/** A small seeded generator (mulberry32): the same numbers everywhere. */
function generator(seed: number) {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A request of the simulation: marked prefixes from the shallowest to the deepest, with tokens up
 * to each.
 */
interface Shot {
  readonly offset: number;
  readonly total: number;
  readonly marks: readonly {
    readonly prefix: string;
    readonly upTo: number;
    readonly ttl: number;
    readonly isPrivate?: boolean;
  }[];
}

interface Setting {
  readonly shots: readonly (readonly Shot[])[];
  readonly weights: readonly number[];
  readonly perHour: number;
  readonly runs: number;
  readonly values?: number;
  /** Runs at equal distances, fixtures in turn. */
  readonly steady?: true;
}

/**
 * Plays runs one by one against a table of expiry times and counts tokens read: nothing of the
 * projection is used.
 */
function simulate({ shots, weights, perHour, runs, values = 1, steady }: Setting): number {
  const random = generator(20_261_124);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const events: { time: number; run: number; draw: number; shot: Shot }[] = [];
  let clock = 0;
  for (let run = 0; run < runs; run += 1) {
    clock += ((steady ? 1 : -Math.log(1 - random())) * 3_600_000) / perHour;
    let pick = steady ? run % sum : random() * sum;
    let fixture = 0;
    while (pick >= (weights[fixture] ?? 0)) {
      pick -= weights[fixture] ?? 0;
      fixture += 1;
    }
    const draw = Math.floor(random() * values);
    for (const shot of shots[fixture] ?? [])
      events.push({ time: clock + shot.offset, run, draw, shot });
  }
  events.sort((a, b) => a.time - b.time);
  const expires = new Map<string, number>();
  let read = 0;
  let prompt = 0;
  for (const { time, run, draw, shot } of events) {
    prompt += shot.total;
    const named = shot.marks.map((mark) => ({
      ...mark,
      name: mark.prefix.replace("*", String(draw)) + (mark.isPrivate === true ? `#${run}` : ""),
    }));
    read += named.findLast(({ name }) => (expires.get(name) ?? -1) >= time)?.upTo ?? 0;
    for (const { name, ttl } of named) expires.set(name, time + ttl);
  }
  return read / prompt;
}

const book = createPriceBook();
const minutes = 60_000;
const system = ["policy", "policy", "other policy"];
function asks(fixture: number, gap: number): readonly Ask[] {
  return [0, gap].map((offset) => ({
    offset,
    output: 10,
    pieces: [
      { level: "tools", name: "tools", tokens: 3_000, mark: "5m" },
      { level: "system", name: system[fixture] ?? "", tokens: 2_000, mark: "5m" },
      { name: `question ${fixture}`, tokens: 500 },
    ],
  }));
}
function shots(fixture: number, gap: number): readonly Shot[] {
  return [0, gap].map((offset) => ({
    offset,
    total: 5_500,
    marks: [
      { prefix: "tools", upTo: 3_000, ttl: 5 * minutes },
      { prefix: system[fixture] ?? "", upTo: 5_000, ttl: 5 * minutes },
    ],
  }));
}

function hitRate(
  runs: readonly (readonly Ask[])[],
  weights: readonly number[],
  perHour: number,
  arrivals: "poisson" | "steady" = "poisson",
): number {
  const scenario = scenarioOf(
    runs.map((run, index) => runOf(`run ${index}`, run, weights[index])),
    trafficOf(perHour * 730, arrivals),
  );
  const rate = project({ scenario, neighbours: [], book, asOf: "2026-11-24" }).hitRate;
  return rate === null ? -1 : ratioToNumber(rate);
}

describe("the formula against a plain simulation of 400,000 runs", () => {
  const weights = [3, 1, 1];
  describe.each([200_000, 500_000])(
    "requests of a run %i ms apart, two nested breakpoints",
    (gap) => {
      test.each([2, 12, 60])("%i runs an hour", (perHour) => {
        const simulated = simulate({
          shots: [0, 1, 2].map((fixture) => shots(fixture, gap)),
          weights,
          perHour,
          runs: 400_000,
        });
        const projected = hitRate(
          [0, 1, 2].map((fixture) => asks(fixture, gap)),
          weights,
          perHour,
        );
        expect(Math.abs(projected - simulated)).toBeLessThan(0.005);
        expect(projected).toBeGreaterThan(0.01);
      });
    },
  );

  test("an hour on the tools, five minutes behind them, one of three values, and a private breakpoint", () => {
    const gaps = [0, 240_000, 400_000];
    const mixed: readonly Ask[] = gaps.map((offset, index) => ({
      offset,
      pieces: [
        { level: "tools", name: "tools", tokens: 3_000, mark: "1h" },
        { level: "system", name: "tenant", tokens: 2_000, mark: "5m", changes: 3 },
        ...gaps.slice(0, index + 1).map((_, turn) => ({
          name: `turn ${turn}`,
          tokens: 400,
          ...(turn === index ? { mark: "5m" as const } : {}),
        })),
      ],
    }));
    const shot: readonly Shot[] = gaps.map((offset, index) => ({
      offset,
      total: 5_000 + 400 * (index + 1),
      marks: [
        { prefix: "tools", upTo: 3_000, ttl: 60 * minutes },
        { prefix: "tenant*", upTo: 5_000, ttl: 5 * minutes },
        ...gaps.slice(0, index + 1).map((_, turn) => ({
          prefix: `turn ${turn}`,
          upTo: 5_400 + 400 * turn,
          ttl: 5 * minutes,
          isPrivate: true,
        })),
      ],
    }));
    const simulated = simulate({
      shots: [shot],
      weights: [1],
      perHour: 3,
      runs: 400_000,
      values: 3,
    });
    expect(Math.abs(hitRate([mixed], [1], 3) - simulated)).toBeLessThan(0.005);
  });
});

describe("steady arrivals of runs that draw one of n values, against the same simulation", () => {
  const tenant = (changes: number, gap: number): readonly Ask[] =>
    [0, gap].map((offset) => ({
      offset,
      pieces: [
        { level: "tools", name: "tools", tokens: 3_000, mark: "5m" },
        { level: "system", name: "tenant", tokens: 2_000, mark: "5m", changes },
        { name: "question", tokens: 500 },
      ],
    }));
  const shotsOf = (gap: number): readonly Shot[] =>
    [0, gap].map((offset) => ({
      offset,
      total: 5_500,
      marks: [
        { prefix: "tools", upTo: 3_000, ttl: 5 * minutes },
        { prefix: "tenant*", upTo: 5_000, ttl: 5 * minutes },
      ],
    }));
  test.each([
    [4, 12, 400_000],
    [4, 60, 20_000],
    [20, 60, 200_000],
    [50, 6, 30_000],
  ])("%i values, %i runs an hour, requests %i ms apart", (values, perHour, gap) => {
    const simulated = simulate({
      shots: [shotsOf(gap), shots(2, gap)],
      weights: [1, 1],
      perHour,
      runs: 300_000,
      values,
      steady: true,
    });
    const projected = hitRate([tenant(values, gap), asks(2, gap)], [1, 1], perHour, "steady");
    expect(Math.abs(projected - simulated)).toBeLessThan(0.003);
  });

  test("a five-minute cron reads what the one before it wrote, a slower one does not", () => {
    expect(hitRate([asks(0, 10_000)], [1], 12, "steady")).toBeCloseTo(10 / 11, 10);
    expect(hitRate([asks(0, 10_000)], [1], 10, "steady")).toBeCloseTo(5 / 11, 10);
  });
});

test("very uneven weights take their turns", () => {
  const runs = [runOf("often", asks(0, 10_000), 150_000), runOf("once", asks(2, 10_000), 1)];
  const scenario = scenarioOf(runs, trafficOf(1_000_000, "steady"));
  const rate = project({ scenario, neighbours: [], book, asOf: "2026-11-24" }).hitRate;
  expect(rate === null ? 0 : ratioToNumber(rate)).toBeGreaterThan(0.9);
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Arrivals } from "../../src/config/arrivals/arrivals.ts";
import { forecastCache } from "../../src/projection/cache/cache-forecast.ts";
import { viewScenario } from "../../src/projection/cache/cache-view.ts";
import { simulateRun } from "../../src/projection/cache/run-simulation.ts";
import { createSharedCache, type SharedCache } from "../../src/projection/cache/shared-cache.ts";
import { drawsValues, periodChances } from "../../src/projection/cache/period-chances.ts";
import { simulatePeriods } from "../../src/projection/cache/period-simulation.ts";
import { project } from "../../src/projection/project.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { certainty } from "../../src/traffic/chance.ts";
import { periodOf, type Period } from "../../src/traffic/period.ts";
import { ratio } from "../../src/money.ts";
import { runOf, scenarioOf, trafficOf, type Ask } from "./scenario.ts";

const steadily = { kind: "steady", text: "steady" } as const;

function steadyPeriod({ sources }: SharedCache): Period {
  const [source] = sources;
  return (source && periodOf(source)) ?? { turns: [], startsOf: [], lengthMs: 1 };
}

const asks: fc.Arbitrary<readonly Ask[]> = fc
  .array(
    fc.record({
      system: fc.constantFrom("one policy", "another"),
      offset: fc.constantFrom(0, 60_000, 300_000, 420_000, 3_600_000),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => a.offset - b.offset)
      .map(({ system, offset }) => ({
        offset,
        pieces: [
          { level: "tools" as const, name: "tools", tokens: 3_000, mark: "1h" as const },
          { level: "system" as const, name: system, tokens: 2_000, mark: "5m" as const },
          { name: "question", tokens: 500 },
        ],
      })),
  );

const steady = fc.record({
  runs: fc.array(fc.record({ asks, weight: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  gapMs: fc.constantFrom(1_000n, 60_000n, 150_000n, 300_000n, 300_001n, 3_600_000n, 7_000_000n),
});

const arrivals: fc.Arbitrary<Arrivals> = fc.oneof(
  fc.constant(steadily),
  fc
    .integer({ min: 2, max: 5 })
    .map((size): Arrivals => ({ kind: "burst", text: `bursts of ${size}`, size })),
  fc
    .array(fc.constantFrom(0, 1, 60_000, 299_999, 300_000, 900_000, 3_599_000), {
      minLength: 1,
      maxLength: 6,
    })
    .map((moments): Arrivals => {
      const starts = moments.sort((a, b) => a - b).map((atMs) => ({ atMs, run: null }));
      const pattern = { starts, lengthMs: 3_600_000 };
      return { kind: "observed", text: "as recorded", files: null, pattern };
    }),
);

test("where nothing is drawn, the chances of each turn are what the machine does", () => {
  fc.assert(
    fc.property(steady, arrivals, ({ runs: drawn, gapMs }, arriving) => {
      const runs = drawn.map(({ asks: each, weight }, run) => runOf(`r${run}`, each, weight));
      const scenario = scenarioOf(runs, trafficOf(ratio(730n * 3_600_000n, gapMs), arriving));
      const views = viewScenario(scenario, "total");
      expect(drawsValues(views)).toBe(false);
      const shared = createSharedCache([{ scenario, runs: views, arrivals: arriving }]);
      const period = steadyPeriod(shared);
      const { hits, unsettledAfter } = simulatePeriods(views, shared, {
        period,
        readableAfterMs: 0,
      });
      const certainBlocks = views.map(({ exchanges }) => simulateRun(exchanges));
      const { hits: chances } = periodChances(views, shared, { period, certainBlocks });
      expect(unsettledAfter).toBe(null);
      for (const [view, expected] of hits) expect(chances.get(view)).toEqual(expected);
    }),
    { seed: 20_261_124, numRuns: 200 },
  );
});

test("the chances of a request add up, whatever is drawn", () => {
  fc.assert(
    fc.property(steady, fc.constantFrom(2, 3, 40), ({ runs: drawn, gapMs }, changes) => {
      const runs = drawn.map(({ asks: each, weight }, run) =>
        runOf(
          `r${run}`,
          each.map((ask) => ({
            ...ask,
            pieces: ask.pieces.map((piece) =>
              piece.level === "system" ? { ...piece, changes } : piece,
            ),
          })),
          weight,
        ),
      );
      const scenario = scenarioOf(runs, trafficOf(ratio(730n * 3_600_000n, gapMs), "steady"));
      const views = viewScenario(scenario, "total");
      const shared = createSharedCache([{ scenario, runs: views, arrivals: steadily }]);
      const certainBlocks = views.map(({ exchanges }) => simulateRun(exchanges));
      const period = steadyPeriod(shared);
      const { hits: chances } = periodChances(views, shared, { period, certainBlocks });
      for (const [, hits] of chances)
        expect(hits.reduce((sum, { chance }) => sum + chance, 0n)).toBe(certainty);
    }),
    { seed: 20_261_124, numRuns: 100 },
  );
});

test("runs that last long and come fast have every request of theirs billed, in no time", () => {
  const pieces = [
    { level: "system" as const, name: "policy", tokens: 5_000, mark: "5m" as const },
    { name: "question", tokens: 30 },
  ];
  const asked = [
    { offset: 0, pieces },
    { offset: 70 * 60_000, pieces },
  ];
  const traffic = trafficOf(ratio(730n * 3_600_000n, 10n), "steady");
  const scenario = scenarioOf([runOf("r", asked)], traffic);
  const { exchanges } = forecastCache(
    { scenario, neighbours: [], costOf: () => 0 },
    { bound: "total", hitShare: ratio(1n, 2n), warmth: "expected" },
  );
  expect(exchanges.map(({ outcomes }) => outcomes)).toMatchObject(
    asked.map(() => [{ chance: certainty, read: 5_000, input: 30 }]),
  );
});

test("turns by rounded weights are said to be", () => {
  const pieces = [{ level: "system" as const, name: "policy", tokens: 5_000, mark: "5m" as const }];
  const noted = (weights: readonly number[]) => {
    const runs = weights.map((weight, index) => runOf(`r${index}`, [{ pieces }], weight));
    const scenario = scenarioOf(runs, trafficOf(ratio(8_760n), "steady"));
    const options = { scenario, neighbours: [], book: createPriceBook(), asOf: "2026-11-24" };
    return project(options).problems.map(({ code }) => code);
  };
  expect(noted([1, 1_000_003])).toEqual(["turns-rounded"]);
  expect(noted([1, 3])).toEqual([]);
});

const twenty = { kind: "burst", text: "bursts of 20", size: 20 } as const;

test.each([
  ["a burst finds nothing of its own", 60, 0, 0],
  ["bursts a minute apart read what the one before left", 1_200, 0, 1],
  ["steadily, one a minute reads", 60, null, 1],
])("%s", (_, perHour, readableAfterMs, share) => {
  const pieces = [
    { level: "system" as const, name: "policy", tokens: 5_000, mark: "5m" as const },
    { name: "question", tokens: 0 },
  ];
  const traffic = {
    ...trafficOf(perHour * 730, readableAfterMs === null ? "steady" : twenty),
    readableAfterMs: readableAfterMs ?? 0,
  };
  const { hitRate } = project({
    scenario: scenarioOf([runOf("r", [{ pieces }])], traffic),
    neighbours: [],
    book: createPriceBook(),
    asOf: "2026-11-24",
  });
  expect(hitRate).toEqual(ratio(BigInt(share)));
});

test("what a request writes is read within its run only once it is readable", () => {
  const pieces = [{ level: "system" as const, name: "policy", tokens: 5_000, mark: "5m" as const }];
  const rateAt = (readableAfterMs: number) =>
    project({
      scenario: scenarioOf(
        [
          runOf(
            "r",
            [0, 1_000, 3_000].map((offset) => ({ offset, pieces })),
          ),
        ],
        { ...trafficOf(1, "steady"), readableAfterMs },
      ),
      neighbours: [],
      book: createPriceBook(),
      asOf: "2026-11-24",
    }).hitRate;
  expect([0, 2_000, 10_000].map(rateAt)).toEqual([ratio(2n, 3n), ratio(1n, 3n), ratio(0n)]);
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceLedger } from "../../src/billing/ledger/price.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratioToNumber } from "../../src/money.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { project } from "../../src/projection/project.ts";
import { nowhere } from "../../src/problem.ts";
import { withoutBreakpoints, withTtl } from "../../src/variants/breakpoints.ts";
import { anyRuns as runs } from "./arbitrary.ts";
import { scenarioOf, trafficOf } from "./scenario.ts";

const book = createPriceBook();
function projected(scenario: MeasuredScenario) {
  return project({ scenario, neighbours: [], book, asOf: "2026-11-24" });
}

const traffic = fc.constantFrom(
  null,
  trafficOf(100),
  trafficOf(50_000),
  trafficOf(3_000_000),
  trafficOf(2_000, "steady"),
);
const anyScenario = fc.tuple(runs, traffic).map(([drawn, stated]) => scenarioOf(drawn, stated));

function inputOf(scenario: MeasuredScenario): number {
  const weights = scenario.runs.reduce((sum, run) => sum + run.weight, 0);
  return scenario.runs.reduce(
    (sum, run) =>
      sum +
      (run.weight / weights) * run.exchanges.reduce((tokens, { count }) => tokens + count.total, 0),
    0,
  );
}

function check(property: (scenario: MeasuredScenario) => void, numRuns = 150): void {
  return fc.assert(fc.property(anyScenario, property), { numRuns, seed: 20_261_124 });
}

describe("whatever the scenario", () => {
  test("every token of input is billed once: as input, write or read; the lines add up to the price", () => {
    check((scenario) => {
      const { perRun, usdPerRun } = projected(scenario);
      const tokens = perRun.lines.reduce(
        (sum, line) => sum + line.input + line.cacheRead + line.cacheWrite5m + line.cacheWrite1h,
        0n,
      );
      expect(Number(tokens) / Number(perRun.divisor)).toBeCloseTo(inputOf(scenario), 6);
      const { amount } = priceLedger(perRun, book, nowhere);
      expect(
        amount === null ? null : Math.abs(ratioToNumber(amount) - Number(usdPerRun)) <= 0.5,
      ).toBe(true);
    });
  });

  test("the hit rate is a share; without breakpoints nothing is read or written", () => {
    check((scenario) => {
      const { hitRate } = projected(scenario);
      if (hitRate !== null)
        expect([ratioToNumber(hitRate) >= 0, ratioToNumber(hitRate) <= 1]).toEqual([true, true]);
      const bare = projected(withoutBreakpoints(scenario));
      expect(
        bare.perRun.lines.every(
          (line) => line.cacheRead + line.cacheWrite5m + line.cacheWrite1h === 0n,
        ),
      ).toBe(true);
    });
  });

  test("a run costs no less than if all were read, no more than if all were written for an hour", () => {
    check((scenario) => {
      const bare = Number(projected(withoutBreakpoints(scenario)).usdPerRun);
      const written = Number(projected(scenario).usdPerRun);
      expect(written).toBeLessThanOrEqual(bare * 2 + 1);
      expect(written).toBeGreaterThanOrEqual(bare * 0.0999 - 1);
    });
  });

  test("more traffic never makes a run dearer under Poisson arrivals and one TTL", () => {
    fc.assert(
      fc.property(runs, (drawn) => {
        const usdAt = (perMonth: number): number =>
          Number(projected(withTtl(scenarioOf(drawn, trafficOf(perMonth)), "5m")).usdPerRun);
        const [few, more, many] = [usdAt(100), usdAt(20_000), usdAt(2_000_000)] as const;
        expect(more).toBeLessThanOrEqual(few + 1);
        expect(many).toBeLessThanOrEqual(more + 1);
      }),
      { numRuns: 100, seed: 20_261_124 },
    );
  });

  test("the order of the fixtures, and the scale of their weights, do not matter", () => {
    check((scenario) => {
      if (scenario.traffic?.arrivals.kind === "steady") return;
      const usual = projected(scenario);
      const turned = projected({ ...scenario, runs: scenario.runs.toReversed() });
      const scaled = projected({
        ...scenario,
        runs: scenario.runs.map((run) => ({ ...run, weight: run.weight * 4 })),
      });
      expect([turned.usdPerRun, scaled.usdPerRun]).toEqual([usual.usdPerRun, usual.usdPerRun]);
    });
  });

  test(
    "a month is its runs; in a batch a token costs half; a cold run is given only where " +
      "nothing says how many there are",
    () => {
      check((scenario) => {
        const projection = projected(scenario);
        if (scenario.traffic === null)
          expect([projection.usdPerMonth, projection.coldUsdPerRun !== null]).toEqual([null, true]);
        else {
          const month = Number(projection.usdPerRun) * ratioToNumber(scenario.traffic.runsPerMonth);
          // Each is rounded by itself, once.
          expect(Math.abs(Number(projection.usdPerMonth) - month)).toBeLessThanOrEqual(
            ratioToNumber(scenario.traffic.runsPerMonth),
          );
        }
        const plain = withoutBreakpoints({
          ...scenario,
          runs: scenario.runs.map((run) => ({
            ...run,
            exchanges: run.exchanges.map((each) => ({ ...each, webSearches: 0 })),
          })),
        });
        const batch = projected({ ...plain, tier: "batch" });
        expect(
          Math.abs(Number(batch.usdPerRun) * 2 - Number(projected(plain).usdPerRun)),
        ).toBeLessThanOrEqual(2);
      });
    },
  );

  test("the interval holds the figure", () => {
    check((scenario) => {
      const wide = {
        ...scenario,
        runs: scenario.runs.map((run) => ({
          ...run,
          exchanges: run.exchanges.map((each) => ({
            ...each,
            count: {
              ...each.count,
              low: Math.floor(each.count.total * 0.9),
              high: Math.ceil(each.count.total * 1.1),
            },
          })),
        })),
      };
      const { range, usdPerRun } = projected(withoutBreakpoints(wide));
      expect([range.low.usdPerRun <= usdPerRun, usdPerRun <= range.high.usdPerRun]).toEqual([
        true,
        true,
      ]);
    });
  });

  test("twice the same", () => {
    check((scenario) => {
      expect(projected(scenario)).toEqual(projected(scenario));
    }, 30);
  });
});

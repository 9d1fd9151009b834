import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratio, ratioToNumber } from "../../src/money.ts";
import {
  breakEvenPoints,
  costAgainstTraffic,
  type CurveVariant,
} from "../../src/projection/break-even/break-even.ts";
import { readsToPay } from "../../src/projection/break-even/reads-to-pay.ts";
import { project } from "../../src/projection/project.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { inBatch } from "../../src/variants/batch.ts";
import { withoutBreakpoints, withTtl } from "../../src/variants/breakpoints.ts";
import { anyRuns } from "./arbitrary.ts";
import { runOf, scenarioOf, trafficOf, type Piece } from "./scenario.ts";

const book = createPriceBook();
const asOf = "2026-11-24";

function vary(scenario: MeasuredScenario): (name: CurveVariant) => MeasuredScenario | null {
  return (name) => {
    switch (name) {
      case "as-written":
        return scenario;
      case "no-cache":
        return withoutBreakpoints(scenario);
      case "cache-5m":
        return withTtl(scenario, "5m");
      case "cache-1h":
        return withTtl(scenario, "1h");
      case "batch": {
        const varied = inBatch(withoutBreakpoints(scenario));
        return "whyNot" in varied ? null : varied.scenario;
      }
      default:
        return name satisfies never;
    }
  };
}

function against(scenario: MeasuredScenario, neighbours: readonly MeasuredScenario[] = []) {
  return costAgainstTraffic({ scenario, neighbours, book, asOf, vary: vary(scenario) });
}

const simulated: ReadonlySet<string> = new Set(["cache-hit-unmarked", "cache-lifetimes-mixed"]);

const oneRequest: readonly Piece[] = [
  { level: "system", name: "policy", tokens: 10_000, mark: "5m" },
  { name: "question", tokens: 100 },
];

test("one request behind one prefix: where the closed forms say", () => {
  // A hit costs 0.1, a write 1.25 or 2: caching pays once 1.25 q + 0.1 (1 − q) < 1, q = e^(−rate × TTL).
  const points = against(scenarioOf([runOf("r", [{ pieces: oneRequest }])])).points;
  const rate = (share: number, hours: number): number => -Math.log(share) / hours;
  const found = points.map(({ variant, against: other, runsPerHour, cheaper }) => [
    variant,
    other,
    Number(ratioToNumber(runsPerHour).toPrecision(3)),
    cheaper,
  ]);
  expect(found[0]).toEqual([
    "cache-5m",
    "no-cache",
    Number(rate(0.9 / 1.15, 1 / 12).toPrecision(3)),
    "from",
  ]);
  // Where both TTLs cost the same: 1.15 e^(−rate/12) = 1.9 e^(−rate).
  expect(found[1]).toEqual([
    "cache-1h",
    "cache-5m",
    Number((Math.log(1.9 / 1.15) / (11 / 12)).toPrecision(3)),
    "from",
  ]);
  // A batch pays half of everything: 1.9 q × 10,000 + 1,000 + 100 = 5,050 for 1h, which is cheaper.
  const [variant, other, batchRate, cheaper] = found[2] ?? [];
  expect([variant, other, cheaper]).toEqual(["batch", "cache-1h", "up-to"]);
  expect(batchRate).toBe(Number(rate((5_050 - 1_100) / 19_000, 1).toPrecision(3)));
  expect(found).toHaveLength(3);
});

test("the curve is what projecting with other traffic gives, whatever the scenario and its neighbours", () => {
  fc.assert(
    fc.property(anyRuns, anyRuns, fc.boolean(), (own, others, alone) => {
      const scenario = scenarioOf(own, trafficOf(1_000));
      const neighbours = alone ? [] : [scenarioOf(others, trafficOf(30_000), { id: "b" })];
      const { curve } = against(scenario, neighbours);
      expect(curve).toHaveLength(25);
      for (const index of [0, 9, 12, 18, 24]) {
        const point = curve[index];
        if (point === undefined) throw new Error("no such point");
        const { n, d } = point.runsPerHour;
        for (const name of ["as-written", "no-cache", "cache-5m", "cache-1h"] as const) {
          const varied = vary(scenario)(name);
          if (varied === null) throw new Error("always to be had");
          const traffic = trafficOf(ratio(n * 730n, d));
          const { usdPerRun, problems } = project({
            scenario: { ...varied, traffic },
            neighbours,
            book,
            asOf,
          });
          const curved = Number(point.usdPerRun[name]);
          // Where the machine is simulated, a curve has what lies between two rates.
          const share = problems.some(({ code }) => simulated.has(code)) ? 0.01 : 1e-9;
          expect(Math.abs(curved - Number(usdPerRun))).toBeLessThanOrEqual(
            share * Number(usdPerRun) + 1,
          );
        }
      }
    }),
    { numRuns: 12, seed: 20_261_124 },
  );
});

test("at each point the order of the two variants turns, by projecting on both sides of it", () => {
  fc.assert(
    fc.property(anyRuns, (runs) => {
      const scenario = scenarioOf(runs);
      const options = { scenario, neighbours: [], book, asOf, vary: vary(scenario) };
      for (const { variant, against: other, runsPerHour, cheaper } of breakEvenPoints(options)) {
        if (runsPerHour.n === 0n) continue;
        const differenceAt = (percent: bigint): number => {
          const traffic = trafficOf(ratio(runsPerHour.n * 730n * percent, runsPerHour.d * 100n));
          const [own, others] = [variant, other].map((name) => {
            const varied = vary(scenario)(name);
            return varied === null
              ? Number.NaN
              : Number(
                  project({ scenario: { ...varied, traffic }, neighbours: [], book, asOf })
                    .usdPerRun,
                );
          });
          return (own ?? 0) - (others ?? 0);
        };
        const [below, above] = [differenceAt(98n), differenceAt(102n)];
        expect(cheaper === "from" ? [below >= 0, above <= 0] : [below <= 0, above >= 0]).toEqual([
          true,
          true,
        ]);
      }
    }),
    { numRuns: 60, seed: 20_261_124 },
  );
});

test("steady runs have theirs where the machine says: a cache of 5 minutes pays from 12 an hour", () => {
  const scenario = scenarioOf([runOf("r", [{ pieces: oneRequest }])], trafficOf(1_000, "steady"));
  const [first] = against(scenario).points;
  expect(first).toMatchObject({ variant: "cache-5m", against: "no-cache", cheaper: "from" });
  expect(first === undefined ? 0 : ratioToNumber(first.runsPerHour)).toBeCloseTo(12, 1);
});

test("after how many reads a write has paid", () => {
  const { reads } = readsToPay("5m", { model: "claude-sonnet-5", book, asOf }) ?? {};
  expect(reads).toEqual(ratio(25n, 90n));
  expect(readsToPay("1h", { model: "claude-sonnet-5", book, asOf })?.whole).toBe(2);
  expect(readsToPay("5m", { model: "claude-sonnet-5", book, asOf })?.whole).toBe(1);
  expect(readsToPay("5m", { model: "nobody", book, asOf })).toBe(null);
});

test("where a batch is cheaper at any traffic, steady runs say so too", () => {
  const scenario = scenarioOf(
    [runOf("r", [{ pieces: [{ name: "question", tokens: 100 }] }])],
    trafficOf(1_000, "steady"),
  );
  expect(against(scenario).points.at(-1)).toMatchObject({
    variant: "batch",
    cheaper: "from",
    runsPerHour: ratio(0n),
  });
});

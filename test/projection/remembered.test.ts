import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceLedger } from "../../src/billing/ledger/price.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { addRatio, divideHalfEven, multiplyRatio, ratio } from "../../src/money.ts";
import { viewScenario } from "../../src/projection/cache/cache-view.ts";
import { project, type ProjectOptions } from "../../src/projection/project.ts";
import type { MeasuredRun, MeasuredScenario, Projection } from "../../src/projection/projection.ts";
import { withoutBreakpoints, withTtl } from "../../src/variants/breakpoints.ts";
import { anyRuns } from "./arbitrary.ts";
import { runOf, scenarioOf, trafficOf } from "./scenario.ts";

const book = createPriceBook();
const asOf = "2026-11-24";
const seed = 20_261_124;

const traffic = fc.constantFrom(
  null,
  trafficOf(100),
  trafficOf(50_000),
  trafficOf(50_000, "poisson", { messages: "all" }),
  trafficOf(2_000, "steady"),
);
/** Counts that are not certain, so that a projection has a range. */
const anyScenario = fc
  .tuple(anyRuns, traffic, fc.constantFrom("standard", "batch"))
  .map(([runs, stated, tier]) =>
    scenarioOf(
      runs.map((run) => ({
        ...run,
        exchanges: run.exchanges.map((each) => ({
          ...each,
          count: { ...each.count, low: Math.floor(each.count.total * 0.95) },
        })),
      })),
      stated,
      { tier },
    ),
  );

/** The same with nothing known of it: every object is another. */
function unknown<Known>(value: Known): Known {
  return structuredClone(value);
}

const parts = [
  "perRun",
  "usdPerRun",
  "usdPerMonth",
  "coldUsdPerRun",
  "range",
  "hitRate",
  "hitRateRange",
  "tokens",
  "exchanges",
  "unpriced",
  "problems",
] as const satisfies readonly (keyof Projection)[];

/** All of a projection, worked out in some order. */
function readAll(projection: Projection, order: readonly (keyof Projection)[] = parts): unknown {
  const read = new Map(order.map((name) => [name, projection[name]]));
  return parts.map((name) => read.get(name));
}

function alone(scenario: MeasuredScenario): ProjectOptions {
  return { scenario, neighbours: [], book, asOf };
}

test("no part depends on which were asked for before it", () => {
  fc.assert(
    fc.property(
      anyScenario,
      fc.shuffledSubarray([...parts], { minLength: parts.length }),
      (scenario, order) => {
        const eager = readAll(project(alone(unknown(scenario))));
        expect(readAll(project(alone(unknown(scenario))), order)).toEqual(eager);
      },
    ),
    { numRuns: 80, seed },
  );
});

describe("what is remembered is of the same inputs", () => {
  const changes: Readonly<Record<string, (scenario: MeasuredScenario) => MeasuredScenario>> = {
    "no breakpoints": withoutBreakpoints,
    "another lifetime": (scenario) => withTtl(scenario, "1h"),
    "other traffic": (scenario) => ({ ...scenario, traffic: trafficOf(7_777) }),
    "another rule": (scenario) => ({ ...scenario, shared: { messages: { blocks: 1 } } }),
    "a part of the system": (scenario) => ({ ...scenario, shared: { system: { tokens: 1_000 } } }),
    "a batch": (scenario) => ({ ...scenario, tier: "batch" }),
    "other weights": (scenario) => ({
      ...scenario,
      runs: scenario.runs.map((run, index) => ({ ...run, weight: index + 1 })),
    }),
    "a run less": (scenario) => ({ ...scenario, runs: scenario.runs.slice(0, 1) }),
    "other counts of the same blocks": (scenario) => ({
      ...scenario,
      runs: scenario.runs.map((run) => ({
        ...run,
        exchanges: run.exchanges.map((each) => ({
          ...each,
          count: {
            ...each.count,
            total: each.count.total * 2,
            high: each.count.total * 2,
            blocks: each.count.blocks.map((tokens) => tokens * 2),
          },
        })),
      })),
    }),
    "later requests": (scenario) => ({
      ...scenario,
      runs: scenario.runs.map((run) => ({
        ...run,
        exchanges: run.exchanges.map((each) => ({
          ...each,
          exchange: { ...each.exchange, offsetMs: each.exchange.offsetMs * 3 },
        })),
      })),
    }),
  };

  test.each(Object.entries(changes))("%s", (_, change) => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        readAll(project(alone(scenario)));
        const changed = change(scenario);
        expect(readAll(project(alone(changed)))).toEqual(readAll(project(alone(unknown(changed)))));
        expect(readAll(project(alone(scenario)))).toEqual(
          readAll(project(alone(unknown(scenario)))),
        );
      }),
      { numRuns: 25, seed },
    );
  });

  test("neighbours, a price book and a day", () => {
    fc.assert(
      fc.property(anyScenario, anyRuns, (scenario, others) => {
        const before = project(alone(scenario));
        readAll(before);
        const neighbour = scenarioOf(others, trafficOf(40_000), { id: "b" });
        const cheaper = createPriceBook([{ model: "claude-sonnet-5", input: 1n, output: 1n }]);
        for (const other of [
          { ...alone(scenario), neighbours: [neighbour] },
          { ...alone(scenario), book: cheaper },
          { ...alone(scenario), asOf: "2027-09-01" },
        ])
          expect(readAll(project(other))).toEqual(
            readAll(project({ ...other, scenario: unknown(scenario) })),
          );
        expect(project(alone(scenario))).toBe(before);
      }),
      { numRuns: 40, seed },
    );
  });
});

test("equal prompts may have one count between them: their blocks are their own", () => {
  const run = runOf("r", [
    {
      pieces: [
        { level: "system", name: "policy", tokens: 5_000, mark: "5m" },
        { name: "q", tokens: 9 },
      ],
    },
  ]);
  const moved = {
    ...run,
    exchanges: run.exchanges.map((each) => ({
      ...each,
      prompt: {
        ...each.prompt,
        blocks: each.prompt.blocks.map((block) => ({ ...block, position: block.position + 20 })),
      },
    })),
  };
  const positionsOf = (measured: MeasuredRun): unknown =>
    viewScenario(scenarioOf([measured]), "total")[0]?.exchanges[0]?.layout.positions.map(
      ({ position }) => position,
    );
  expect([positionsOf(run), positionsOf(moved), positionsOf(run)]).toEqual([
    [0, 1],
    [20, 21],
    [0, 1],
  ]);
});

test("a run costs what its ledger comes to, and what its exchanges come to by their shares, to the last digit", () => {
  const weights = fc.constantFrom<readonly [number, number]>(
    [1, 1],
    [1, 3],
    [0.1, 0.7],
    // Sums of these are beyond what a double holds exactly.
    [9_007_199_254_740_881, 3],
    [1_000_000_007, 998_244_353],
  );
  fc.assert(
    fc.property(anyScenario, weights, (scenario, [first, others]) => {
      const weighted = {
        ...scenario,
        runs: scenario.runs.map((run, index) => ({ ...run, weight: index === 0 ? first : others })),
      };
      const { perRun, usdPerRun, exchanges } = project(alone(weighted));
      const whole = priceLedger(perRun, book).amount ?? ratio(-1n);
      expect(divideHalfEven(whole.n, whole.d)).toBe(usdPerRun);
      const sum = exchanges.reduce(
        (total, { share, ledger }) =>
          addRatio(total, multiplyRatio(share, priceLedger(ledger, book).amount ?? ratio(-1n))),
        ratio(0n),
      );
      expect(sum).toEqual(whole);
    }),
    { numRuns: 100, seed },
  );
});

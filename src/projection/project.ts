import { divideHalfEven, multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { ascendingBy } from "../order.ts";
import { remember } from "../remember.ts";
import { wholeWeights, type Weights } from "../traffic/weights.ts";
import { forecastCache, type CacheForecast } from "./cache/cache-forecast.ts";
import type { CacheView } from "./cache/cache-view.ts";
import { expectBatched } from "./batched-tokens.ts";
import { costRuns, dearestRunCost } from "./dearest-runs.ts";
import { costOfOutcome, type BillingOptions } from "./exchange-ledger.ts";
import {
  costOfQuantities,
  expectQuantities,
  ledgerOf,
  type ExpectedQuantities,
} from "./expected-cost.ts";
import { expectTokens } from "./expected-tokens.ts";
import { intervalAssumptions, usualAssumptions, type PassAssumptions } from "./interval.ts";
import { hitRateOf, hitRateRangeOf, withReadError } from "./hit-rate.ts";
import { largestParts } from "./largest-parts.ts";
import { noteProjection } from "./notes/notes.ts";
import { exchangesOf } from "./projected-exchanges.ts";
import {
  hasBreakpoints,
  type CacheOutcome,
  type MeasuredScenario,
  type ProjectedCost,
  type Projection,
} from "./projection.ts";
import { findUnpriced } from "./notes/unpriced.ts";

/** What a projection is made from: a scenario, amid its neighbours, by a price book on a day. */
export interface ProjectOptions extends BillingOptions {
  /** The other scenarios with traffic that share the scenario's cache. */
  readonly neighbours: readonly MeasuredScenario[];
}

/** Projections of scenarios that are still in use: nothing is projected twice. */
const remembered = new WeakMap<
  MeasuredScenario,
  { readonly options: ProjectOptions; readonly projection: Projection }[]
>();

/**
 * A scenario's expected ledger and cost, of one run over the mix of fixtures and, where it has
 * traffic, of a month of 730 hours. Money is exact until it is rounded once, half-even, to
 * pico-dollars. The one function for head, base, every variant and `explain` (DESIGN.md,
 * "Projecting"). What has no price is a problem and missing from the figures. Every part is worked
 * out when it is asked for first: who wants the cost alone pays for nothing else.
 */
export function project(options: ProjectOptions): Projection {
  const made = remembered.get(options.scenario) ?? [];
  const known = made.find((other) => isSame(other.options, options));
  if (known !== undefined) return known.projection;
  const projection = projectAnew(options);
  remembered.set(options.scenario, [...made, { options, projection }]);
  return projection;
}

/** Whether two projections of one scenario come out the same. */
function isSame(a: ProjectOptions, b: ProjectOptions): boolean {
  return (
    a.book === b.book &&
    a.asOf === b.asOf &&
    a.neighbours.length === b.neighbours.length &&
    a.neighbours.every((neighbour, index) => neighbour === b.neighbours[index])
  );
}

function projectAnew(options: ProjectOptions): Projection {
  const { scenario } = options;
  const usual = usualAssumptions(scenario);
  const weights = remember(() => wholeWeights(scenario.runs.map((run) => run.weight)));
  const passUnder = (assumptions: PassAssumptions): ProjectionPass =>
    projectUnder(options, assumptions, weights);
  const expected = passUnder(usual);
  const others = remember(() => intervalAssumptions(scenario).map(passUnder));
  const perRun = remember(() => ledgerOf(expected.quantities()));
  const middle = remember(() => costOf(expected.exact(), scenario));
  const cold = remember(() => coldCostOf(scenario, middle(), passUnder));
  const range = remember(() => rangeOf(middle(), [expected, ...others()], scenario));
  const hitRate = remember(() => hitRateOf(scenario, expected.quantities()));
  const hitRateRange = remember(() =>
    hitRateRangeOf(
      [expected, ...others()].flatMap(({ quantities, forecast }) =>
        withReadError(hitRateOf(scenario, quantities()), forecast().simulationError?.read),
      ),
    ),
  );
  const tokens = remember(() => expectTokens(scenario, weights()));
  const exchanges = remember(() =>
    exchangesOf(expected.forecast().exchanges, weights(), { ...options, region: usual.region }),
  );
  const largest = remember(() => largestParts(scenario));
  const batched = remember(() => expectBatched(scenario, weights()));
  const runCosts = remember(() => costRuns(exchanges(), options.book));
  const p90 = remember(() => dearestRunCost(runCosts()));
  const unpriced = remember(() => findUnpriced(options, perRun()));
  const problems = remember(() => [
    ...unpriced(),
    ...noteProjection(scenario, expected.forecast(), options.asOf),
  ]);
  return {
    get perRun() {
      return perRun();
    },
    get usdPerRun() {
      return middle().usdPerRun;
    },
    get usdPerMonth() {
      return middle().usdPerMonth;
    },
    get coldUsdPerRun() {
      return cold();
    },
    get range() {
      return range();
    },
    get hitRate() {
      return hitRate();
    },
    get hitRateRange() {
      return hitRateRange();
    },
    get tokens() {
      return tokens();
    },
    get largest() {
      return largest();
    },
    get batched() {
      return batched();
    },
    get exchanges() {
      return exchanges();
    },
    get runCosts() {
      return runCosts();
    },
    get p90UsdPerRun() {
      return p90();
    },
    get unpriced() {
      return unpriced();
    },
    get problems() {
      return problems();
    },
  };
}

/** A projection under one set of assumptions. */
interface ProjectionPass {
  readonly forecast: () => CacheForecast;
  readonly quantities: () => ExpectedQuantities;
  /** Pico-dollars per run, exact; what has no price is missing. */
  readonly exact: () => Ratio;
}

function projectUnder(
  options: ProjectOptions,
  assumptions: PassAssumptions,
  weights: () => Weights,
): ProjectionPass {
  const { region } = assumptions;
  const billing = { ...options, region };
  const costOf = (view: CacheView, outcome: CacheOutcome): number =>
    costOfOutcome(view, outcome, billing);
  const forecast = remember(() => forecastCache({ ...options, costOf }, assumptions));
  const quantities = remember(() => expectQuantities(forecast().exchanges, weights(), billing));
  return {
    forecast,
    quantities,
    exact: remember(() => costOfQuantities(quantities(), options.book)),
  };
}

function costOf(exact: Ratio, { traffic }: MeasuredScenario): ProjectedCost {
  const { n, d } = exact;
  return {
    usdPerRun: roundPico(exact),
    usdPerMonth:
      traffic === null
        ? null
        : roundPico({ n: n * traffic.runsPerMonth.n, d: d * traffic.runsPerMonth.d }),
  };
}

/** The one rounding: half to even, to the pico-dollar. */
function roundPico(cost: Ratio): Pico {
  return divideHalfEven(cost.n, cost.d);
}

/**
 * Per run, with nothing cached before it. In a batch that is no other figure; with traffic, none.
 */
function coldCostOf(
  scenario: MeasuredScenario,
  middle: ProjectedCost,
  passUnder: (assumptions: PassAssumptions) => ProjectionPass,
): Pico | null {
  const { traffic, tier } = scenario;
  if (traffic !== null) return null;
  if (tier === "batch" || !hasBreakpoints(scenario)) return middle.usdPerRun;
  return roundPico(passUnder({ ...usualAssumptions(scenario), warmth: "cold" }).exact());
}

/** The least and the most a run costs over all that is assumed. */
function rangeOf(
  middle: ProjectedCost,
  passes: readonly ProjectionPass[],
  scenario: MeasuredScenario,
): Projection["range"] {
  const costs = passes.flatMap(({ exact, forecast }) =>
    withError(exact(), forecast().simulationError?.cost).map((cost) => costOf(cost, scenario)),
  );
  const ordered = [middle, ...costs].sort(ascendingBy((cost) => cost.usdPerRun));
  return { low: ordered[0] ?? middle, high: ordered.at(-1) ?? middle };
}

const million = 1_000_000n;

/** A cost at both ends of the standard error of a simulation, in millionths of it. */
function withError(cost: Ratio, error = 0n): readonly Ratio[] {
  if (error === 0n) return [cost];
  return [million - error, million + error].map((share) =>
    multiplyRatio(cost, ratio(share, million)),
  );
}

import { sumExact } from "../arithmetic.ts";
import {
  createLedger,
  promptTokens,
  rateKeyOf,
  sumQuantities,
  type Ledger,
} from "../billing/ledger/ledger.ts";
import { priceLine } from "../billing/ledger/price.ts";
import {
  addRatio,
  compareRatio,
  divideHalfEven,
  multiplyRatio,
  ratio,
  type Pico,
  type Ratio,
} from "../money.ts";
import { ascendingBy } from "../order.ts";
import { certainty } from "../traffic/chance.ts";
import { wholeWeights } from "../traffic/weights.ts";
import { forecastCache, type CacheForecast } from "./cache/cache-forecast.ts";
import type { CacheView } from "./cache/cache-view.ts";
import {
  costOfOutcome,
  expectedLines,
  timesWeight,
  type BillingOptions,
} from "./exchange-ledger.ts";
import { intervalAssumptions, usualAssumptions, type PassAssumptions } from "./interval.ts";
import { noteProjection } from "./notes.ts";
import {
  hasBreakpoints,
  type CacheOutcome,
  type MeasuredScenario,
  type ProjectedCost,
  type ProjectedExchange,
  type Projection,
} from "./projection.ts";
import { findUnpriced } from "./unpriced.ts";

/** What a projection is made from: a scenario, amid its neighbours, by a price book on a day. */
export interface ProjectOptions extends BillingOptions {
  /** The other scenarios with traffic that share the scenario's cache. */
  readonly neighbours: readonly MeasuredScenario[];
}

/**
 * A scenario's expected ledger and cost, of one run over the mix of fixtures and, where it has
 * traffic, of a month of 730 hours. Money is exact until it is rounded once, half-even, to
 * pico-dollars. The one function for head, base, every variant and `explain` (DESIGN.md,
 * "Projecting"). What has no price is a problem and missing from the figures.
 */
export function project(options: ProjectOptions): Projection {
  const { scenario } = options;
  const expected = projectUnder(options, usualAssumptions(scenario));
  const middle = costOf(expected.exact, scenario);
  const others = intervalAssumptions(scenario).map((assumptions) =>
    projectUnder(options, assumptions),
  );
  return {
    perRun: expected.perRun,
    ...middle,
    coldUsdPerRun: coldCostOf(options, middle),
    range: rangeOf(middle, [expected, ...others], scenario),
    hitRate: hitRateOf(scenario, expected.perRun),
    hitRateRange: hitRateRangeOf(scenario, [expected, ...others]),
    tokens: expectTokens(scenario),
    exchanges: expected.exchanges,
    problems: [
      ...findUnpriced(options, expected.perRun),
      ...noteProjection(scenario, expected.forecast, options.asOf),
    ],
  };
}

/** A projection under one set of assumptions. */
interface ProjectionPass {
  readonly perRun: Ledger;
  /** Pico-dollars per run, exact; what has no price is missing. */
  readonly exact: Ratio;
  readonly exchanges: readonly ProjectedExchange[];
  readonly forecast: CacheForecast;
}

function projectUnder(options: ProjectOptions, assumptions: PassAssumptions): ProjectionPass {
  const { scenario, book } = options;
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const weightSum = weights.sum === 0n ? 1n : weights.sum;
  const billing = { ...options, region: assumptions.region };
  const costOf = (view: CacheView, outcome: CacheOutcome): number =>
    costOfOutcome(view, outcome, billing);
  const forecast = forecastCache({ ...options, costOf }, assumptions);
  const billed = forecast.exchanges.map((exchange) => ({
    exchange,
    lines: expectedLines(exchange, billing),
    weight: weights.each[exchange.run] ?? 0n,
  }));
  const perRun = createLedger(
    billed.flatMap(({ lines, weight }) => lines.map((line) => timesWeight(line, weight))),
    certainty * weightSum,
  );
  const exchanges = billed.map(({ exchange: { run, view, outcomes }, lines, weight }) => ({
    run: scenario.runs[run]?.run.id ?? "",
    exchange: view.measured.exchange.id,
    index: view.measured.exchange.index,
    share: ratio(weight, weightSum),
    ledger: createLedger(lines, certainty),
    rate: rateKeyOf(lines[0]),
    outcomes,
  }));
  const amounts = perRun.lines.map((line) => priceLine(line, book) ?? 0n);
  return { perRun, exact: ratio(sumExact(amounts), perRun.divisor), exchanges, forecast };
}

function costOf(exact: Ratio, scenario: MeasuredScenario): ProjectedCost {
  return {
    usdPerRun: roundPico(exact),
    usdPerMonth:
      scenario.traffic === null
        ? null
        : roundPico(multiplyRatio(exact, scenario.traffic.runsPerMonth)),
  };
}

/** The one rounding: half to even, to the pico-dollar. */
function roundPico(cost: Ratio): Pico {
  return divideHalfEven(cost.n, cost.d);
}

/**
 * Per run, with nothing cached before it. In a batch that is no other figure; with traffic, none.
 */
function coldCostOf(options: ProjectOptions, middle: ProjectedCost): Pico | null {
  const { traffic, tier } = options.scenario;
  if (traffic !== null) return null;
  if (tier === "batch") return middle.usdPerRun;
  return roundPico(
    projectUnder(options, { ...usualAssumptions(options.scenario), warmth: "cold" }).exact,
  );
}

/** The least and the most a run costs over all that is assumed. */
function rangeOf(
  middle: ProjectedCost,
  passes: readonly ProjectionPass[],
  scenario: MeasuredScenario,
): Projection["range"] {
  const costs = passes.flatMap((pass) =>
    withinError(pass.exact, pass.forecast.simulationError?.cost).map((exact) =>
      costOf(exact, scenario),
    ),
  );
  const ordered = [middle, ...costs].sort(ascendingBy((cost) => cost.usdPerRun));
  return { low: ordered[0] ?? middle, high: ordered.at(-1) ?? middle };
}

const million = 1_000_000n;

/** What it may be by the standard error of a simulation, in millionths; itself without one. */
function withinError(exact: Ratio, error = 0n): readonly Ratio[] {
  if (error === 0n) return [exact];
  return [million - error, million + error].map((share) =>
    multiplyRatio(exact, ratio(share, million)),
  );
}

function hitRateOf(scenario: MeasuredScenario, perRun: Ledger): Ratio | null {
  if (!hasBreakpoints(scenario)) return null;
  const quantities = sumQuantities(perRun);
  const prompt = promptTokens(quantities);
  return prompt === 0n ? null : ratio(quantities.cacheRead, prompt);
}

/** The least and the largest hit rate over all that is assumed. */
function hitRateRangeOf(
  scenario: MeasuredScenario,
  passes: readonly ProjectionPass[],
): Projection["hitRateRange"] {
  const rates = passes
    .flatMap(({ perRun, forecast }) => {
      const rate = hitRateOf(scenario, perRun);
      if (rate === null) return [];
      const error = ratio(forecast.simulationError?.read ?? 0n, million);
      const low = addRatio(rate, ratio(-error.n, error.d));
      const high = addRatio(rate, error);
      return [low.n < 0n ? ratio(0n) : low, high.n > high.d ? ratio(1n) : high];
    })
    .sort(compareRatio);
  const [low, high] = [rates[0], rates.at(-1)];
  return low === undefined || high === undefined ? null : { low, high };
}

function expectTokens(scenario: MeasuredScenario): Projection["tokens"] {
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const totals = { tools: 0n, system: 0n, messages: 0n, output: 0n };
  for (const [index, run] of scenario.runs.entries())
    for (const { count, output } of run.exchanges) {
      const weight = weights.each[index] ?? 0n;
      totals.tools += weight * BigInt(count.parts.tools);
      totals.system += weight * BigInt(count.parts.system);
      totals.messages += weight * BigInt(count.parts.messages);
      totals.output += weight * BigInt(output.tokens);
    }
  const perRun = (tokens: bigint): Ratio =>
    weights.sum === 0n ? ratio(0n) : ratio(tokens, weights.sum);
  return {
    tools: perRun(totals.tools),
    system: perRun(totals.system),
    messages: perRun(totals.messages),
    output: perRun(totals.output),
  };
}

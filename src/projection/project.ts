import {
  createLedger,
  type Ledger,
  type LedgerLine,
  promptTokens,
  sumQuantities,
} from "../billing/ledger/ledger.ts";
import { priceLine } from "../billing/ledger/price.ts";
import type { Day } from "../digest.ts";
import { findModel, isFastOver } from "../models/models.ts";
import type { PriceBook, RateKey } from "../models/rates.ts";
import { divideHalfEven, multiplyRatio, type Pico, type Ratio, ratio } from "../money.ts";
import { certain } from "../traffic/chance.ts";
import { wholeWeights } from "../traffic/weights.ts";
import { type Bound, type CacheView } from "./cache-view.ts";
import {
  forecastCache,
  type ForecastExchange,
  type CacheForecast,
  type Assumption,
} from "./cache-forecast.ts";
import { findUnpriced, noteProjection } from "./notes.ts";
import type {
  MeasuredScenario,
  ProjectedCost,
  ProjectedExchange,
  Projection,
} from "./projection.ts";

export interface ProjectOptions {
  readonly scenario: MeasuredScenario;
  /** The other scenarios with traffic that share the scenario's cache. */
  readonly population: readonly MeasuredScenario[];
  readonly book: PriceBook;
  /** Prices are those in force on this day. */
  readonly asOf: Day;
}

interface Whole {
  readonly perRun: Ledger;
  /** Pico-dollars; what has no price is missing. */
  readonly exact: Ratio;
  readonly exchanges: readonly ProjectedExchange[];
  readonly forecast: CacheForecast;
}

/**
 * A scenario's expected ledger and cost, of one run over the mix of fixtures and, where it has
 * traffic, of a month of 730 hours. Money is exact until it is rounded once, half-even, to
 * pico-dollars. The one function for head, base, every variant and `explain` (DESIGN.md,
 * "Projecting"). What has no price is a problem and missing from the figures.
 */
export function project(options: ProjectOptions): Projection {
  const { scenario } = options;
  const whole = projectOnce(options, {
    bound: "total",
    hitShare: scenario.batchHitShare,
    warmth: "expected",
  });
  const middle = costOf(whole.exact, scenario);
  const isCold = scenario.traffic === null && scenario.tier === "standard";
  return {
    perRun: whole.perRun,
    ...middle,
    coldUsdPerRun: isCold
      ? roundPico(
          projectOnce(options, { bound: "total", hitShare: scenario.batchHitShare, warmth: "cold" })
            .exact,
        )
      : scenario.traffic === null
        ? middle.usdPerRun
        : null,
    range: rangeOf(options, middle),
    hitRate: hitRateOf(scenario, whole),
    tokens: expectTokens(scenario),
    exchanges: whole.exchanges,
    problems: [
      ...findUnpriced(options, whole.perRun),
      ...noteProjection(scenario, whole.forecast, options.asOf),
    ],
  };
}

function projectOnce(options: ProjectOptions, assumption: Assumption): Whole {
  const { scenario, book } = options;
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const sum = weights.sum === 0n ? 1n : weights.sum;
  const forecast = forecastCache(options, assumption);
  const billed = forecast.exchanges.map((one) => ({
    one,
    line: billExchange(one, options),
    weight: weights.each[one.run] ?? 0n,
  }));
  const perRun = createLedger(
    billed.map(({ line, weight }) => timesWeight(line, weight)),
    certain * sum,
  );
  const exchanges = billed.map(({ one, line, weight }) => ({
    run: scenario.runs[one.run]?.run.id ?? "",
    exchange: one.view.measured.exchange.id,
    index: one.view.measured.exchange.index,
    share: ratio(weight, sum),
    ledger: createLedger([line], certain),
    outcomes: one.outcomes,
  }));
  return { perRun, exact: priceExactly(perRun, book), exchanges, forecast };
}

/** The expected quantities of one exchange, over 2⁴⁰. */
function billExchange({ view, outcomes }: ForecastExchange, options: ProjectOptions): LedgerLine {
  const sum = { input: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, cacheRead: 0n };
  for (const { chance, input, write5m, write1h, read } of outcomes) {
    sum.input += chance * BigInt(input);
    sum.cacheWrite5m += chance * BigInt(write5m);
    sum.cacheWrite1h += chance * BigInt(write1h);
    sum.cacheRead += chance * BigInt(read);
  }
  const output = certain * BigInt(view.output);
  return {
    ...rateKey(view, options),
    ...sum,
    output,
    webSearches: certain * BigInt(view.measured.webSearches),
  };
}

/** The rate one exchange is billed at; its band is that of its whole prompt (billing.md §1.3). */
function rateKey(
  { measured, total }: CacheView,
  { scenario, book, asOf }: ProjectOptions,
): RateKey {
  const model = findModel(measured.prompt.model)?.model.id ?? measured.prompt.model;
  // Where fast mode is over, some models bill the request as standard (billing.md §1.4).
  const isOver = measured.speed === "fast" && isFastOver(model, asOf);
  return {
    model,
    rate: book.rateOn(model, asOf),
    band: book.bandOf(model, asOf, total),
    geo: measured.geo,
    speed: isOver ? "standard" : measured.speed,
    tier: scenario.tier,
  };
}

function timesWeight(line: LedgerLine, weight: bigint): LedgerLine {
  return {
    ...line,
    input: line.input * weight,
    cacheWrite5m: line.cacheWrite5m * weight,
    cacheWrite1h: line.cacheWrite1h * weight,
    cacheRead: line.cacheRead * weight,
    output: line.output * weight,
    webSearches: line.webSearches * weight,
  };
}

function priceExactly(ledger: Ledger, book: PriceBook): Ratio {
  const lines = ledger.lines.map((line) => priceLine(line, book) ?? 0n);
  return ratio(
    lines.reduce((sum, amount) => sum + amount, 0n),
    ledger.divisor,
  );
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

function rangeOf(options: ProjectOptions, middle: ProjectedCost): Projection["range"] {
  const [, ...others] = spread(options.scenario);
  const costs = [
    middle,
    ...others.map((assumption) => costOf(projectOnce(options, assumption).exact, options.scenario)),
  ];
  const ordered = costs.sort((a, b) =>
    a.usdPerRun < b.usdPerRun ? -1 : a.usdPerRun > b.usdPerRun ? 1 : 0,
  );
  return { low: ordered[0] ?? middle, high: ordered.at(-1) ?? middle };
}

function spread(scenario: MeasuredScenario): readonly Assumption[] {
  const bounds: readonly Bound[] = isWide(scenario) ? ["total", "low", "high"] : ["total"];
  const shares =
    scenario.tier === "batch" && isMarked(scenario)
      ? [scenario.batchHitShare, ratio(30n, 100n), ratio(98n, 100n)]
      : [scenario.batchHitShare];
  return bounds.flatMap((bound) =>
    shares.map((hitShare) => ({ bound, hitShare, warmth: "expected" as const })),
  );
}

function isWide(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) =>
    run.exchanges.some(
      ({ count, output }) =>
        count.low !== count.high || output.low !== output.high || count.low !== count.total,
    ),
  );
}

function isMarked(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) =>
    run.exchanges.some(({ prompt }) => prompt.breakpoints.length > 0),
  );
}

function hitRateOf(scenario: MeasuredScenario, whole: Whole): Ratio | null {
  if (!isMarked(scenario)) return null;
  const sum = sumQuantities(whole.perRun);
  const prompt = promptTokens(sum);
  return prompt === 0n ? null : ratio(sum.cacheRead, prompt);
}

function expectTokens(scenario: MeasuredScenario): Projection["tokens"] {
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const sum = { tools: 0n, system: 0n, messages: 0n, output: 0n };
  for (const [index, run] of scenario.runs.entries())
    for (const { count, output } of run.exchanges) {
      const weight = weights.each[index] ?? 0n;
      sum.tools += weight * BigInt(count.parts.tools);
      sum.system += weight * BigInt(count.parts.system);
      sum.messages += weight * BigInt(count.parts.messages);
      sum.output += weight * BigInt(output.tokens);
    }
  const over = (tokens: bigint): Ratio =>
    weights.sum === 0n ? ratio(0n) : ratio(tokens, weights.sum);
  return {
    tools: over(sum.tools),
    system: over(sum.system),
    messages: over(sum.messages),
    output: over(sum.output),
  };
}

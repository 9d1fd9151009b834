import type { ScenarioComparison } from "../compare/comparison.ts";
import { compareTotals } from "../compare/total.ts";
import {
  addRatio,
  compareRatio,
  divideHalfEven,
  multiplyRatio,
  ratio,
  type Pico,
  type Ratio,
} from "../money.ts";
import { dearestRunCost } from "../projection/dearest-runs.ts";
import { larger } from "../projection/largest-parts.ts";
import type { LargestParts, Projection } from "../projection/projection.ts";
import { batchShareOf, type SharePart as Part } from "./batch-share.ts";
import {
  figuresOf,
  p90Amount,
  type Amount,
  type Covers,
  type Figures,
  type HitRateRange,
} from "./figures.ts";

/**
 * The figures of a sum of scenarios. Monthly ones are those of scenarios with traffic; new
 * scenarios count whole in the increase; per run is the average over all runs of a month, or over a
 * run of each where none has traffic. `runsPerMonth` is null for a scenario without traffic.
 */
export function figuresOfSum(options: {
  readonly comparisons: readonly ScenarioComparison[];
  readonly compared: boolean;
  readonly runsPerMonth: (id: string) => Ratio | null;
  readonly covers?: Covers | undefined;
}): Figures {
  const { comparisons, compared } = options;
  const total = compareTotals(comparisons, compared);
  const heads = comparisons.flatMap(({ id, head }) =>
    head === null ? [] : [{ projection: head, runs: options.runsPerMonth(id) }],
  );
  const busy = heads.flatMap(({ projection, runs }) =>
    runs === null ? [] : [{ projection, runs }],
  );
  // Where nothing has traffic, a run of each counts as much as one of any other.
  const parts =
    busy.length > 0 ? busy : heads.map(({ projection }) => ({ projection, runs: ratio(1n) }));
  const runs = parts.reduce((sum, part) => addRatio(sum, part.runs), ratio(0n));
  const figures = comparisons.map(figuresOf);
  const monthly = sumOf(figures.map((figure) => figure.monthly));
  const cost = busy.length > 0 ? monthly : (sumOf(figures.map(({ perRun }) => perRun)) ?? monthly);
  const perRun = cost === null ? null : divide(cost, runs);
  const { deltaUsd, likeUsd, deltaLow, deltaHigh } = total;
  const increase =
    // Stryker disable next-line ConditionalExpression,LogicalOperator: they are null together
    deltaUsd === null || likeUsd === null
      ? null
      : {
          base: likeUsd,
          delta: { usd: deltaUsd, low: deltaLow ?? deltaUsd, high: deltaHigh ?? deltaUsd },
          basis: "month" as const,
        };
  return {
    monthly,
    perRun,
    get p90Run() {
      return p90OfSum(parts, perRun);
    },
    increase: increase ?? (compared ? increasePerRun(comparisons) : null),
    hitRate: hitRateOf(parts, ({ hitRate }) => hitRate),
    hitRateRange: rangeOfSum(parts),
    get batchShare() {
      return batchShareOf(parts);
    },
    get largest() {
      return largestOf(heads.map(({ projection }) => projection.largest));
    },
    get levelChanges() {
      return allOf(figures.map(({ levelChanges }) => levelChanges));
    },
    get dearerModels() {
      return allOf(figures.map(({ dearerModels }) => dearerModels));
    },
    ...(options.covers === undefined ? {} : { covers: options.covers }),
  };
}

/** What is known of any; null where nothing is of none. */
function allOf<Item>(found: readonly (readonly Item[] | null)[]): readonly Item[] | null {
  return found.every((items) => items === null) ? null : found.flatMap((items) => items ?? []);
}

/** Requests of scenarios without traffic are as large as others. */
function largestOf(parts: readonly LargestParts[]): LargestParts | null {
  const [first, ...others] = parts;
  if (first === undefined) return null;
  return others.reduce(
    (sum, part) => ({
      prompt: larger(sum.prompt, part.prompt),
      tools: larger(sum.tools, part.tools),
      system: larger(sum.system, part.system),
      messages: larger(sum.messages, part.messages),
      output: larger(sum.output, part.output),
    }),
    first,
  );
}

/** Of the runs of all parts together, each as often as it comes up among them. */
function p90OfSum(parts: readonly Part[], mean: Amount | null): Amount | null {
  const all = parts.reduce((sum, { runs }) => addRatio(sum, runs), ratio(0n));
  if (mean === null) return null;
  const costs = parts.flatMap(({ projection, runs }) =>
    projection.runCosts.map(({ share, usd }) => ({
      share: multiplyRatio(share, ratio(runs.n * all.d, runs.d * all.n)),
      usd,
    })),
  );
  return p90Amount(dearestRunCost(costs) ?? mean.usd, mean);
}

function sumOf(amounts: readonly (Amount | null)[]): Amount | null {
  const known = amounts.filter((amount) => amount !== null);
  if (known.length === 0) return null;
  return known.reduce((sum, amount) => ({
    usd: sum.usd + amount.usd,
    low: sum.low + amount.low,
    high: sum.high + amount.high,
  }));
}

function divide(amount: Amount, runs: Ratio): Amount {
  const each = (usd: Pico): Pico => divideHalfEven(usd * runs.d, runs.n);
  return { usd: each(amount.usd), low: each(amount.low), high: each(amount.high) };
}

/** Where no scenario of a sum has traffic, the increase is that of one run of each. */
function increasePerRun(comparisons: readonly ScenarioComparison[]): Figures["increase"] {
  const delta = sumOf(
    comparisons.map((comparison) => {
      const { increase, perRun } = figuresOf(comparison);
      return increase?.delta ?? perRun;
    }),
  );
  const base = comparisons.reduce((sum, { like }) => sum + (like?.baseUsd ?? 0n), 0n);
  return delta === null ? null : { base, delta, basis: "run" };
}

/** Both ends together: every part's rate is at its low or its high end. */
function rangeOfSum(parts: readonly Part[]): HitRateRange | null {
  if (parts.every(({ projection }) => projection.hitRateRange === null)) return null;
  const low = hitRateOf(parts, ({ hitRate, hitRateRange }) => hitRateRange?.low ?? hitRate);
  const high = hitRateOf(parts, ({ hitRate, hitRateRange }) => hitRateRange?.high ?? hitRate);
  // Stryker disable next-line ConditionalExpression,LogicalOperator: they are null together
  return low === null || high === null ? null : { low, high };
}

/** The share of all prompts' tokens that is read, by each part's own rate. */
function hitRateOf(
  parts: readonly Part[],
  rateOf: (projection: Projection) => Ratio | null,
): Ratio | null {
  let [read, prompt] = [ratio(0n), ratio(0n)];
  for (const { projection, runs } of parts) {
    const { perRun } = projection;
    // Stryker disable next-line ArithmeticOperator: the share of negative counts is the same
    const tokens = perRun.lines.reduce((sum, line) => sum + promptTokens(line), 0n);
    const own = multiplyRatio(runs, ratio(tokens, perRun.divisor));
    prompt = addRatio(prompt, own);
    read = addRatio(read, multiplyRatio(own, rateOf(projection) ?? ratio(0n)));
  }
  return compareRatio(prompt, ratio(0n)) === 0 ? null : ratio(read.n * prompt.d, read.d * prompt.n);
}

function promptTokens(line: Projection["perRun"]["lines"][number]): bigint {
  return line.input + line.cacheWrite5m + line.cacheWrite1h + line.cacheRead;
}

/** What budgets are held against. */
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
import type { Projection } from "../projection/projection.ts";

/** An amount with the ends of its interval, pico-dollars. */
export interface Amount {
  readonly usd: Pico;
  readonly low: Pico;
  readonly high: Pico;
}

/**
 * What budgets are held against, of a scenario, a group or the sum. Null: there is no such figure.
 */
export interface Figures {
  readonly monthly: Amount | null;
  readonly perRun: Amount | null;
  /** What nine of ten runs cost at most; its ends are as far off as those of `perRun`. */
  readonly p90Run: Amount | null;
  /**
   * Like with like, a month, or a run where there is no traffic. Null where nothing was compared.
   */
  readonly increase: {
    readonly base: Pico;
    readonly delta: Amount;
    readonly basis: "month" | "run";
  } | null;
  /** Share of the prompt's tokens that are read. A prompt without breakpoints reads none. */
  readonly hitRate: Ratio | null;
  /** The ends of its interval; null where it has none. */
  readonly hitRateRange: HitRateRange | null;
}

interface HitRateRange {
  readonly low: Ratio;
  readonly high: Ratio;
}

/** Nothing to hold a budget against: of a scenario that is gone. */
const noFigures: Figures = {
  monthly: null,
  perRun: null,
  p90Run: null,
  increase: null,
  hitRate: null,
  hitRateRange: null,
};

/** One scenario's figures; all null for one that is gone. */
export function figuresOf(comparison: ScenarioComparison): Figures {
  const { head, like, deltaUsd, basis } = comparison;
  if (head === null) return noFigures;
  return {
    monthly: amountOf((cost) => cost.usdPerMonth, head),
    perRun: amountOf((cost) => cost.usdPerRun, head),
    // Worked out for whoever limits it.
    get p90Run() {
      return p90Of(head);
    },
    increase:
      deltaUsd === null || like === null
        ? null
        : {
            base: like.baseUsd,
            delta: { usd: deltaUsd, low: like.deltaLow, high: like.deltaHigh },
            basis,
          },
    hitRate: head.hitRate ?? ratio(0n),
    hitRateRange: head.hitRateRange,
  };
}

/** Of one run it is what that costs. The interval is in proportion to the mean's. */
function p90Of({ p90UsdPerRun, usdPerRun, range }: Projection): Amount {
  const usd = p90UsdPerRun ?? usdPerRun;
  const scaled = (end: Pico): Pico =>
    usdPerRun === 0n ? usd : divideHalfEven(end * usd, usdPerRun);
  return { usd, low: scaled(range.low.usdPerRun), high: scaled(range.high.usdPerRun) };
}

function amountOf(
  of: (cost: Projection["range"]["low"]) => Pico | null,
  projection: Projection,
): Amount | null {
  const [usd, low, high] = [of(projection), of(projection.range.low), of(projection.range.high)];
  return usd === null ? null : { usd, low: low ?? usd, high: high ?? usd };
}

/**
 * The figures of a sum of scenarios. Monthly ones are those of scenarios with traffic; new
 * scenarios count whole in the increase; per run is the average over all runs of a month, or over a
 * run of each where none has traffic. `runsPerMonth` is null for a scenario without traffic.
 */
export function figuresOfSum(options: {
  readonly comparisons: readonly ScenarioComparison[];
  readonly compared: boolean;
  readonly runsPerMonth: (id: string) => Ratio | null;
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
  const { deltaUsd, likeUsd, deltaLow, deltaHigh } = total;
  const increase =
    deltaUsd === null || likeUsd === null
      ? null
      : {
          base: likeUsd,
          delta: { usd: deltaUsd, low: deltaLow ?? deltaUsd, high: deltaHigh ?? deltaUsd },
          basis: "month" as const,
        };
  return {
    monthly,
    perRun: cost === null || runs.n === 0n ? null : divide(cost, runs),
    p90Run: null,
    increase: increase ?? (compared ? increasePerRun(comparisons) : null),
    hitRate: hitRateOf(parts, ({ hitRate }) => hitRate),
    hitRateRange: rangeOfSum(parts),
  };
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

interface Part {
  readonly projection: Projection;
  readonly runs: Ratio;
}

/** Both ends together: every part's rate is at its low or its high end. */
function rangeOfSum(parts: readonly Part[]): HitRateRange | null {
  const low = hitRateOf(parts, ({ hitRate, hitRateRange }) => hitRateRange?.low ?? hitRate);
  const high = hitRateOf(parts, ({ hitRate, hitRateRange }) => hitRateRange?.high ?? hitRate);
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

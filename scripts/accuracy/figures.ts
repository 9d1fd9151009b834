/** Statistics of counts against what the API counted. */
import { sum } from "../../src/arithmetic.ts";
import { ascending } from "../../src/order.ts";

/** A count and the truth. */
export interface Measurement {
  /** What the API counted, tokens. */
  readonly truth: number;
  readonly counted: number;
  readonly low: number;
  readonly high: number;
}

/** Shares are of 1; errors are relative, of 1, and absolute values but for `bias`. */
export interface Figures {
  readonly n: number;
  readonly exact: number;
  readonly withinOne: number;
  readonly median: number;
  readonly p95: number;
  /** Mean error: above 0 we count too much. */
  readonly bias: number;
  /** Share of recordings whose truth lies in [low, high]. */
  readonly covered: number;
  /** How many are said to be exact, and how many of these are not. */
  readonly claimed: number;
  readonly wrong: number;
}

/** The statistics of some counts; zero all of them where there is none. */
export function figuresOf(counts: readonly Measurement[]): Figures {
  const errors = counts.map(({ counted, truth }) => (counted - truth) / Math.max(1, truth));
  const claimed = counts.filter(({ low, high }) => low === high);
  const sizes = errors.map(Math.abs).sort(ascending);
  return {
    n: counts.length,
    exact: shareOf(counts, ({ counted, truth }) => counted === truth),
    withinOne: shareOf(counts, ({ counted, truth }) => Math.abs(counted - truth) <= 1),
    median: quantile(sizes, 0.5),
    p95: quantile(sizes, 0.95),
    bias: counts.length === 0 ? 0 : sum(errors) / counts.length,
    covered: shareOf(counts, ({ truth, low, high }) => low <= truth && truth <= high),
    claimed: claimed.length,
    wrong: claimed.filter(({ counted, truth }) => counted !== truth).length,
  };
}

function shareOf(counts: readonly Measurement[], holds: (count: Measurement) => boolean): number {
  return counts.length === 0 ? 0 : counts.filter(holds).length / counts.length;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

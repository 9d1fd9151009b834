/** Statistics of counts against what the API counted. */
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
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function shareOf(all: readonly Measurement[], is: (one: Measurement) => boolean): number {
  return all.length === 0 ? 0 : all.filter(is).length / all.length;
}

export function figuresOf(all: readonly Measurement[]): Figures {
  const errors = all.map(({ counted, truth }) => (counted - truth) / Math.max(1, truth));
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  return {
    n: all.length,
    exact: shareOf(all, ({ counted, truth }) => counted === truth),
    withinOne: shareOf(all, ({ counted, truth }) => Math.abs(counted - truth) <= 1),
    median: quantile(sizes, 0.5),
    p95: quantile(sizes, 0.95),
    bias: all.length === 0 ? 0 : errors.reduce((sum, one) => sum + one, 0) / all.length,
    covered: shareOf(all, ({ truth, low, high }) => low <= truth && truth <= high),
  };
}

import type { Case } from "./cases.ts";
import { projectCase } from "./product.ts";
import { simulateCase } from "./simulator.ts";

/** A case with both figures. */
export interface Comparison {
  readonly made: Case;
  /** The larger of both errors: of the cost as a share of it, of the hit rate in points. */
  readonly error: number;
  readonly isBeyond: boolean;
  readonly isSimulated: boolean;
  readonly ms: number;
  readonly text: string;
}

/** Above it a figure is wrong. */
const most = 0.01;
/** So many runs the independent simulation takes at most. */
const mostRuns = 1_500_000;

/**
 * Projects a case and simulates it, until it is clear on which side of 1 % their difference is.
 */
export function compareCase(made: Case): Comparison {
  const seed = Array.from(made.name).reduce(
    (sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0),
    7,
  );
  const projected = projectCase(made);
  const errorsOf = (found: { readonly perRun: number; readonly hitRate: number }) => ({
    cost: projected.perRun / found.perRun - 1,
    rate: projected.hitRate - found.hitRate,
  });
  const found = simulateCase(made, projected.tokens, {
    seed,
    isEnough: (sofar, runs) => {
      if (runs >= mostRuns) return true;
      const { cost, rate } = errorsOf(sofar);
      const isClear = (error: number, noise: number): boolean =>
        noise < 0.001 || Math.abs(Math.abs(error) - most) > 4 * noise;
      return (
        runs > 20_000 &&
        isClear(cost, sofar.perRunError / sofar.perRun) &&
        isClear(rate, sofar.hitRateError)
      );
    },
  });
  const { cost, rate } = errorsOf(found);
  const error = Math.max(Math.abs(cost), Math.abs(rate));
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  return {
    made,
    error,
    isBeyond: error > most,
    isSimulated: projected.isSimulated,
    ms: projected.ms,
    text:
      `${made.name}: cost ${percent(cost)} off (noise ${percent(found.perRunError / found.perRun)}), ` +
      `hit rate ${percent(projected.hitRate)}, simulated ${percent(found.hitRate)}` +
      `${projected.isSimulated ? ", simulated by the product" : ""}, ${projected.ms.toFixed(0)} ms`,
  };
}

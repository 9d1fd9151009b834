import {
  createPeriodArrivals,
  createScheduleArrivals,
  type KnownArrivals,
} from "./known-arrivals.ts";
import type { PlannedSource, SimulationPlan } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";

/** Arrivals by the index of their source's first run among all. */
export interface FirstRunArrivals {
  readonly firstRun: number;
  readonly arrivals: KnownArrivals;
}

/** The arrivals of the sources that are not Poisson's. */
export function findKnownArrivals(
  { sources }: SimulationPlan,
  options: {
    readonly sourceRuns: readonly number[];
    readonly phases: Random;
    readonly picks: Random;
    /** Of the first schedule's random numbers. */
    readonly seed: number;
  },
): readonly FirstRunArrivals[] {
  const { sourceRuns, phases, picks, seed } = options;
  const periods = sources.filter(({ arrivals }) => arrivals === "period").length;
  return sources.flatMap((source, index): readonly FirstRunArrivals[] => {
    const firstRun = sourceRuns[index] ?? 0;
    if (source.arrivals === "poisson") return [];
    if (source.arrivals === "period") {
      const moves = index > 0 && periods > 1;
      return [{ firstRun, arrivals: createPeriodArrivals(source, { random: phases, moves }) }];
    }
    let upTo = 0;
    const shares = Float64Array.from(source.runs, ({ share }) => (upTo += share));
    const pickRun = (): number => pick(shares, picks() / 2 ** 32);
    const random = createRandom(seed + index);
    return [{ firstRun, arrivals: createScheduleArrivals(source, { random, pickRun }) }];
  });
}

/** The runs of Poisson sources that other runs notice, and how their arrivals add up. */
export function findPoissonArrivals(
  { sources }: SimulationPlan,
  {
    sourceRuns,
    runSteps,
  }: { readonly sourceRuns: readonly number[]; readonly runSteps: Int32Array },
): {
  readonly poissonRuns: readonly number[];
  readonly shares: Float64Array;
  readonly poissonPerMs: number;
} {
  const rates = sources.flatMap((source: PlannedSource, index) =>
    source.arrivals === "poisson"
      ? source.runs.flatMap(({ share }, each) => {
          const run = (sourceRuns[index] ?? 0) + each;
          return runSteps[run] === runSteps[run + 1]
            ? []
            : [{ run, rate: source.runsPerMs * share }];
        })
      : [],
  );
  const poissonPerMs = rates.reduce((total, { rate }) => total + rate, 0);
  let upTo = 0;
  const shares = Float64Array.from(rates, ({ rate }) => (upTo += rate / poissonPerMs));
  return { poissonRuns: rates.map(({ run }) => run), shares, poissonPerMs };
}

/** The first of ascending bounds that is above a number; the last one where none is. */
export function pick(bounds: Float64Array, number: number): number {
  let [low, high] = [0, bounds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 1) > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

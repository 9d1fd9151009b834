import { ttlMs } from "../../api/cache-control.ts";
import { createMachine } from "./machine.ts";
import { sum } from "../../arithmetic.ts";
import type { SimulationPlan } from "./plan.ts";

/** What a simulation measured: rows of equally many arrivals, one after the other. */
export interface Samples {
  readonly rows: number;
  readonly outcomes: number;
  /** Row by row, how often each outcome was had: times are as good as counts. */
  readonly sums: Float64Array;
}

/** Rows of a sample. The first of them are thrown away: the cache began empty. */
const rows = 64;
const warmUpRows = 8;

/** Arrivals in a row of the first sample, at least and at most. */
const rowArrivals = { least: 128, most: 16_384 } as const;

/** So long before it is measured a cache knows nothing of its beginning, but for what lives on. */
const forgottenMs = 2 * ttlMs["1h"];
/** So often at least the rarest kind of run comes in a row. */
const leastOfAKind = 4;

/** Requests looked at, after which no longer sample is taken: about half a second. */
const mostLooked = 6_000_000;

/**
 * Samples of one plan, each twice as long as the one before and its beginning the same. The last
 * one has all the work that is allowed.
 */
export interface Sampling {
  /** Null behind the last one. */
  readonly sample: (index: number) => Samples | null;
}

/** Samples a plan as far as it is asked for. */
export function createSampling(plan: SimulationPlan): Sampling {
  const machine = createMachine(plan);
  const { outcomes } = machine;
  const taken: Samples[] = [];
  let current = new Float64Array(rows * outcomes);
  let filled = 0;
  let arrivals = firstRowArrivals(plan);
  let looked = 0;

  const fill = (): Samples => {
    for (; filled < rows; filled += 1)
      looked += machine.run(arrivals, { sums: current, start: filled * outcomes });
    const kept = current.slice(warmUpRows * outcomes);
    const doubled = new Float64Array(rows * outcomes);
    for (const [at, value] of current.entries()) {
      const row = Math.floor(at / outcomes);
      const to = (row >> 1) * outcomes + (at - row * outcomes);
      doubled[to] = (doubled[to] ?? 0) + value;
    }
    current = doubled;
    filled = rows / 2;
    arrivals *= 2;
    return { rows: rows - warmUpRows, outcomes, sums: kept };
  };

  return {
    sample: (index) => {
      while (taken.length <= index) {
        if (taken.length > 0 && looked >= mostLooked / 2) return null;
        taken.push(fill());
      }
      return taken[index] ?? null;
    },
  };
}

/**
 * So many that all runs of the beginning are over once the warm-up is, and the rarest came often
 * enough; as a power of two.
 */
function firstRowArrivals({ sources }: SimulationPlan): number {
  const kinds = sources.flatMap(({ runs, runsPerMs }) =>
    runs.flatMap(({ share, steps }) =>
      steps.length === 0 ? [] : [{ rate: share * runsPerMs, lastMs: steps.at(-1)?.offsetMs ?? 0 }],
    ),
  );
  const rate = sum(kinds.map((kind) => kind.rate));
  const longest = kinds.reduce((most, { lastMs }) => Math.max(most, lastMs), 0);
  const rarest = kinds.reduce((least, kind) => Math.min(least, kind.rate), rate);
  const wanted = Math.max(
    ((longest + forgottenMs) * rate) / warmUpRows,
    (leastOfAKind * rate) / rarest,
  );
  let arrivals: number = rowArrivals.least;
  while (arrivals < wanted && arrivals < rowArrivals.most) arrivals *= 2;
  return arrivals;
}

/** Samplings that are kept: variants, sides and steps of a comparison ask for the same again. */
const mostKept = 32;
const kept = new Map<string, Sampling>();

/** The sampling of a plan: one that was asked for before goes on where it stands. */
export function samplingOf(plan: SimulationPlan): Sampling {
  const key = JSON.stringify(plan);
  const known = kept.get(key);
  const sampling = known ?? createSampling(plan);
  kept.delete(key);
  kept.set(key, sampling);
  if (kept.size > mostKept)
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  return sampling;
}

/** How far requests read, by how runs arrive: what repeats, what is a chance. */
import type { Period } from "../../traffic/period.ts";
import type { CacheView, RunCacheView } from "./cache-view.ts";
import { hitDistribution, type HitChance } from "./hit-distribution.ts";
import { periodChances } from "./period-chances.ts";
import { scheduleChances } from "./schedule-chances.ts";
import type { SharedCache } from "./shared-cache.ts";

/** How far requests read by chances of what is alive. */
export interface ArrivalChances {
  readonly hitsOf: (view: CacheView, run: number) => readonly HitChance[];
  /** Of how many starts of a run chances are the mean, where those are not all; else null. */
  readonly sampledTurns: number | null;
}

/**
 * The chances of hits by how the cache's first source, the scenario's own, arrives: at the known
 * moments of a period, in the active hours of a week, else independently at any moment.
 * `certainBlocks`: by run, what its own requests are certain to have left alive.
 */
export function arrivalChances(
  runs: readonly RunCacheView[],
  shared: SharedCache,
  options: {
    /** Null where arrivals do not repeat themselves. */
    readonly period: Period | null;
    readonly certainBlocks: readonly ReadonlyMap<CacheView, number>[];
  },
): ArrivalChances {
  const { period, certainBlocks } = options;
  const arrivals = shared.sources[0]?.arrivals;
  if (period !== null) {
    const { hits, sampledTurns } = periodChances(runs, shared, { period, certainBlocks });
    return { hitsOf: (view) => hits.get(view) ?? [], sampledTurns };
  }
  if (arrivals?.kind === "schedule") {
    const { active } = arrivals;
    const hits = scheduleChances(runs, shared, { active, certainBlocks });
    return { hitsOf: (view) => hits.get(view) ?? [], sampledTurns: null };
  }
  return {
    hitsOf: (view, run) => hitDistribution(view, certainBlocks[run]?.get(view) ?? -1, shared),
    sampledTurns: null,
  };
}

/** How far requests read under arrivals other than Poisson's: the seam by their kind. */
import { periodOf } from "../../traffic/period.ts";
import type { CacheView, RunCacheView } from "./cache-view.ts";
import type { HitChance } from "./hit-distribution.ts";
import { drawsValues, periodChances } from "./period-chances.ts";
import { fitsMachine, simulatePeriods } from "./period-simulation.ts";
import { scheduleChances } from "./schedule-chances.ts";
import type { SharedCache } from "./shared-cache.ts";

/** How far each request reads, and how that was found. */
export interface ArrivalForecast {
  readonly hits: ReadonlyMap<CacheView, readonly HitChance[]>;
  /** How many periods did not repeat themselves; null: they did, or none were simulated. */
  readonly unsettledAfter: number | null;
  /** Of how many starts of a run chances are the mean, where those are not all; else null. */
  readonly sampledTurns: number | null;
  readonly byChances: boolean;
}

/**
 * Forecasts arrivals that repeat themselves (a period goes through the cache machine, or is worked
 * out as chances where values are drawn or the machine would take too long) and those of a schedule.
 * Null where the cache's first source, the scenario's own, arrives otherwise.
 */
export function forecastArrivals(
  runs: readonly RunCacheView[],
  shared: SharedCache,
  options: {
    readonly readableAfterMs: number;
    /** By run, what its own requests are certain to have left alive. */
    readonly certainBlocks: () => readonly ReadonlyMap<CacheView, number>[];
  },
): ArrivalForecast | null {
  const [source] = shared.sources;
  if (source === undefined) return null;
  const { arrivals } = source;
  const byChances = { unsettledAfter: null, sampledTurns: null, byChances: true };
  if (arrivals.kind === "schedule") {
    const { active } = arrivals;
    const certainBlocks = options.certainBlocks();
    return { ...byChances, hits: scheduleChances(runs, shared, { active, certainBlocks }) };
  }
  const period = periodOf(source);
  if (period === null) return null;
  if (!drawsValues(runs) && fitsMachine(runs, period)) {
    const { readableAfterMs } = options;
    const found = simulatePeriods(runs, shared, { period, readableAfterMs });
    return { ...found, sampledTurns: null, byChances: false };
  }
  const certainBlocks = options.certainBlocks();
  return { ...byChances, ...periodChances(runs, shared, { period, certainBlocks }) };
}

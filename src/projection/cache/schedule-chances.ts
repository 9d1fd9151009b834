import type { WeekSpan } from "../../config/arrivals/schedule.ts";
import { certainty, toChance } from "../../traffic/chance.ts";
import { meanNoneAlive } from "../../traffic/schedule.ts";
import type { CacheView, Prefix, RunCacheView } from "./cache-view.ts";
import { hitDistribution, type HitChance } from "./hit-distribution.ts";
import type { SharedCache } from "./shared-cache.ts";

/**
 * How far each request reads where runs arrive by chance in the active hours of a week: exact
 * (`meanNoneAlive`). Other scenarios of the cache group that have a schedule of their own are active
 * at their own hours of the same week; the rest are chances at any hour. `certainBlocks`: by run,
 * what its own requests are certain to have left alive.
 */
export function scheduleChances(
  runs: readonly RunCacheView[],
  shared: SharedCache,
  options: {
    readonly active: readonly WeekSpan[];
    readonly certainBlocks: readonly ReadonlyMap<CacheView, number>[];
  },
): ReadonlyMap<CacheView, readonly HitChance[]> {
  const { active, certainBlocks } = options;
  const scheduled = shared.sources.flatMap((source, index) =>
    source.arrivals.kind === "schedule" ? [{ source, index, active: source.arrivals.active }] : [],
  );
  const ofOthers = scheduled.reduce((cache, { index }) => cache.withoutSource(index), shared);
  const remembered = new Map<string, bigint>();
  const chanceNoneAlive = (tried: readonly Prefix[], offsetMs: number): bigint => {
    const name = `${offsetMs}:${tried.map(({ identity, valueCount }) => `${identity}/${valueCount}`).join(" ")}`;
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const sources = scheduled.map(({ source, index, active: hours }) => ({
      source,
      active: hours,
      prefixes: tried.map(({ identity, valueCount }) => ({
        valueCount,
        touches: (shared.touches.get(identity) ?? []).filter((touch) => touch.source === index),
      })),
    }));
    const others = Number(ofOthers.chanceNoneAlive(tried)) / Number(certainty);
    const chance = toChance(meanNoneAlive(sources, { active, offsetMs }) * others);
    remembered.set(name, chance);
    return chance;
  };
  return new Map(
    runs.flatMap(({ exchanges }, run) =>
      exchanges.map(
        (view) =>
          [
            view,
            hitDistribution(view, certainBlocks[run]?.get(view) ?? -1, {
              touches: shared.touches,
              chanceNoneAlive: (tried) => chanceNoneAlive(tried, view.offsetMs),
            }),
          ] as const,
      ),
    ),
  );
}

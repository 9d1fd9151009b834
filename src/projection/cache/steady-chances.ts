import { certainty, toChance } from "../../traffic/chance.ts";
import { chanceNoneAliveAt, steadyPeriod } from "../../traffic/steady.ts";
import type { CacheView, Prefix, RunCacheView } from "./cache-view.ts";
import { averageHits, hitDistribution, type HitChance } from "./hit-distribution.ts";
import type { SharedCache } from "./shared-cache.ts";

/** Whether runs share blocks that hold one of several values: then steady arrivals are chances. */
export function drawsValues(runs: readonly RunCacheView[]): boolean {
  return runs.some(({ exchanges }) =>
    exchanges.some(({ lookups }) =>
      lookups.some(({ shared, valueCount }) => shared && valueCount > 1n),
    ),
  );
}

/**
 * How far each request reads under steady arrivals where shared blocks hold one of n equally likely
 * values: every run draws its own, so what is alive has a chance, and no period repeats. For each
 * turn a run takes the chances are exact (`chanceNoneAliveAt`), and their mean is the request's. As
 * with Poisson arrivals, a read where the request has no breakpoint of its own is taken to renew
 * nothing. `certainBlocks`: by run, what its own requests are certain to have left alive.
 */
export function steadyChances(
  runs: readonly RunCacheView[],
  shared: SharedCache,
  certainBlocks: readonly ReadonlyMap<CacheView, number>[],
): ReadonlyMap<CacheView, readonly HitChance[]> {
  const [source] = shared.sources;
  if (source === undefined) return new Map();
  const period = steadyPeriod(source);
  const ofOthers = shared.withoutSource(0);
  const touchedBySource = ({ identity, valueCount }: Prefix) => ({
    valueCount,
    touches: (shared.touches.get(identity) ?? []).filter((touch) => touch.source === 0),
  });
  const hits = new Map<CacheView, readonly HitChance[]>();
  for (const [run, { exchanges }] of runs.entries())
    for (const view of exchanges) {
      const certain = certainBlocks[run]?.get(view) ?? -1;
      const byTurn = (period.turnsOf[run] ?? []).map((turn) =>
        hitDistribution(view, certain, {
          touches: shared.touches,
          chanceNoneAlive: (tried) =>
            toChance(
              (chanceNoneAliveAt(period, tried.map(touchedBySource), {
                turn,
                offsetMs: view.offsetMs,
              }) *
                Number(ofOthers.chanceNoneAlive(tried))) /
                Number(certainty),
            ),
        }),
      );
      hits.set(view, averageHits(byTurn));
    }
  return hits;
}

import { hitDistribution } from "../cache/hit-distribution.ts";
import { simulateRun } from "../cache/run-simulation.ts";
import type { CacheView } from "../cache/cache-view.ts";
import type { CacheUser, SharedCache } from "../cache/shared-cache.ts";

/** Why chances of what is alive do not give the hits of scenarios that share a cache. */
export interface SimulationReasons {
  /** Requests mark some shared prefix with different TTLs. */
  readonly mixedTtls: boolean;
  /** A request that may read a shared prefix where it has no breakpoint, and so renews it. */
  readonly unmarkedHit: UnmarkedHit | null;
  /** What requests write can be read only some time after they start. */
  readonly readableAfter: boolean;
}

/** A read where the reader has no breakpoint of its own. */
export interface UnmarkedHit {
  readonly view: CacheView;
  readonly block: number;
}

/**
 * Why the machine itself has to be simulated; null: chances are exact. They take it that a prefix is
 * left alive by the requests that mark it and by no others, each for one and the same TTL, and from
 * their start on.
 */
export function findSimulationReasons(
  users: readonly CacheUser[],
  shared: SharedCache,
): SimulationReasons | null {
  const { mixedTtls } = shared;
  const unmarkedHit = findUnmarkedHit(users, shared);
  const readableAfter = users.some(({ scenario }) => (scenario.traffic?.readableAfterMs ?? 0) > 0);
  return mixedTtls || readableAfter || unmarkedHit !== null
    ? { mixedTtls, unmarkedHit, readableAfter }
    : null;
}

function findUnmarkedHit(users: readonly CacheUser[], shared: SharedCache): UnmarkedHit | null {
  const runs = users.flatMap((user) =>
    user.runs.map(({ exchanges }) => ({
      exchanges,
      readableAfterMs: user.scenario.traffic?.readableAfterMs ?? 0,
    })),
  );
  for (const { exchanges, readableAfterMs } of runs) {
    const unmarked = exchanges.flatMap((view) => {
      const prefixes = view.lookups.filter(
        (prefix) =>
          prefix.shared &&
          shared.touches.has(prefix.identity) &&
          !view.marked.some((marked) => marked.block === prefix.block),
      );
      return prefixes.length === 0 ? [] : [{ view, prefixes }];
    });
    if (unmarked.length === 0) continue;
    const certain = simulateRun(exchanges, readableAfterMs);
    for (const { view, prefixes } of unmarked) {
      const hits = hitDistribution(view, certain.get(view) ?? -1, shared);
      const hit = hits.find(({ block }) => prefixes.some((prefix) => prefix.block === block));
      if (hit !== undefined) return { view, block: hit.block };
    }
  }
  return null;
}

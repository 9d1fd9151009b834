import { ttlMs, type Ttl } from "../api/cache-control.ts";
import { chanceNoneAlive } from "../traffic/alive.ts";
import type { ArrivalSource, Touch } from "../traffic/touch.ts";
import { wholeWeights } from "../traffic/weights.ts";
import type { MarkedPrefix, Prefix, RunCacheView } from "./cache-view.ts";
import type { MeasuredScenario } from "./projection.ts";

/**
 * The cache that the runs of one or more scenarios share: which runs arrive, and what they touch.
 */
export interface SharedCache {
  readonly sources: readonly ArrivalSource[];
  /** The touches of every shared prefix that some request marks, by the prefix's identity. */
  readonly touches: ReadonlyMap<string, readonly Touch[]>;
  /**
   * The TTL of a marked prefix: where requests mark a shared one with different TTLs, the longest
   * counts for all of them.
   */
  readonly ttlOf: (prefix: MarkedPrefix) => Ttl;
  /** Whether requests mark some shared prefix with different TTLs. */
  readonly mixedTtls: boolean;
  /**
   * The chance, over 2⁴⁰, that at the moment a request starts no other run has left any of these
   * prefixes of its prompt alive. They come deepest first.
   */
  readonly chanceNoneAlive: (prefixes: readonly Prefix[]) => bigint;
  /** The same cache without what the runs of one source leave in it. */
  readonly withoutSource: (source: number) => SharedCache;
}

/** A scenario whose runs use the cache. */
export interface CacheUser {
  readonly scenario: MeasuredScenario;
  readonly runs: readonly RunCacheView[];
  readonly arrivals: ArrivalSource["arrivals"];
}

/** Collects what every run of these scenarios touches; the index of a scenario is its source's. */
export function createSharedCache(users: readonly CacheUser[]): SharedCache {
  const marked = new Map<string, Touch[]>();
  const longest = new Map<string, number>();
  let mixedTtls = false;
  for (const [source, user] of users.entries())
    for (const [run, { exchanges }] of user.runs.entries())
      for (const view of exchanges)
        for (const prefix of view.marked) {
          if (!prefix.shared) continue;
          const known = longest.get(prefix.identity);
          if (known !== undefined && known !== prefix.ttlMs) mixedTtls = true;
          longest.set(prefix.identity, Math.max(known ?? 0, prefix.ttlMs));
          const touches = marked.get(prefix.identity) ?? [];
          touches.push({ source, run, offset: view.offset, ttl: prefix.ttlMs });
          marked.set(prefix.identity, touches);
        }
  const touches = new Map<string, readonly Touch[]>();
  for (const [identity, found] of marked)
    touches.set(
      identity,
      found.map((touch) => ({ ...touch, ttl: longest.get(identity) ?? touch.ttl })),
    );
  const ttlOf = (prefix: MarkedPrefix): Ttl =>
    prefix.shared && longest.get(prefix.identity) === ttlMs["1h"] ? "1h" : prefix.ttl;
  return withChances({ sources: users.map(sourceOf), touches, mixedTtls, ttlOf });
}

function sourceOf({ scenario, arrivals }: CacheUser): ArrivalSource {
  return {
    arrivals,
    runsPerMonth: scenario.traffic?.runsPerMonth ?? { n: 0n, d: 1n },
    weights: wholeWeights(scenario.runs.map((run) => run.weight)),
  };
}

/**
 * Adds what follows from sources and touches. Chances are remembered: requests ask for the same.
 */
function withChances(
  collected: Pick<SharedCache, "sources" | "touches" | "mixedTtls" | "ttlOf">,
): SharedCache {
  const { sources, touches } = collected;
  const remembered = new Map<string, bigint>();
  return {
    ...collected,
    chanceNoneAlive: (prefixes) => {
      const name = prefixes.map((prefix) => `${prefix.identity}/${prefix.values}`).join(" ");
      const known = remembered.get(name);
      if (known !== undefined) return known;
      const chance = chanceNoneAlive(
        sources,
        prefixes.map(({ identity, values }) => ({ values, touches: touches.get(identity) ?? [] })),
      );
      remembered.set(name, chance);
      return chance;
    },
    withoutSource: (source) =>
      withChances({
        ...collected,
        touches: new Map(
          [...touches].map(
            ([identity, found]) =>
              [identity, found.filter((touch) => touch.source !== source)] as const,
          ),
        ),
      }),
  };
}

import { groupBy } from "../../order.ts";
import { chanceNoneAlive } from "../../traffic/alive.ts";
import { certainty } from "../../traffic/chance.ts";
import type { ArrivalSource } from "../../traffic/arrivals.ts";
import type { Touch } from "../../traffic/touch.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import type { MeasuredScenario } from "../projection.ts";
import type { Prefix, RunCacheView } from "./cache-view.ts";

/**
 * The cache that the runs of one or more scenarios share: which runs arrive, and what they touch.
 */
export interface SharedCache {
  readonly sources: readonly ArrivalSource[];
  /** The touches of every shared prefix that some request marks, by the prefix's identity. */
  readonly touches: ReadonlyMap<number, readonly Touch[]>;
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
  const touches = groupBy(findTouches(users), (touch) => touch.identity);
  const mixedTtls = [...touches.values()].some((found) =>
    found.some(({ ttlMs }) => ttlMs !== found[0]?.ttlMs),
  );
  return withChances({ sources: users.map(sourceOf), touches, mixedTtls });
}

/** Every touch of a shared prefix, with the prefix's identity. */
function findTouches(
  users: readonly CacheUser[],
): readonly (Touch & { readonly identity: number })[] {
  return users.flatMap((user, source) =>
    user.runs.flatMap(({ exchanges }, run) =>
      exchanges.flatMap(({ marked, offsetMs }) =>
        marked
          .filter((prefix) => prefix.shared)
          .map(({ identity, ttlMs }) => ({ identity, source, run, offsetMs, ttlMs })),
      ),
    ),
  );
}

function sourceOf({ scenario, arrivals }: CacheUser): ArrivalSource {
  return {
    arrivals,
    runsPerMonth: scenario.traffic?.runsPerMonth ?? { n: 0n, d: 1n },
    weights: wholeWeights(scenario.runs.map((run) => run.weight)),
    runIds: scenario.runs.map(({ run }) => run.id),
  };
}

/** Prefixes tried one after the other, and what may be tried after them. */
interface Tried {
  /** That none of them is alive. */
  readonly chance: bigint;
  /** By the next one's identity and number of values. */
  readonly deeper: Map<number, Map<bigint, Tried>>;
}

function noneAlive(
  { sources, touches }: Pick<SharedCache, "sources" | "touches">,
  prefixes: readonly Prefix[],
): bigint {
  return chanceNoneAlive(
    sources,
    prefixes.map(({ identity, valueCount }) => ({
      valueCount,
      touches: touches.get(identity) ?? [],
    })),
  );
}

/**
 * Adds what follows from sources and touches. Chances are remembered: requests ask for the same.
 */
function withChances(
  collected: Pick<SharedCache, "sources" | "touches" | "mixedTtls">,
): SharedCache {
  const { touches } = collected;
  const root: Tried = { chance: certainty, deeper: new Map() };
  return {
    ...collected,
    chanceNoneAlive: (prefixes) => {
      let tried = root;
      for (const [index, { identity, valueCount }] of prefixes.entries()) {
        const same = tried.deeper.get(identity) ?? new Map<bigint, Tried>();
        tried.deeper.set(identity, same);
        const next = same.get(valueCount) ?? {
          chance: noneAlive(collected, prefixes.slice(0, index + 1)),
          deeper: new Map(),
        };
        same.set(valueCount, next);
        tried = next;
      }
      return tried.chance;
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

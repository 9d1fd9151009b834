import { createCache } from "../billing/cache/cache.ts";
import type { CacheLayout } from "../billing/cache/layout.ts";
import { ascendingBy } from "../order.ts";
import type { Ttl } from "../api/cache-control.ts";
import type { CacheView, MarkedPrefix, Prefix } from "./cache-view.ts";

/**
 * For each exchange of a run, the deepest block up to which an earlier exchange of the same run is
 * certain to have left the cache alive, or -1: the run alone, sent through the cache machine.
 * Exchanges of equal offsets do not see one another.
 */
export function simulateRun(
  exchanges: readonly CacheView[],
  ttlOf: (prefix: MarkedPrefix) => Ttl,
): ReadonlyMap<CacheView, number> {
  const cache = createCache();
  const numbers = createPrefixNumbers();
  const hits = new Map<CacheView, number>();
  for (const view of [...exchanges].sort(ascendingBy(({ offset }) => offset))) {
    if (view.marked.length === 0) {
      hits.set(view, -1);
      continue;
    }
    const layout = layOutByName(view, { nameOf: (prefix) => prefix.identity, ttlOf, numbers });
    hits.set(view, cache.request({ layout, startMs: view.offset, scope: "" }).hitBlock);
  }
  return hits;
}

/** Numbers for names of prefixes, and back: the cache machine knows prefixes by number. */
export interface PrefixNumbers {
  readonly numberOf: (name: string) => number;
  readonly nameOf: (number: number) => string;
}

export function createPrefixNumbers(): PrefixNumbers {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    numberOf: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      names.push(name);
      return names.length - 1;
    },
    nameOf: (number) => names[number] ?? "",
  };
}

/**
 * An exchange's layout for the cache machine: prefixes numbered by a name of the caller's, so that
 * those with one name are one entry of the cache, and marked with the TTLs they have in it.
 */
export function layOutByName(
  { layout, lookups, marked }: CacheView,
  options: {
    readonly nameOf: (prefix: Prefix) => string;
    readonly ttlOf: (prefix: MarkedPrefix) => Ttl;
    readonly numbers: PrefixNumbers;
  },
): CacheLayout {
  const { nameOf, ttlOf, numbers } = options;
  const byBlock = new Map(
    lookups.map((prefix) => [prefix.block, numbers.numberOf(nameOf(prefix))] as const),
  );
  return {
    minimum: layout.minimum,
    positions: layout.positions.map((position, index) => ({
      ...position,
      prefix: byBlock.get(index) ?? -1,
    })),
    breakpoints: marked.map((prefix) => ({ index: prefix.block, ttl: ttlOf(prefix) })),
  };
}

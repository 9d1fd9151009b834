import type { CacheLayout } from "../billing/cache/layout.ts";
import { createCache } from "../billing/cache/cache.ts";
import type { Depth, CacheView, Mark } from "./cache-view.ts";

/**
 * Gives a depth its name in a replayed cache: what several runs may hold has one name for all of
 * them.
 */
export type Naming = (depth: Depth) => string;

/** Numbers for names, both ways: the cache machine knows prefixes by number. */
export interface NameTable {
  readonly number: (name: string) => number;
  readonly name: (number: number) => string;
}

export function createNameTable(): NameTable {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    number: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      names.push(name);
      return names.length - 1;
    },
    name: (number) => names[number] ?? "",
  };
}

interface NamedView {
  readonly view: CacheView;
  readonly nameOf: Naming;
  readonly lifetime: (mark: Mark) => Mark["ttl"];
  readonly names: NameTable;
}

/**
 * A request's layout with its prefixes under their names, and lifetimes as all runs that mark them
 * have them.
 */
export function nameLayout({ view, nameOf, lifetime, names }: NamedView): CacheLayout {
  const { layout, depths, marks } = view;
  const numbers = new Map(
    depths.map((depth) => [depth.block, names.number(nameOf(depth))] as const),
  );
  return {
    minimum: layout.minimum,
    positions: layout.positions.map((position, index) => ({
      ...position,
      prefix: numbers.get(index) ?? -1,
    })),
    breakpoints: marks.map((mark) => ({ index: mark.block, ttl: lifetime(mark) })),
  };
}

/**
 * For each exchange of a run, the deepest block up to which an earlier exchange of the same run is
 * certain to have left the cache alive, or -1: the run alone through the cache machine. Exchanges
 * of equal offsets do not see one another.
 */
export function replayRun(
  exchanges: readonly CacheView[],
  lifetime: (mark: Mark) => Mark["ttl"],
): ReadonlyMap<CacheView, number> {
  const cache = createCache();
  const names = createNameTable();
  const found = new Map<CacheView, number>();
  for (const view of [...exchanges].sort((a, b) => a.offset - b.offset)) {
    if (view.marks.length === 0) {
      found.set(view, -1);
      continue;
    }
    const layout = nameLayout({ view, nameOf: (depth) => depth.identity, lifetime, names });
    found.set(view, cache.request({ layout, at: view.offset, scope: "" }).hitBlock);
  }
  return found;
}

import type { CacheLayout } from "../billing/cache/layout.ts";
import { createCache } from "../billing/cache/cache.ts";
import type { Depth, Footing, Mark } from "./cache-view.ts";

/** Gives a depth its name in a replayed cache: what several runs may hold has one name for all of them. */
export type Naming = (depth: Depth) => string;

/** Numbers for names, both ways: the cache machine knows prefixes by number. */
export interface Register {
  readonly number: (name: string) => number;
  readonly name: (number: number) => string;
}

export const createRegister = (): Register => {
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
};

interface Naturalized {
  readonly footing: Footing;
  readonly nameOf: Naming;
  readonly lifetime: (mark: Mark) => Mark["ttl"];
  readonly register: Register;
}

/** A request's layout with its prefixes under their names, and lifetimes as all runs that mark them have them. */
export const nameLayout = ({ footing, nameOf, lifetime, register }: Naturalized): CacheLayout => {
  const { layout, depths, marks } = footing;
  const numbers = new Map(depths.map((depth) => [depth.block, register.number(nameOf(depth))] as const));
  return {
    minimum: layout.minimum,
    positions: layout.positions.map((position, index) => ({ ...position, prefix: numbers.get(index) ?? -1 })),
    breakpoints: marks.map((mark) => ({ index: mark.block, ttl: lifetime(mark) })),
  };
};

/**
 * For each exchange of a run, the deepest block up to which an earlier exchange of the same run is certain to have left the
 * cache alive, or -1: the run alone through the cache machine. Exchanges of equal offsets do not see one another.
 */
export const replayRun = (exchanges: readonly Footing[], lifetime: (mark: Mark) => Mark["ttl"]): ReadonlyMap<Footing, number> => {
  const cache = createCache();
  const register = createRegister();
  const found = new Map<Footing, number>();
  for (const footing of [...exchanges].sort((a, b) => a.offset - b.offset)) {
    if (footing.marks.length === 0) {
      found.set(footing, -1);
      continue;
    }
    const layout = nameLayout({ footing, nameOf: (depth) => depth.identity, lifetime, register });
    found.set(footing, cache.request({ layout, at: footing.offset, scope: "" }).hitBlock);
  }
  return found;
};

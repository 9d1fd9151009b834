import type { CacheLayout } from "../../billing/cache/layout.ts";
import type { CacheView, Prefix } from "./cache-view.ts";

/**
 * An exchange's layout for a simulated cache, which knows prefixes by number: those with the number
 * of one another are one entry.
 */
export function layOutForCache(
  { layout, lookups, marked }: CacheView,
  numberOf: (prefix: Prefix) => number,
): CacheLayout {
  const numbers = new Map(lookups.map((prefix) => [prefix.block, numberOf(prefix)] as const));
  return {
    minimum: layout.minimum,
    positions: layout.positions.map((position, index) => ({
      ...position,
      prefix: numbers.get(index) ?? -1,
    })),
    breakpoints: marked.map((prefix) => ({ index: prefix.block, ttl: prefix.ttl })),
  };
}

import { createCache } from "../../billing/cache/cache.ts";
import { ascendingBy } from "../../order.ts";
import type { CacheView } from "./cache-view.ts";
import { createNumbering, layOutForCache } from "./simulated-layout.ts";

/**
 * For each exchange of a run, the deepest block up to which an earlier exchange of the same run is
 * certain to have left the cache alive, or -1: the run alone, sent through the cache machine.
 * Exchanges of equal offsets do not see one another.
 */
export function simulateRun(exchanges: readonly CacheView[]): ReadonlyMap<CacheView, number> {
  const cache = createCache();
  const numberOf = createNumbering();
  const hits = new Map<CacheView, number>();
  for (const view of [...exchanges].sort(ascendingBy(({ offsetMs }) => offsetMs))) {
    if (view.marked.length === 0) {
      hits.set(view, -1);
      continue;
    }
    const layout = layOutForCache(view, ({ identity }) => numberOf(identity));
    hits.set(view, cache.request({ layout, startMs: view.offsetMs, scope: "" }).hitBlock);
  }
  return hits;
}

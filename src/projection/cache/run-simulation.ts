import { createCache } from "../../billing/cache/cache.ts";
import { ascendingBy } from "../../order.ts";
import type { CacheView } from "./cache-view.ts";
import { createNumbering } from "./numbering.ts";
import { layOutForCache } from "./simulated-layout.ts";

/** By the exchanges of runs that are still in use: it does not depend on who else arrives. */
const known = new WeakMap<
  readonly CacheView[],
  { readonly readableAfterMs: number; readonly hits: ReadonlyMap<CacheView, number> }
>();

/**
 * For each exchange of a run, the deepest block up to which an earlier exchange of the same run is
 * certain to have left the cache alive, -1 or missing where there is none: the run alone, sent
 * through the cache machine. Exchanges of equal offsets do not see one another; what one writes is
 * readable `readableAfterMs` after its start.
 */
export function simulateRun(
  exchanges: readonly CacheView[],
  readableAfterMs = 0,
): ReadonlyMap<CacheView, number> {
  // The first of a run that is cached finds nothing.
  if (exchanges.filter(({ marked }) => marked.length > 0).length < 2) return noHits;
  const found = known.get(exchanges);
  if (found?.readableAfterMs === readableAfterMs) return found.hits;
  const hits = simulate(exchanges, readableAfterMs);
  known.set(exchanges, { readableAfterMs, hits });
  return hits;
}

const noHits: ReadonlyMap<CacheView, number> = new Map();

function simulate(
  exchanges: readonly CacheView[],
  readableAfterMs: number,
): ReadonlyMap<CacheView, number> {
  const hits = new Map<CacheView, number>();
  const marked = exchanges.filter((view) => view.marked.length > 0);
  const cache = createCache();
  const numberOf = createNumbering();
  for (const view of marked.sort(ascendingBy(({ offsetMs }) => offsetMs))) {
    const layout = layOutForCache(view, ({ identity }) => numberOf(identity));
    const request = { layout, startMs: view.offsetMs, scope: "", latencyMs: readableAfterMs };
    hits.set(view, cache.request(request).hitBlock);
  }
  return hits;
}

import { type Entries, findLive, leave, type Lifetime, together } from "./entries.ts";
import type { Depth, Footing } from "./footing.ts";

const byIdentity = (depth: Depth): string => depth.identity;

/**
 * For each exchange of a run, the deepest place that an earlier exchange of the same run is certain to have left alive, or null.
 * A hit on a shared place that its reader does not mark renews nothing (DESIGN.md, "Projecting": a simplification), for another
 * run may have left a deeper one.
 */
export const findOwn = (exchanges: readonly Footing[], lifetime: Lifetime): ReadonlyMap<Footing, Depth | null> => {
  const entries: Entries = new Map();
  const found = new Map<Footing, Depth | null>();
  for (const group of together(exchanges.map((footing) => ({ footing, at: footing.offset })))) {
    for (const { footing, at } of group) found.set(footing, findLive({ entries, footing, at, nameOf: byIdentity }));
    for (const { footing, at } of group) {
      const hit = found.get(footing) ?? null;
      leave({ entries, footing, at, nameOf: byIdentity, hit: hit?.shared === true ? null : hit, lifetime });
    }
  }
  return found;
};

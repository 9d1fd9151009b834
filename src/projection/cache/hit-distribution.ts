import { certainty } from "../../traffic/chance.ts";
import type { CacheView, Prefix } from "./cache-view.ts";
import type { SharedCache } from "./shared-cache.ts";

/** One depth up to which a request may read the cache, and how likely it is. */
export interface HitChance {
  /** Index of the last block that is read; -1: nothing is. */
  readonly block: number;
  /** Over 2⁴⁰. */
  readonly chance: bigint;
}

/**
 * How far a request reads the cache: depths with their chances, deepest first, adding up to 2⁴⁰
 * (DESIGN.md, "Projecting").
 *
 * The lookup tries prefixes p₁ (the deepest), p₂, … and reads the first that is alive. With N(i)
 * the chance that no other run has left any of p₁ … pᵢ alive (N(0) = 1), it reads exactly pᵢ with
 * the chance N(i−1) − N(i). It need not look further than `certainBlock`, the deepest prefix that
 * its own run is certain to have left alive (-1: none): there falls all the chance that is left.
 */
export function hitDistribution(
  view: CacheView,
  certainBlock: number,
  cache: Pick<SharedCache, "touches" | "chanceNoneAlive">,
): readonly HitChance[] {
  const tried: Prefix[] = [];
  const hits: HitChance[] = [];
  let noneSoFar = certainty;
  for (const prefix of view.lookups) {
    if (noneSoFar === 0n) break;
    if (prefix.block <= certainBlock) break;
    if (!prefix.shared || !cache.touches.has(prefix.identity)) continue;
    tried.push(prefix);
    const none = cache.chanceNoneAlive(tried);
    if (none >= noneSoFar) continue;
    hits.push({ block: prefix.block, chance: noneSoFar - none });
    noneSoFar = none;
  }
  if (noneSoFar > 0n) hits.push({ block: certainBlock, chance: noneSoFar });
  return hits;
}

/** The mean of several distributions of one request, over 2⁴⁰. */
export function averageHits(
  distributions: readonly (readonly HitChance[])[],
): readonly HitChance[] {
  const sums = new Map<number, bigint>();
  for (const hit of distributions.flat())
    sums.set(hit.block, (sums.get(hit.block) ?? 0n) + hit.chance);
  const count = BigInt(distributions.length);
  // Running sums are rounded, not the chances themselves, so that these still add up to 2⁴⁰.
  let summed = 0n;
  let given = 0n;
  return [...sums]
    .sort(([a], [b]) => b - a)
    .map(([block, sum]) => {
      summed += sum;
      const chance = (2n * summed + count) / (2n * count) - given;
      given += chance;
      return { block, chance };
    });
}

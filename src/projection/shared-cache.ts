import { chanceOfNone } from "../traffic/alive.ts";
import { certain } from "../traffic/chance.ts";
import type { Source, Touch, Touched } from "../traffic/touch.ts";
import { wholeWeights } from "../traffic/weights.ts";
import { ttlMs } from "../api/cache-control.ts";
import type { Depth, CacheView, Mark, RunCacheView } from "./cache-view.ts";
import type { MeasuredScenario } from "./projection.ts";

/** All runs that share a cache, and what they touch. */
export interface SharedCache {
  readonly sources: readonly Source[];
  readonly touches: ReadonlyMap<string, readonly Touch[]>;
  /**
   * The TTL of a marked prefix: where runs mark a shared one with different TTLs, the longest
   * counts.
   */
  readonly lifetime: (mark: Mark) => Mark["ttl"];
  /** Some shared prefix is marked with different TTLs. */
  readonly mixed: boolean;
  /**
   * The chance over 2⁴⁰ that no other run has left one of these depths of one prompt alive; deepest
   * first.
   */
  readonly noneAt: (depths: readonly Depth[]) => bigint;
  /** The same without what one source's runs leave. */
  readonly without: (source: number) => SharedCache;
}

export interface Side {
  readonly scenario: MeasuredScenario;
  readonly runs: readonly RunCacheView[];
  readonly arrivals: Source["arrivals"];
}

/** Collects what every run of the sides touches at its breakpoints on shared prefixes. */
export function createSharedCache(sides: readonly Side[]): SharedCache {
  const marked = new Map<string, Touch[]>();
  const longest = new Map<string, number>();
  let mixed = false;
  for (const [source, side] of sides.entries())
    for (const [run, { exchanges }] of side.runs.entries())
      for (const { marks, offset } of exchanges)
        for (const mark of marks) {
          if (!mark.shared) continue;
          const known = longest.get(mark.identity);
          if (known !== undefined && known !== mark.ttlMs) mixed = true;
          longest.set(mark.identity, Math.max(known ?? 0, mark.ttlMs));
          const list = marked.get(mark.identity) ?? [];
          list.push({ source, run, offset, ttl: mark.ttlMs });
          marked.set(mark.identity, list);
        }
  const touches = new Map<string, readonly Touch[]>();
  for (const [identity, list] of marked)
    touches.set(
      identity,
      list.map((touch) => ({ ...touch, ttl: longest.get(identity) ?? touch.ttl })),
    );
  const lifetime = (mark: Mark): Mark["ttl"] =>
    mark.shared && longest.get(mark.identity) === ttlMs["1h"] ? "1h" : mark.ttl;
  return withChances({ sources: sides.map(sourceOf), touches, mixed, lifetime });
}

function withChances(
  ground: Pick<SharedCache, "sources" | "touches" | "mixed" | "lifetime">,
): SharedCache {
  const { sources, touches } = ground;
  const remembered = new Map<string, bigint>();
  const noneAt = (depths: readonly Depth[]): bigint => {
    const name = depths.map((depth) => `${depth.identity}/${depth.values}`).join(" ");
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const touched: Touched[] = depths.map((depth) => ({
      values: depth.values,
      touches: touches.get(depth.identity) ?? [],
    }));
    const chance = chanceOfNone(sources, touched);
    remembered.set(name, chance);
    return chance;
  };
  const without = (source: number): SharedCache =>
    withChances({
      ...ground,
      touches: new Map(
        [...touches].map(
          ([name, list]) => [name, list.filter((touch) => touch.source !== source)] as const,
        ),
      ),
    });
  return { ...ground, noneAt, without };
}

function sourceOf({ scenario, arrivals }: Side): Source {
  return {
    arrivals,
    runsPerMonth: scenario.traffic?.runsPerMonth ?? { n: 0n, d: 1n },
    weights: wholeWeights(scenario.runs.map((run) => run.weight)),
  };
}

/**
 * What the cache may give one exchange: a place and its chance over 2⁴⁰, deepest first, adding up
 * to 2⁴⁰. Block -1: nothing.
 */
export interface HitChance {
  readonly block: number;
  readonly chance: bigint;
}

/**
 * From the deepest place an exchange could hit to the shallowest: what other runs may have left
 * there, down to the block `sure`, which is certain (DESIGN.md, "Projecting").
 */
export function hitDistribution(
  view: CacheView,
  sure: number,
  shared: SharedCache,
): readonly HitChance[] {
  const met: Depth[] = [];
  const hits: HitChance[] = [];
  let left = certain;
  for (const depth of view.depths) {
    if (left === 0n) break;
    if (depth.block <= sure) break;
    if (!depth.shared || !shared.touches.has(depth.identity)) continue;
    met.push(depth);
    const none = shared.noneAt(met);
    if (none < left) hits.push({ block: depth.block, chance: left - none });
    left = none < left ? none : left;
  }
  if (left > 0n) hits.push({ block: sure, chance: left });
  return hits;
}

import { sum } from "../../arithmetic.ts";
import type { CacheView, RunCacheView } from "../cache/cache-view.ts";
import type { HitChance } from "../cache/hit-distribution.ts";
import type { CacheUser, SharedCache } from "../cache/shared-cache.ts";
import { createHitWorth, type HitPricing } from "./hit-worth.ts";
import type { Weights } from "../../traffic/weights.ts";
import { countsOf, standardError, toHits, type Worths } from "./estimate.ts";
import { planSimulation, type MeasuredView } from "./plan.ts";
import { samplingOf, type Samples } from "./samples.ts";

/** How far requests read a simulated cache. */
export interface SimulatedHits {
  /** Of the scenario's own requests; those that are not in it are as chances say. */
  readonly hits: ReadonlyMap<CacheView, readonly HitChance[]>;
  readonly error: SimulationError;
}

/** Standard errors, in millionths, rounded up. */
export interface SimulationError {
  /** Of the scenario's cost, as a share of it. */
  readonly cost: bigint;
  /** Of the tokens read, as a share of the prompts' tokens. */
  readonly read: bigint;
}

/** A simulation goes on until the standard error of the cost is below this share of it. */
const enough = 0.002;

/**
 * Simulates the cache that these users share, the first being the scenario itself, until the
 * standard error of its cost is below 0.2 %, or all the work that is allowed is done; null where
 * some arrive in a way the simulation does not know. The same random numbers whatever the content:
 * what differs between two projections is not the luck they had.
 */
export function simulateHits(
  users: readonly CacheUser[],
  shared: SharedCache,
  pricing: HitPricing,
): SimulatedHits | null {
  const planned = planSimulation(users, shared);
  if (planned === null) return null;
  const { plan, views } = planned;
  if (views.length === 0) return { hits: new Map(), error: { cost: 0n, read: 0n } };
  const runs = users[0]?.runs ?? [];
  const weights = shared.sources[0]?.weights ?? { each: [], sum: 1n };
  const worth = createHitWorth(runs, weights, pricing);
  const shareOf = createShares(runs, weights);
  const worthsBy = (valueOf: (view: CacheView, block: number) => number): Worths =>
    views.map(({ view, blocks }) => blocks.map((block) => shareOf(view) * valueOf(view, block)));
  const costs = worthsBy(worth.costOf);
  const reads = worthsBy(({ layout }, block) => layout.positions[block]?.tokens ?? 0);
  const otherCost = worth.otherCost(new Set(views.map(({ view }) => view)));
  const sampling = samplingOf(plan);
  let best: { samples: Samples; counts: Worths; cost: number } | null = null;
  for (let index = 0; best === null || best.cost >= enough; index += 1) {
    const samples = sampling.sample(index);
    if (samples === null) break;
    const counts = countsOf(views, samples);
    const total = otherCost + meanOf(counts, costs);
    const cost = total > 0 ? standardError(counts, costs, samples) / total : 0;
    best = { samples, counts, cost };
  }
  if (best === null) return null;
  const { samples, counts, cost } = best;
  const read = standardError(counts, reads, samples) / Math.max(1, worth.promptTokens);
  return {
    hits: hitsOf(views, counts),
    error: { cost: toMillionths(cost), read: toMillionths(read) },
  };
}

function createShares(
  runs: readonly RunCacheView[],
  weights: Weights,
): (view: CacheView) => number {
  const shares = new Map<CacheView, number>();
  for (const [run, { exchanges }] of runs.entries())
    for (const view of exchanges)
      shares.set(view, Number(weights.each[run] ?? 0n) / Number(weights.sum));
  return (view) => shares.get(view) ?? 0;
}

function meanOf(counts: Worths, worths: Worths): number {
  return sum(
    counts.map((own, view) => {
      const total = sum(own);
      return total === 0
        ? 0
        : sum(own.map((count, at) => count * (worths[view]?.[at] ?? 0))) / total;
    }),
  );
}

function hitsOf(
  views: readonly MeasuredView[],
  counts: Worths,
): ReadonlyMap<CacheView, readonly HitChance[]> {
  return new Map(
    views.flatMap((measured, index) => {
      const own = counts[index] ?? [];
      return sum(own) === 0 ? [] : [[measured.view, toHits(measured, own)] as const];
    }),
  );
}

function toMillionths(share: number): bigint {
  return BigInt(Math.ceil(share * 1_000_000));
}

import { certainty, toChance } from "../../traffic/chance.ts";
import type { Period, Turn } from "../../traffic/period.ts";
import { meanChanceNoneAlive } from "../../traffic/repeating.ts";
import type { CacheView, Prefix, RunCacheView } from "./cache-view.ts";
import { hitDistribution, type HitChance } from "./hit-distribution.ts";
import type { SharedCache } from "./shared-cache.ts";

/** How far each request reads, by chances. */
export interface PeriodChances {
  readonly hits: ReadonlyMap<CacheView, readonly HitChance[]>;
  /** Of how many of its starts a run's figures are the mean, where that is not all of them. */
  readonly sampledTurns: number | null;
}

/** So many looks at what a run may have left alive are taken at most: about a second. */
const mostLooks = 4_000_000;

/** Whether runs share blocks that hold one of several values: then what is alive is a chance. */
export function drawsValues(runs: readonly RunCacheView[]): boolean {
  return runs.some(({ exchanges }) =>
    exchanges.some(({ lookups }) =>
      lookups.some(({ shared, valueCount }) => shared && valueCount > 1n),
    ),
  );
}

/**
 * How far each request reads under arrivals that repeat themselves, where shared blocks hold one of
 * n equally likely values: every run draws its own, so what is alive has a chance, and no period
 * repeats. The mean over the turns a run takes is exact (`meanChanceNoneAlive`); of very many turns
 * some at equal distances are taken. As with Poisson arrivals, a read where the request has no
 * breakpoint of its own is taken to renew nothing. `certainBlocks`: by run, what its own requests
 * are certain to have left alive.
 */
export function periodChances(
  runs: readonly RunCacheView[],
  shared: SharedCache,
  options: {
    readonly period: Period;
    readonly certainBlocks: readonly ReadonlyMap<CacheView, number>[];
  },
): PeriodChances {
  const { period, certainBlocks } = options;
  const ofOthers = shared.withoutSource(0);
  const touchedBySource = ({ identity, valueCount }: Prefix) => ({
    valueCount,
    touches: (shared.touches.get(identity) ?? []).filter((touch) => touch.source === 0),
  });
  const most = mostTurnsEach(runs, shared, period);
  let isSampled = false;
  const hits = new Map<CacheView, readonly HitChance[]>();
  for (const [run, { exchanges }] of runs.entries()) {
    const all = (period.startsOf[run] ?? []).map((startMs): Turn => ({ run, startMs }));
    const turns = atEqualDistances(all, most);
    if (turns.length === 0) continue;
    isSampled ||= turns.length < all.length;
    for (const view of exchanges)
      hits.set(
        view,
        hitDistribution(view, certainBlocks[run]?.get(view) ?? -1, {
          touches: shared.touches,
          chanceNoneAlive: (tried) =>
            toChance(
              (meanChanceNoneAlive(period, tried.map(touchedBySource), {
                turns,
                offsetMs: view.offsetMs,
              }) *
                Number(ofOthers.chanceNoneAlive(tried))) /
                Number(certainty),
            ),
        }),
      );
  }
  return { hits, sampledTurns: isSampled ? most : null };
}

/** How many turns of each run are looked at: all, or as many as keep the work bounded. */
function mostTurnsEach(runs: readonly RunCacheView[], shared: SharedCache, period: Period): number {
  const touching = new Map<number, number>();
  let looksPerTurn = 0;
  let longest = 0;
  for (const [run, { exchanges }] of runs.entries()) {
    longest = Math.max(longest, period.startsOf[run]?.length ?? 0);
    for (const { lookups } of exchanges)
      for (const { identity, shared: isShared } of lookups) {
        if (!isShared) continue;
        const known = touching.get(identity);
        const count =
          known ?? new Set(shared.touches.get(identity)?.map((touch) => touch.run)).size;
        if (known === undefined) touching.set(identity, count);
        looksPerTurn += count;
      }
  }
  return looksPerTurn * longest <= mostLooks
    ? longest
    : Math.max(1, Math.floor(mostLooks / looksPerTurn));
}

function atEqualDistances(turns: readonly Turn[], most: number): readonly Turn[] {
  if (turns.length <= most) return turns;
  return Array.from({ length: most }, (_, index) => Math.floor((index * turns.length) / most))
    .map((index) => turns[index])
    .filter((turn) => turn !== undefined);
}

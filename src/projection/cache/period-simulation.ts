import { createCache, type PromptCache } from "../../billing/cache/cache.ts";
import { ascendingBy } from "../../order.ts";
import { certainty } from "../../traffic/chance.ts";
import type { Period } from "../../traffic/period.ts";
import type { CacheView, RunCacheView } from "./cache-view.ts";
import { averageHits, hitDistribution, type HitChance } from "./hit-distribution.ts";
import { createPeriodLayouts, type PeriodLayouts } from "./period-layout.ts";
import type { SharedCache } from "./shared-cache.ts";

/** How far each request reads under arrivals that repeat themselves. */
export interface PeriodHits {
  readonly hits: ReadonlyMap<CacheView, readonly HitChance[]>;
  /** How many periods were simulated without the cache coming to repeat itself; null: it did. */
  readonly unsettledAfter: number | null;
}

/** A request of a period. */
interface PeriodRequest {
  /** When it starts, milliseconds from the start of the period it falls in. */
  readonly startMs: number;
  /** How many periods earlier its run began. */
  readonly periodsAgo: number;
  /** Index of its run in the period. */
  readonly turn: number;
  readonly view: CacheView;
}

interface PeriodSimulation {
  readonly cache: PromptCache;
  readonly layouts: PeriodLayouts;
  /** In the order they start. */
  readonly requests: readonly PeriodRequest[];
  /** For each turn, how many periods after the one it begins in its last request is. */
  readonly lastPeriods: readonly number[];
  readonly period: Period;
  readonly readableAfterMs: number;
}

/** So many requests are sent through the cache machine at most: about a second. */
const mostRequests = 400_000;

/** Whether the cache machine is likely to be through arrivals within `mostRequests`. */
export function fitsMachine(runs: readonly RunCacheView[], period: Period): boolean {
  return requestsUntilSettled(runs, period) <= mostRequests;
}

/**
 * How many requests go through the cache machine until arrivals are likely to repeat themselves:
 * once the runs that began first are over and what they left has lapsed.
 */
export function requestsUntilSettled(runs: readonly RunCacheView[], period: Period): number {
  let longestMs = 0;
  let requests = 0;
  for (const [run, { exchanges }] of runs.entries()) {
    requests += (period.startsOf[run]?.length ?? 0) * exchanges.length;
    for (const { offsetMs, marked } of exchanges)
      for (const ttlMs of [0, ...marked.map((prefix) => prefix.ttlMs)])
        longestMs = Math.max(longestMs, offsetMs + ttlMs);
  }
  return (Math.ceil(longestMs / period.lengthMs) + 2) * requests;
}

/**
 * Sends the period of arrivals through the cache machine again and again, until the cache is the
 * same at its start and its end; that period counts (DESIGN.md, "Projecting"). The scenario's own
 * source is the cache's first. What the other scenarios of its cache group leave there is added as
 * chances: they arrive without regard to this one. For scenarios whose shared blocks hold no values
 * that are drawn: those are `periodChances`.
 */
export function simulatePeriods(
  runs: readonly RunCacheView[],
  shared: SharedCache,
  options: { readonly period: Period; readonly readableAfterMs: number },
): PeriodHits {
  const { period, readableAfterMs } = options;
  const requests = requestsOf(runs, period);
  const lastPeriods = period.turns.map(() => 0);
  for (const { turn, periodsAgo } of requests)
    lastPeriods[turn] = Math.max(lastPeriods[turn] ?? 0, periodsAgo);
  const layouts = createPeriodLayouts(runs);
  const cache = createCache();
  const { hitBlocks, unsettledAfter } = simulateUntilSettled({
    cache,
    layouts,
    requests,
    lastPeriods,
    period,
    readableAfterMs,
  });
  const blocks = new Map<CacheView, number[]>();
  for (const [index, { view }] of requests.entries()) {
    const own = blocks.get(view);
    if (own === undefined) blocks.set(view, [hitBlocks[index] ?? -1]);
    else own.push(hitBlocks[index] ?? -1);
  }
  const ofOthers = shared.sources.length > 1 ? shared.withoutSource(0) : null;
  const hits = new Map<CacheView, readonly HitChance[]>();
  for (const [view, found] of blocks) {
    const byBlock = new Map(
      [...new Set(found)].map((block) => [
        block,
        ofOthers === null ? [{ block, chance: certainty }] : hitDistribution(view, block, ofOthers),
      ]),
    );
    hits.set(view, averageHits(found.map((block) => byBlock.get(block) ?? [])));
  }
  return { hits, unsettledAfter };
}

function requestsOf(runs: readonly RunCacheView[], period: Period): readonly PeriodRequest[] {
  return period.turns
    .flatMap(({ run, startMs: begin }, turn) =>
      (runs[run]?.exchanges ?? []).map((view) => {
        const sinceBegin = begin + view.offsetMs;
        const periodsAgo = Math.floor(sinceBegin / period.lengthMs);
        return { startMs: sinceBegin - periodsAgo * period.lengthMs, periodsAgo, turn, view };
      }),
    )
    .sort(ascendingBy(({ startMs }) => startMs));
}

/**
 * The block up to which each request reads in the period at whose ends the cache is the same. The
 * cache is looked at only where two periods had the same hits, and ever more rarely.
 */
function simulateUntilSettled(simulation: PeriodSimulation): {
  readonly hitBlocks: readonly number[];
  readonly unsettledAfter: number | null;
} {
  // Until the runs that began in the first period are over, some requests of a period are missing.
  const complete = simulation.lastPeriods.reduce((most, last) => Math.max(most, last), 0);
  const periods = Math.max(
    complete + 2,
    Math.floor(mostRequests / Math.max(1, simulation.requests.length)),
  );
  let hitBlocks: readonly number[] = [];
  let before: { readonly state: string; readonly index: number } | null = null;
  let nextLook = complete + 1;
  for (let index = 0; index < periods; index += 1) {
    const previous = hitBlocks;
    hitBlocks = simulatePeriod(simulation, index);
    const isEqual = hitBlocks.every((block, at) => block === previous[at]);
    if (index < nextLook - 1) continue;
    const state = stateText(simulation, index);
    if (isEqual && before !== null && before.index === index - 1 && before.state === state)
      return { hitBlocks, unsettledAfter: null };
    if (before !== null && before.index === index - 1)
      nextLook = index + 2 + Math.floor((index - complete) / 4);
    before = { state, index };
  }
  return { hitBlocks, unsettledAfter: periods };
}

/**
 * Simulates one period: the block each request reads up to. Requests of runs that would have begun
 * before the first period are left out.
 */
function simulatePeriod(simulation: PeriodSimulation, index: number): readonly number[] {
  const { cache, layouts, requests, period, readableAfterMs } = simulation;
  return requests.map(({ view, turn, periodsAgo, startMs }) => {
    const firstPeriod = index - periodsAgo;
    if (firstPeriod < 0 || view.marked.length === 0) return -1;
    const layout = layouts.layoutOf(view, firstPeriod * period.turns.length + turn);
    const { hitBlock } = cache.request({
      layout,
      startMs: index * period.lengthMs + startMs,
      scope: "",
      latencyMs: readableAfterMs,
    });
    return layouts.blockAt(view, hitBlock);
  });
}

/**
 * The cache at the end of a period as text, without what only runs that are over could read: equal
 * texts are equal states.
 */
function stateText(
  { cache, layouts, lastPeriods, period }: PeriodSimulation,
  index: number,
): string {
  return cache
    .stateAt((index + 1) * period.lengthMs)
    .flatMap(({ prefix, ttl, expiresIn, readableIn }) => {
      const owner = layouts.ownerOf(prefix);
      const entry = `${ttl} ${expiresIn} ${readableIn}`;
      if (owner === null) return [`${prefix} ${entry}`];
      const turn = owner.start % period.turns.length;
      const periodsSince = index - Math.floor(owner.start / period.turns.length);
      if (periodsSince >= (lastPeriods[turn] ?? 0)) return [];
      return [`${turn}.${owner.local} ${periodsSince} ${entry}`];
    })
    .sort()
    .join("\n");
}

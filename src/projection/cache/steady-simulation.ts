import { createCache, type CacheStateEntry, type PromptCache } from "../../billing/cache/cache.ts";
import { ascendingBy, groupBy } from "../../order.ts";
import { certainty } from "../../traffic/chance.ts";
import { steadyPeriod, type SteadyPeriod } from "../../traffic/steady.ts";
import type { CacheView, Prefix, RunCacheView } from "./cache-view.ts";
import { averageHits, hitDistribution, type HitChance } from "./hit-distribution.ts";
import type { SharedCache } from "./shared-cache.ts";
import { createNumbering } from "./numbering.ts";
import { layOutForCache } from "./simulated-layout.ts";

/** How far each request reads under steady arrivals. */
export interface SteadyHits {
  readonly hits: ReadonlyMap<CacheView, readonly HitChance[]>;
  /** How many periods were simulated without the cache coming to repeat itself; null: it did. */
  readonly unsettledAfter: number | null;
}

/** A request of a period. */
interface SteadyRequest {
  /** When it starts, milliseconds from the start of the period it falls in. */
  readonly startMs: number;
  /** How many periods earlier its run began. */
  readonly periodsAgo: number;
  /** Index of its run in the period. */
  readonly turn: number;
  readonly view: CacheView;
}

/** The run that alone can read a private prefix. */
interface PrefixOwner {
  readonly identity: number;
  /** Index of the run in the period. */
  readonly turn: number;
  /** Index of the period it began in. */
  readonly firstPeriod: number;
}

interface SteadySimulation {
  readonly cache: PromptCache;
  /** The cache's number for a prefix, by a name that is equal where the cached prefix is. */
  readonly numberOf: (name: string | number) => number;
  /** By number, which run alone can read a prefix; shared ones have none. */
  readonly owners: Map<number, PrefixOwner>;
  /** In the order they start. */
  readonly requests: readonly SteadyRequest[];
  /**
   * For each run of the period, how many periods after the one it begins in its last request is.
   */
  readonly lastPeriods: readonly number[];
  readonly period: SteadyPeriod;
}

/** After so many periods an arrival that still does not repeat itself is taken as it is. */
const maxPeriods = 100_000;

/**
 * Sends the period of steady arrivals through the cache machine again and again, until the cache is
 * the same at its start and its end; that period counts (DESIGN.md, "Projecting"). The scenario's
 * own source is the cache's first. What the other scenarios of its cache group leave there is added
 * as chances: they arrive without regard to this one. For scenarios whose shared blocks hold no
 * values that are drawn: those are `steadyChances`.
 */
export function simulateSteady(runs: readonly RunCacheView[], shared: SharedCache): SteadyHits {
  const [source, ...others] = shared.sources;
  if (source === undefined) return { hits: new Map(), unsettledAfter: null };
  const period = steadyPeriod(source);
  const requests = requestsOf(runs, period);
  const { hitBlocks, unsettledAfter } = simulateUntilSettled({
    cache: createCache(),
    numberOf: createNumbering(),
    owners: new Map(),
    requests,
    lastPeriods: lastPeriodsOf(requests, period),
    period,
  });
  const ofOthers = shared.withoutSource(0);
  const distributions = [...hitBlocks].map(([{ view }, block]) => ({
    view,
    hits:
      others.length === 0 ? [{ block, chance: certainty }] : hitDistribution(view, block, ofOthers),
  }));
  const byView = groupBy(distributions, ({ view }) => view);
  return {
    hits: new Map(
      [...byView].map(
        ([view, turns]) => [view, averageHits(turns.map(({ hits }) => hits))] as const,
      ),
    ),
    unsettledAfter,
  };
}

function requestsOf(runs: readonly RunCacheView[], period: SteadyPeriod): readonly SteadyRequest[] {
  return period.turns
    .flatMap((run, turn) =>
      (runs[run]?.exchanges ?? []).map((view) => {
        const sinceBegin = turn * period.gapMs + view.offsetMs;
        const periodsAgo = Math.floor(sinceBegin / period.lengthMs);
        const startMs = sinceBegin - periodsAgo * period.lengthMs;
        return { startMs, periodsAgo, turn, view };
      }),
    )
    .sort(ascendingBy(({ startMs }) => startMs));
}

function lastPeriodsOf(
  requests: readonly SteadyRequest[],
  period: SteadyPeriod,
): readonly number[] {
  const last = period.turns.map(() => 0);
  for (const { turn, periodsAgo } of requests) last[turn] = Math.max(last[turn] ?? 0, periodsAgo);
  return last;
}

/** The block up to which each request reads in the period at whose ends the cache is the same. */
function simulateUntilSettled(simulation: SteadySimulation): {
  readonly hitBlocks: ReadonlyMap<SteadyRequest, number>;
  readonly unsettledAfter: number | null;
} {
  // Until the runs that began in the first period are over, some requests of a period are missing.
  const complete = simulation.lastPeriods.reduce((most, last) => Math.max(most, last), 0);
  let hitBlocks: ReadonlyMap<SteadyRequest, number> = new Map();
  let before: string | null = null;
  for (let index = 0; index < maxPeriods; index += 1) {
    hitBlocks = simulatePeriod(simulation, index);
    const after = stateText(simulation, index);
    if (index > complete && after === before) return { hitBlocks, unsettledAfter: null };
    before = after;
  }
  return { hitBlocks, unsettledAfter: maxPeriods };
}

/**
 * Simulates one period: the block each request reads up to. Requests of runs that would have begun
 * before the first period are left out.
 */
function simulatePeriod(
  simulation: SteadySimulation,
  index: number,
): ReadonlyMap<SteadyRequest, number> {
  const { cache, requests, period } = simulation;
  const hitBlocks = new Map<SteadyRequest, number>();
  for (const request of requests) {
    const firstPeriod = index - request.periodsAgo;
    if (firstPeriod < 0) continue;
    const { view } = request;
    if (view.marked.length === 0) {
      hitBlocks.set(request, -1);
      continue;
    }
    const layout = layOutForCache(view, (prefix) =>
      numberPrefix(simulation, prefix, { request, firstPeriod }),
    );
    const startMs = index * period.lengthMs + request.startMs;
    hitBlocks.set(request, cache.request({ layout, startMs, scope: "" }).hitBlock);
  }
  return hitBlocks;
}

/**
 * The number of a request's prefix in the simulated cache: a shared one has one number for all
 * runs, a private one belongs to its run, which began at this turn of the period `firstPeriod`.
 */
function numberPrefix(
  { numberOf, owners }: SteadySimulation,
  { identity, shared }: Prefix,
  sender: { readonly request: SteadyRequest; readonly firstPeriod: number },
): number {
  const { request, firstPeriod } = sender;
  const { turn } = request;
  if (shared) return numberOf(identity);
  const number = numberOf(`${identity}#${turn}#${firstPeriod}`);
  owners.set(number, { identity, turn, firstPeriod });
  return number;
}

/**
 * The cache at the end of a period as text, without what only runs that are over could read: equal
 * texts are equal states.
 */
function stateText(
  { cache, owners, lastPeriods, period }: SteadySimulation,
  index: number,
): string {
  const entryText = ({ prefix, ttl, expiresIn }: CacheStateEntry): readonly string[] => {
    const owner = owners.get(prefix);
    if (owner === undefined) return [`${prefix} ${ttl} ${expiresIn}`];
    const periodsSince = index - owner.firstPeriod;
    if (periodsSince >= (lastPeriods[owner.turn] ?? 0)) return [];
    return [`${owner.identity} ${owner.turn} ${periodsSince} ${ttl} ${expiresIn}`];
  };
  return cache
    .stateAt((index + 1) * period.lengthMs)
    .flatMap(entryText)
    .sort()
    .join("\n");
}

import { splitAt } from "../../billing/cache/split.ts";
import type { Traffic } from "../../config/config.ts";
import type { Ratio } from "../../money.ts";
import { certainty, shareToChance } from "../../traffic/chance.ts";
import { steadyPeriod } from "../../traffic/steady.ts";
import type { CacheOutcome, MeasuredScenario } from "../projection.ts";
import { viewScenario, type CacheView, type CountBound, type RunCacheView } from "./cache-view.ts";
import { hitDistribution, type HitChance } from "./hit-distribution.ts";
import { simulateRun } from "./run-simulation.ts";
import { createSharedCache, type CacheUser, type SharedCache } from "./shared-cache.ts";
import { drawsValues, steadyChances } from "./steady-chances.ts";
import { simulateSteady } from "./steady-simulation.ts";
import { fitsMachine } from "./steady-work.ts";

/** What one pass of a projection assumes: the figure itself, or one end of its interval. */
export interface Assumptions {
  readonly bound: CountBound;
  /** The share of cache hits in a batch, between 0 and 1. */
  readonly hitShare: Ratio;
  /**
   * `cold`: nothing is cached before the run. `expected`: as the traffic leaves the cache, or warm
   * (whatever a run marks is alive) where there is no traffic.
   */
  readonly warmth: "expected" | "cold";
}

/** A scenario, and its neighbours: the other scenarios with traffic that share its cache. */
export interface CacheGroup {
  readonly scenario: MeasuredScenario;
  readonly neighbours: readonly MeasuredScenario[];
}

/** What the cache may do for a whole scenario. */
export interface CacheForecast {
  /** Run by run, in order. */
  readonly exchanges: readonly ForecastExchange[];
  /** Whether some shared prefix is marked with different TTLs. */
  readonly mixedTtls: boolean;
  /**
   * After so many periods steady arrivals still did not repeat themselves; null where they did, or
   * arrivals are not steady.
   */
  readonly unsettledAfter: number | null;
  /** Whether chances of what is alive gave it, which leave out what an unmarked read renews. */
  readonly byChances: boolean;
}

/** One exchange with what the cache may do for it. */
export interface ForecastExchange {
  /** Index of its run. */
  readonly run: number;
  readonly view: CacheView;
  /** Deepest hit first; the chances add up to 2⁴⁰. */
  readonly outcomes: readonly CacheOutcome[];
}

/**
 * Whether arrivals repeat themselves: then their period goes through the cache machine, else a
 * formula gives the chance of what is alive (DESIGN.md, "Projecting").
 */
const arrivalsRepeat: Readonly<Record<Traffic["arrivals"], boolean>> = {
  poisson: false,
  steady: true,
};

/** What the cache may do for every exchange of a scenario. */
export function forecastCache(group: CacheGroup, assumptions: Assumptions): CacheForecast {
  const { scenario } = group;
  const { traffic } = scenario;
  const runs = viewScenario(scenario, assumptions.bound);
  if (scenario.tier === "batch")
    return {
      exchanges: withOutcomes(runs, (view) => hitsInBatch(view, assumptions.hitShare)),
      mixedTtls: false,
      unsettledAfter: null,
      byChances: false,
    };
  if (!runs.some(({ exchanges }) => exchanges.some(({ marked }) => marked.length > 0)))
    return {
      exchanges: withOutcomes(runs, () => nothingRead),
      mixedTtls: false,
      unsettledAfter: null,
      byChances: false,
    };
  const shared = shareCache(group, runs, assumptions);
  const { mixedTtls } = shared;
  const repeats =
    traffic !== null && arrivalsRepeat[traffic.arrivals] && assumptions.warmth === "expected";
  const [source] = shared.sources;
  const bySimulation =
    repeats &&
    source !== undefined &&
    !drawsValues(runs) &&
    fitsMachine(runs, steadyPeriod(source));
  if (bySimulation) {
    const { hits, unsettledAfter } = simulateSteady(runs, shared);
    return {
      exchanges: withOutcomes(runs, (view) => hits.get(view) ?? []),
      mixedTtls: false,
      unsettledAfter,
      byChances: false,
    };
  }
  const certainBlocks = runs.map(({ exchanges }) => simulateRun(exchanges));
  const steady = repeats ? steadyChances(runs, shared, certainBlocks) : null;
  return {
    exchanges: withOutcomes(
      runs,
      (view, run) =>
        steady?.get(view) ?? hitDistribution(view, certainBlocks[run]?.get(view) ?? -1, shared),
    ),
    mixedTtls: mixedTtls && traffic !== null,
    unsettledAfter: null,
    byChances: traffic !== null,
  };
}

/**
 * The exchanges of the runs, each with its hits and what they leave to write and to pay as input.
 */
function withOutcomes(
  runs: readonly RunCacheView[],
  hitsOf: (view: CacheView, run: number) => readonly HitChance[],
): readonly ForecastExchange[] {
  return runs.flatMap(({ exchanges }, run) =>
    exchanges.map((view) => ({
      run,
      view,
      outcomes: hitsOf(view, run).map((hit) => outcomeOf(view, hit)),
    })),
  );
}

function outcomeOf(view: CacheView, { block, chance }: HitChance): CacheOutcome {
  const tokens = block < 0 ? 0 : (view.layout.positions[block]?.tokens ?? 0);
  return { chance, ...splitAt(view.bounds, { hitBlock: block, tokens }) };
}

const nothingRead: readonly HitChance[] = [{ block: -1, chance: certainty }];

/**
 * In a batch nothing happens in order: of the requests whose deepest shared breakpoint could be
 * hit, a share hits it, and the others read nothing.
 */
function hitsInBatch(view: CacheView, hitShare: Ratio): readonly HitChance[] {
  const deepest = view.marked.findLast((prefix) => prefix.shared);
  const hit = shareToChance(hitShare);
  if (deepest === undefined || hit === 0n) return nothingRead;
  const miss = { block: -1, chance: certainty - hit };
  return [{ block: deepest.block, chance: hit }, ...(miss.chance > 0n ? [miss] : [])];
}

function shareCache(
  { scenario, neighbours }: CacheGroup,
  runs: readonly RunCacheView[],
  { bound, warmth }: Assumptions,
): SharedCache {
  if (warmth === "cold") return createSharedCache([{ scenario, runs, arrivals: "never" }]);
  if (scenario.traffic === null) return createSharedCache([{ scenario, runs, arrivals: "always" }]);
  return createSharedCache([
    { scenario, runs, arrivals: scenario.traffic.arrivals },
    ...usersAmong(neighbours, bound),
  ]);
}

/** Those of a scenario's neighbours that use the cache. */
export function usersAmong(
  neighbours: readonly MeasuredScenario[],
  bound: CountBound,
): readonly CacheUser[] {
  return neighbours.flatMap((other) =>
    other.traffic === null || other.tier === "batch"
      ? []
      : [{ scenario: other, runs: viewScenario(other, bound), arrivals: other.traffic.arrivals }],
  );
}

import { splitTokens } from "../billing/cache/layout.ts";
import type { Arrivals } from "../config/config.ts";
import type { Ratio } from "../money.ts";
import { certain, shareToChance } from "../traffic/chance.ts";
import {
  type SharedCache,
  createSharedCache,
  type HitChance,
  hitDistribution,
} from "./shared-cache.ts";
import { type Bound, type CacheView, type RunCacheView, viewScenario } from "./cache-view.ts";
import { replayRun } from "./replay.ts";
import type { CacheOutcome, MeasuredScenario } from "./projection.ts";
import { replaySteady } from "./steady.ts";

/** One end of what may be, or the middle of it. */
export interface Assumption {
  readonly bound: Bound;
  /** The share of cache hits in a batch. */
  readonly hitShare: Ratio;
  /**
   * `cold`: nothing is cached before the run. `expected`: as the traffic leaves it, or warm where
   * there is none.
   */
  readonly warmth: "expected" | "cold";
}

/** One exchange with what the cache may do. */
export interface ForecastExchange {
  /** Index of its run. */
  readonly run: number;
  readonly view: CacheView;
  readonly outcomes: readonly CacheOutcome[];
}

export interface CacheForecast {
  /** Run by run, in order. */
  readonly exchanges: readonly ForecastExchange[];
  /** Some shared prefix is marked with different TTLs. */
  readonly mixed: boolean;
  /**
   * After so many periods steady arrivals still did not repeat; null where they did or there are
   * none.
   */
  readonly unsettled: number | null;
}

/** Arrivals that repeat are played through the cache; all others leave a chance of what is alive. */
export const arrivalsRepeat: Readonly<Record<Arrivals, boolean>> = { poisson: false, steady: true };

interface Tenants {
  readonly scenario: MeasuredScenario;
  readonly population: readonly MeasuredScenario[];
}

/** What the cache may do to every exchange of a scenario. */
export function forecastCache(tenants: Tenants, assumption: Assumption): CacheForecast {
  const { scenario } = tenants;
  const runs = viewScenario(scenario, assumption.bound);
  const tell = (
    hitsOf: (view: CacheView, run: number) => readonly HitChance[],
  ): readonly ForecastExchange[] =>
    runs.flatMap(({ exchanges }, run) =>
      exchanges.map((view) => ({
        run,
        view,
        outcomes: hitsOf(view, run).map(({ block, chance }) => ({
          chance,
          ...splitTokens(view.layout, block),
        })),
      })),
    );
  if (scenario.tier === "batch")
    return {
      exchanges: tell((view) => batchHitDistribution(view, assumption.hitShare)),
      mixed: false,
      unsettled: null,
    };
  const shared = shareCache(tenants, runs, assumption);
  if (
    scenario.traffic !== null &&
    arrivalsRepeat[scenario.traffic.arrivals] &&
    assumption.warmth === "expected"
  ) {
    const { hits, unsettled } = replaySteady(runs, shared);
    return { exchanges: tell((view) => hits.get(view) ?? []), mixed: shared.mixed, unsettled };
  }
  const own = runs.map(({ exchanges }) => replayRun(exchanges, shared.lifetime));
  return {
    exchanges: tell((view, run) => hitDistribution(view, own[run]?.get(view) ?? -1, shared)),
    mixed: shared.mixed,
    unsettled: null,
  };
}

/**
 * In a batch nothing is in order: a share of the requests that could hit a prefix that others send
 * too hits it, at its breakpoint.
 */
function batchHitDistribution(view: CacheView, hitShare: Ratio): readonly HitChance[] {
  const deepest = view.marks.findLast((mark) => mark.shared);
  const hit = shareToChance(hitShare);
  if (deepest === undefined || hit === 0n) return [{ block: -1, chance: certain }];
  const miss = { block: -1, chance: certain - hit };
  return [{ block: deepest.block, chance: hit }, ...(miss.chance > 0n ? [miss] : [])];
}

function shareCache(
  { scenario, population }: Tenants,
  runs: readonly RunCacheView[],
  { bound, warmth }: Assumption,
): SharedCache {
  if (warmth === "cold") return createSharedCache([{ scenario, runs, arrivals: "never" }]);
  if (scenario.traffic === null) return createSharedCache([{ scenario, runs, arrivals: "always" }]);
  const others = population.flatMap((other) =>
    other.traffic === null || other.tier === "batch"
      ? []
      : [{ scenario: other, runs: viewScenario(other, bound), arrivals: other.traffic.arrivals }],
  );
  return createSharedCache([{ scenario, runs, arrivals: scenario.traffic.arrivals }, ...others]);
}

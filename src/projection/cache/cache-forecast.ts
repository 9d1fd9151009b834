import { splitAt } from "../../billing/cache/split.ts";
import type { Traffic } from "../../config/config.ts";
import type { Ratio } from "../../money.ts";
import { certainty, shareToChance } from "../../traffic/chance.ts";
import { steadyPeriod } from "../../traffic/steady.ts";
import type { CacheOutcome, MeasuredScenario } from "../projection.ts";
import { createHitWorth } from "../simulation/hit-worth.ts";
import { findSimulationReasons, type SimulationReasons } from "../simulation/needs-simulation.ts";
import { simulateHits, type SimulationError } from "../simulation/simulate-hits.ts";
import { viewScenario, type CacheView, type CountBound, type RunCacheView } from "./cache-view.ts";
import { hitDistribution, type HitChance } from "./hit-distribution.ts";
import { simulateRun } from "./run-simulation.ts";
import { createSharedCache, type CacheUser } from "./shared-cache.ts";
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
  /**
   * What a request costs with an outcome, pico-dollars; a part without a price counts nothing. A
   * simulation goes on until this is known well enough.
   */
  readonly costOf: (view: CacheView, outcome: CacheOutcome) => number;
}

/** What the cache may do for a whole scenario. */
export interface CacheForecast {
  /** Run by run, in order. */
  readonly exchanges: readonly ForecastExchange[];
  /** Where chances of what is alive do not hold, why; else null. */
  readonly beyondChances: SimulationReasons | null;
  /** Where the machine was simulated for that, to what standard error; else null. */
  readonly simulationError: SimulationError | null;
  /**
   * After so many periods steady arrivals still did not repeat themselves; null where they did, or
   * arrivals are not steady.
   */
  readonly unsettledAfter: number | null;
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

const exact = { beyondChances: null, simulationError: null, unsettledAfter: null } as const;

/** What the cache may do for every exchange of a scenario. */
export function forecastCache(group: CacheGroup, assumptions: Assumptions): CacheForecast {
  const { scenario } = group;
  const { traffic } = scenario;
  const runs = viewScenario(scenario, assumptions.bound);
  if (scenario.tier === "batch")
    return {
      ...exact,
      exchanges: withOutcomes(runs, (view) => hitsInBatch(view, assumptions.hitShare)),
    };
  if (!runs.some(({ exchanges }) => exchanges.some(({ marked }) => marked.length > 0)))
    return { ...exact, exchanges: withOutcomes(runs, () => nothingRead) };
  const users = cacheUsers(group, runs, assumptions);
  const shared = createSharedCache(users);
  const arrives = traffic !== null && assumptions.warmth === "expected";
  const repeats = arrives && arrivalsRepeat[traffic.arrivals];
  const [source] = shared.sources;
  const isAlone = users.length === 1;
  const fits =
    repeats &&
    source !== undefined &&
    !drawsValues(runs) &&
    fitsMachine(runs, steadyPeriod(source));
  const userRuns = users.map((user) => user.runs);
  const reasons = arrives && !(fits && isAlone) ? findSimulationReasons(userRuns, shared) : null;
  if (fits && reasons === null) {
    const { hits, unsettledAfter } = simulateSteady(runs, shared);
    const exchanges = withOutcomes(runs, (view) => hits.get(view) ?? []);
    return { ...exact, exchanges, unsettledAfter };
  }
  const certainBlocks = runs.map(({ exchanges }) => simulateRun(exchanges));
  const steady = repeats ? steadyChances(runs, shared, certainBlocks) : null;
  const hitsByChance = (view: CacheView, run: number): readonly HitChance[] =>
    steady?.get(view) ?? hitDistribution(view, certainBlocks[run]?.get(view) ?? -1, shared);
  const simulated =
    reasons === null || source === undefined
      ? null
      : simulateHits(
          userRuns,
          shared,
          createHitWorth(runs, source.weights, { costOf: group.costOf, hitsOf: hitsByChance }),
        );
  return {
    exchanges: withOutcomes(
      runs,
      (view, run) => simulated?.hits.get(view) ?? hitsByChance(view, run),
    ),
    beyondChances: reasons,
    simulationError: simulated?.error ?? null,
    unsettledAfter: null,
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

/** The scenario itself and, where runs arrive, the others that share its cache. */
function cacheUsers(
  { scenario, neighbours }: CacheGroup,
  runs: readonly RunCacheView[],
  { bound, warmth }: Assumptions,
): readonly CacheUser[] {
  if (warmth === "cold") return [{ scenario, runs, arrivals: "never" }];
  if (scenario.traffic === null) return [{ scenario, runs, arrivals: "always" }];
  return [
    { scenario, runs, arrivals: scenario.traffic.arrivals },
    ...usersAmong(neighbours, bound),
  ];
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

import { splitAt } from "../../billing/cache/split.ts";
import type { Ratio } from "../../money.ts";
import { certainty, shareToChance } from "../../traffic/chance.ts";
import { periodOf } from "../../traffic/period.ts";
import type { CacheOutcome, MeasuredScenario } from "../projection.ts";
import { findSimulationReasons, type SimulationReasons } from "../simulation/needs-simulation.ts";
import { simulateHits, type SimulationError } from "../simulation/simulate-hits.ts";
import { arrivalChances } from "./arrival-forecast.ts";
import { viewScenario, type CacheView, type CountBound, type RunCacheView } from "./cache-view.ts";
import { type HitChance } from "./hit-distribution.ts";
import { drawsValues } from "./period-chances.ts";
import { fitsMachine, simulatePeriods } from "./period-simulation.ts";
import { simulateRun } from "./run-simulation.ts";
import { createSharedCache, type CacheUser } from "./shared-cache.ts";

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
   * After so many periods arrivals still did not repeat themselves; null where they did, or no
   * period was simulated.
   */
  readonly unsettledAfter: number | null;
  /** Of how many starts of a run its figures are the mean, where those are not all; else null. */
  readonly sampledTurns: number | null;
  /** Whether runs arrive and chances of what is alive gave it: no replay, no simulation. */
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

const exact = {
  beyondChances: null,
  simulationError: null,
  unsettledAfter: null,
  sampledTurns: null,
  byChances: false,
} as const;

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
  const arrives =
    traffic !== null && scenario.keptAlive !== true && assumptions.warmth === "expected";
  const [source] = shared.sources;
  const period = arrives && source !== undefined ? periodOf(source) : null;
  const isAlone = users.length === 1;
  const machine =
    period !== null && !drawsValues(runs) && fitsMachine(runs, period) ? period : null;
  const reasons =
    arrives && !(machine !== null && isAlone) ? findSimulationReasons(users, shared) : null;
  const readableAfterMs = traffic?.readableAfterMs ?? 0;
  if (machine !== null && reasons === null) {
    const found = simulatePeriods(runs, shared, { period: machine, readableAfterMs });
    const exchanges = withOutcomes(runs, (view) => found.hits.get(view) ?? []);
    return { ...exact, exchanges, unsettledAfter: found.unsettledAfter };
  }
  const certainBlocks = runs.map(({ exchanges }) => simulateRun(exchanges, readableAfterMs));
  const chances = arrivalChances(runs, shared, { period, certainBlocks });
  const { hitsOf } = chances;
  const simulated =
    reasons === null ? null : simulateHits(users, shared, { costOf: group.costOf, hitsOf });
  return {
    exchanges: withOutcomes(runs, (view, run) => simulated?.hits.get(view) ?? hitsOf(view, run)),
    beyondChances: reasons,
    simulationError: simulated?.error ?? null,
    unsettledAfter: null,
    sampledTurns: simulated === null ? chances.sampledTurns : null,
    byChances: arrives && simulated === null,
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
  const { read, write5m, write1h, input } = splitAt(view.bounds, { hitBlock: block, tokens });
  return { chance, read, write5m, write1h, input, hitBlock: block };
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
  if (warmth === "cold") return [{ scenario, runs, arrivals: { kind: "never" } }];
  if (scenario.traffic === null || scenario.keptAlive === true)
    return [{ scenario, runs, arrivals: { kind: "always" } }];
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

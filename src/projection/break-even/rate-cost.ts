import { splitAt } from "../../billing/cache/split.ts";
import { usualArrivals } from "../../config/arrivals/arrivals.ts";
import type { Traffic } from "../../config/config.ts";
import { atRate } from "../../config/traffic.ts";
import { ratio } from "../../money.ts";
import { remember } from "../../remember.ts";
import { certainty } from "../../traffic/chance.ts";
import { expectAlive } from "../../traffic/poisson.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import { usersAmong } from "../cache/cache-forecast.ts";
import { viewScenario, type CacheView, type Prefix } from "../cache/cache-view.ts";
import { drawsValues } from "../cache/period-chances.ts";
import { simulateRun } from "../cache/run-simulation.ts";
import { createSharedCache, type CacheUser, type SharedCache } from "../cache/shared-cache.ts";
import { costOfOutcome } from "../exchange-ledger.ts";
import { project, type ProjectOptions } from "../project.ts";
import { findSimulationReasons } from "../simulation/needs-simulation.ts";
import { rateGrid } from "./rate-grid.ts";

/** What a run costs as a function of traffic, pico-dollars, not rounded. */
export interface RateCost {
  readonly at: (runsPerHour: number) => number;
  /** Costs that differ by less than this share of them are equal: what rounding, or chance, leaves. */
  readonly error: number;
  /**
   * Whether hundreds of rates can be asked for: a sum of a few terms says it, or a period of a few
   * requests is replayed. Else each rate takes a simulation or a long replay.
   */
  readonly isQuick: boolean;
}

const roundingError = 1e-9;
/** Twice the standard error that a simulation goes on to. */
const simulationError = 0.004;

/** A month is 730 hours (DESIGN.md, "promptcost.yml"). */
const hoursPerMonth = 730n;

/**
 * The cost of a scenario's run as a function of its traffic. Under Poisson arrivals each chance that
 * nothing of some prefixes is alive is e^(−rate × c), where c does not depend on the rate: so the
 * cost is a sum of a few such terms, found once. Other arrivals are projected at each rate. What has
 * no price is missing.
 */
export function createRateCost(options: ProjectOptions): RateCost {
  const { scenario } = options;
  const { traffic, tier } = scenario;
  if (tier === "batch") {
    const usd = Number(project(options).usdPerRun);
    return { at: () => usd, error: roundingError, isQuick: true };
  }
  if (traffic === null || traffic.arrivals.kind === "poisson") {
    const users = usersOf(options);
    const cache = createSharedCache(users);
    const formula = poissonCost(options, cache);
    return findSimulationReasons(users, cache) === null ? formula : simulatedCost(options, formula);
  }
  const at = remembering((runsPerHour: number) => projectAt(options, runsPerHour));
  return { at, error: roundingError, isQuick: isShortPeriod(options) };
}

/** A period of so many requests is replayed in well under a millisecond. */
const fewRequests = 20;

/** Whether even arrivals repeat themselves after a few requests, and nothing has to be simulated. */
function isShortPeriod(options: ProjectOptions): boolean {
  const { scenario, neighbours } = options;
  if (scenario.traffic?.arrivals.kind !== "steady" || neighbours.length > 0) return false;
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  const longest = scenario.runs.reduce((most, run) => Math.max(most, run.exchanges.length), 0);
  if (weights.sum * BigInt(longest) > fewRequests) return false;
  const users = usersOf(options);
  return (
    !drawsValues(viewScenario(scenario, "total")) &&
    findSimulationReasons(users, createSharedCache(users)) === null
  );
}

/** A cost that is dear to work out: a curve and its crossings ask for the same rates. */
function remembering(costAt: RateCost["at"]): RateCost["at"] {
  const known = new Map<number, number>();
  return (runsPerHour) => {
    const usd = known.get(runsPerHour) ?? costAt(runsPerHour);
    known.set(runsPerHour, usd);
    return usd;
  };
}

/** What a run costs at another traffic, projected. */
function projectAt(options: ProjectOptions, runsPerHour: number): number {
  const { scenario } = options;
  const usual: Traffic = {
    runsPerMonth: ratio(0n),
    range: null,
    judgedAt: "high",
    written: "",
    arrivals: usualArrivals,
    shared: scenario.shared,
    gapMs: null,
    readableAfterMs: 0,
  };
  const runsPerMonth = ratio(BigInt(Math.round(runsPerHour * 1e6)) * hoursPerMonth, 1_000_000n);
  const moved = { ...scenario, traffic: atRate(scenario.traffic ?? usual, runsPerMonth) };
  return Number(project({ ...options, scenario: moved }).usdPerRun);
}

/**
 * The cost where chances do not hold (`findSimulationReasons`): what they give, and what simulations
 * at two rates to a factor of ten add to it, evenly from one of them to the next. Below 0.1 and
 * above 1,000 runs an hour hardly anything or nearly everything is read: there it goes to nothing.
 */
function simulatedCost(options: ProjectOptions, formula: RateCost): RateCost {
  const anchors = rateGrid
    .filter((_, index) => index % 2 === 0)
    .map((rate) => ({
      rate,
      added: remember(() =>
        rate < 0.1 || rate > 1_000 ? 0 : projectAt(options, rate) - formula.at(rate),
      ),
    }));
  return {
    at: (runsPerHour) => {
      const next = anchors.findIndex(({ rate }) => rate >= runsPerHour);
      const [low, high] = [anchors[next - 1], anchors[next]];
      if (low === undefined || high === undefined) return formula.at(runsPerHour);
      const way = Math.log(runsPerHour / low.rate) / Math.log(high.rate / low.rate);
      return formula.at(runsPerHour) + low.added() * (1 - way) + high.added() * way;
    },
    error: simulationError,
    isQuick: false,
  };
}

/** Those that share the cache, the scenario by Poisson arrivals. */
function usersOf({ scenario, neighbours }: ProjectOptions): readonly CacheUser[] {
  const runs = viewScenario(scenario, "total");
  return [{ scenario, runs, arrivals: usualArrivals }, ...usersAmong(neighbours, "total")];
}

function poissonCost(options: ProjectOptions, cache: SharedCache): RateCost {
  const sums = new Map<number, number>();
  for (const { alive, usd } of termsOf(options, cache))
    sums.set(alive, (sums.get(alive) ?? 0) + usd);
  const terms = [...sums];
  return {
    at: (runsPerHour) => {
      let total = 0;
      for (const [alive, usd] of terms) total += usd * Math.exp(-runsPerHour * alive);
      return total;
    },
    error: roundingError,
    isQuick: true,
  };
}

/** Pico-dollars of a run times e^(−rate × `alive`). */
interface Term {
  /** Runs expected to have left one of some prefixes alive, for each run an hour. */
  readonly alive: number;
  readonly usd: number;
}

/**
 * A run's cost as a sum of terms. With Nᵢ the chance that none of the prefixes p₁ … pᵢ a request
 * tries is alive, it reads pᵢ with the chance Nᵢ₋₁ − Nᵢ (`hitDistribution`): so Nᵢ stands before
 * the price of what is tried next less that of pᵢ.
 */
function termsOf(options: ProjectOptions, cache: SharedCache): readonly Term[] {
  const { scenario } = options;
  const runs = viewScenario(scenario, "total");
  const noneAlive = createNoneAlive(cache);
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  return runs.flatMap(({ exchanges }, run) => {
    const share = Number(weights.each[run] ?? 0n) / Number(weights.sum);
    const certain = simulateRun(exchanges, scenario.traffic?.readableAfterMs ?? 0);
    return exchanges.flatMap((view): readonly Term[] => {
      const certainBlock = certain.get(view) ?? -1;
      const tried = triedBy(view, certainBlock, cache);
      const usd = [...tried.map(({ block }) => block), certainBlock].map(
        (block) => share * usdOfHit(view, block, options),
      );
      return usd.map((own, index) => {
        const { alive, others } = noneAlive(tried.slice(0, index));
        return { alive, usd: others * (own - (usd[index - 1] ?? 0)) };
      });
    });
  });
}

/** The prefixes that another run can have left alive, deepest first. */
function triedBy(
  { lookups }: CacheView,
  certainBlock: number,
  { touches }: SharedCache,
): readonly Prefix[] {
  return lookups.filter(
    ({ block, shared, identity }) => block > certainBlock && shared && touches.has(identity),
  );
}

/** The chance that none of some prefixes is alive: e^(−rate × `alive`) × `others`. */
interface NoneAlive {
  readonly alive: number;
  /** That no run of a neighbour has left any alive. */
  readonly others: number;
}

function createNoneAlive(cache: SharedCache): (prefixes: readonly Prefix[]) => NoneAlive {
  const [own] = cache.sources;
  const ofOthers = cache.withoutSource(0);
  const known = new Map<string, NoneAlive>();
  return (prefixes) => {
    if (own === undefined || prefixes.length === 0) return { alive: 0, others: 1 };
    const name = prefixes.map(({ identity, valueCount }) => `${identity}/${valueCount}`).join(" ");
    const found = known.get(name);
    if (found !== undefined) return found;
    const { n, d } = expectAlive(
      { ...own, runsPerMonth: ratio(hoursPerMonth) },
      prefixes.map(({ identity, valueCount }) => ({
        valueCount,
        touches: (cache.touches.get(identity) ?? []).filter(({ source }) => source === 0),
      })),
    );
    const made = {
      alive: Number(n) / Number(d),
      others: Number(ofOthers.chanceNoneAlive(prefixes)) / Number(certainty),
    };
    known.set(name, made);
    return made;
  };
}

/** What an exchange costs where the cache is read up to a block, pico-dollars. */
function usdOfHit(view: CacheView, hitBlock: number, options: ProjectOptions): number {
  const tokens = hitBlock < 0 ? 0 : (view.layout.positions[hitBlock]?.tokens ?? 0);
  const outcome = { chance: certainty, ...splitAt(view.bounds, { hitBlock, tokens }) };
  return costOfOutcome(view, outcome, { ...options, region: "global" });
}

import { sum, sumExact } from "../../arithmetic.ts";
import { splitAt } from "../../billing/cache/split.ts";
import { priceLine } from "../../billing/ledger/price.ts";
import { usualArrivals } from "../../config/arrivals/arrivals.ts";
import { ratio } from "../../money.ts";
import { certainty } from "../../traffic/chance.ts";
import { expectAlive } from "../../traffic/poisson.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import { usersAmong } from "../cache/cache-forecast.ts";
import { viewScenario, type CacheView, type Prefix } from "../cache/cache-view.ts";
import { simulateRun } from "../cache/run-simulation.ts";
import { createSharedCache, type SharedCache } from "../cache/shared-cache.ts";
import { expectedLines } from "../exchange-ledger.ts";
import { project, type ProjectOptions } from "../project.ts";

/** What a run costs at so many runs an hour, pico-dollars, not rounded. */
export type RateCost = (runsPerHour: number) => number;

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
    return () => usd;
  }
  if (traffic === null || traffic.arrivals.kind === "poisson") return poissonCost(options);
  return (runsPerHour) => {
    const runsPerMonth = ratio(BigInt(Math.round(runsPerHour * 1e6)) * hoursPerMonth, 1_000_000n);
    const moved = { ...scenario, traffic: { ...traffic, runsPerMonth } };
    return Number(project({ ...options, scenario: moved }).usdPerRun);
  };
}

function poissonCost(options: ProjectOptions): RateCost {
  const sums = new Map<number, number>();
  for (const { alive, usd } of termsOf(options)) sums.set(alive, (sums.get(alive) ?? 0) + usd);
  const terms = [...sums];
  return (runsPerHour) => sum(terms.map(([alive, usd]) => usd * Math.exp(-runsPerHour * alive)));
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
function termsOf(options: ProjectOptions): readonly Term[] {
  const { scenario, neighbours } = options;
  const runs = viewScenario(scenario, "total");
  const cache = createSharedCache([
    { scenario, runs, arrivals: usualArrivals },
    ...usersAmong(neighbours, "total"),
  ]);
  const noneAlive = createNoneAlive(cache);
  const weights = wholeWeights(scenario.runs.map((run) => run.weight));
  return runs.flatMap(({ exchanges }, run) => {
    const share = Number(weights.each[run] ?? 0n) / Number(weights.sum);
    const certain = simulateRun(exchanges);
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
  const lines = expectedLines(
    { run: 0, view, outcomes: [outcome] },
    { ...options, region: "global" },
  );
  const usd = sumExact(lines.map((line) => priceLine(line, options.book) ?? 0n));
  return Number(usd) / Number(certainty);
}

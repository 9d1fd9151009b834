import type { MarkedPrefix } from "../../projection/cache/cache-view.ts";
import { viewScenario, type CacheView } from "../../projection/cache/cache-view.ts";
import type { Pass } from "../../projection/passes.ts";
import type { MeasuredScenario } from "../../projection/projection.ts";
import { multiplyRatio, ratio, type Ratio } from "../../money.ts";
import { monthMs } from "../../traffic/arrivals.ts";
import { certainty, chanceOfNoArrival, toChance } from "../../traffic/chance.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import { pingEveryMs } from "./within-runs.ts";

/** Above so many requests a run, keeping alive is dearer than writing anew (caching-rules.md §7). */
const mostPingsPerRun = 60;

/** A scenario whose shared prefixes are alive whenever a run comes, and what that takes. */
export interface KeptBetweenRuns {
  readonly scenario: MeasuredScenario;
  /** Expected number of keep-alive requests a month. */
  readonly pingsPerMonth: number;
}

/** A shared prefix that is kept alive: the runs that use it, and the cheapest request to do it by. */
interface Kept {
  readonly runs: Map<number, { first: number; last: number }>;
  read: number;
  tail: number;
}

/**
 * The scenario with its shared prefixes kept alive between Poisson arrivals for ever, by sending the
 * cheapest request that marks one again whenever it was not used for 4.5 minutes. Poisson arrivals
 * have no memory: what pays after one silence pays after the next, so a keep-alive for a while is
 * never the cheapest, only one for ever or none. Runs that use a prefix keep it busy from their
 * first to their last use and 4.5 minutes on (D): idle spells begin λ·e^(−λD) times an hour, and each
 * takes 1 / (1 − e^(−4.5 min · λ)) requests. Null: arrivals are not Poisson, nothing is shared, a
 * prefix has several values, or it would never pay.
 */
export function keptBetweenRuns(scenario: MeasuredScenario): KeptBetweenRuns | null {
  const { traffic } = scenario;
  if (traffic === null || traffic.arrivals.kind !== "poisson") return null;
  const found = findKept(scenario);
  if (found === null || found.length === 0) return null;
  const weights = wholeWeights(scenario.runs.map(({ weight }) => weight));
  const passes = new Map<number, readonly Pass[]>();
  let perMonth = 0;
  for (const { runs, read, tail } of found) {
    const own = [...runs].map(([run, used]) => ({ weight: weights.each[run] ?? 0n, ...used }));
    const sum = own.reduce((total, { weight }) => total + weight, 0n);
    const busyMs = own.reduce(
      (total, { weight, first, last }) => total + weight * BigInt(last - first + pingEveryMs),
      0n,
    );
    const arriving = multiplyRatio(traffic.runsPerMonth, ratio(sum, weights.sum * monthMs));
    const perRun =
      chanceNone(multiplyRatio(arriving, ratio(busyMs, sum))) /
      (1 - chanceNone(multiplyRatio(arriving, ratio(BigInt(pingEveryMs)))));
    if (!(perRun <= mostPingsPerRun)) return null;
    const share = Number(sum) / Number(weights.sum);
    const { n, d } = traffic.runsPerMonth;
    perMonth += (perRun * share * Number(n)) / Number(d);
    for (const run of runs.keys())
      passes.set(run, [...(passes.get(run) ?? []), ...pingPasses(perRun, { read, tail })]);
  }
  return { scenario: withPasses(scenario, passes), pingsPerMonth: perMonth };
}

/** Rounded as all chances are, so that every engine has the same. */
function chanceNone(expected: Ratio): number {
  return Number(toChance(chanceOfNoArrival(expected))) / Number(certainty);
}

/** The deepest shared prefixes of all requests that no deeper one keeps alive anyway. */
function findKept(scenario: MeasuredScenario): readonly Kept[] | null {
  const kept = new Map<number, Kept>();
  const shallower = new Set<number>();
  for (const [run, { exchanges }] of viewScenario(scenario, "total").entries())
    for (const view of exchanges) {
      const shared = view.marked.filter((prefix) => prefix.shared);
      const deepest = shared.at(-1);
      if (deepest === undefined) continue;
      if (deepest.valueCount !== 1n) return null;
      for (const { identity } of shared.slice(0, -1)) shallower.add(identity);
      noteUse(kept, { run, view, deepest });
    }
  return [...kept].flatMap(([identity, found]) => (shallower.has(identity) ? [] : [found]));
}

function noteUse(
  kept: Map<number, Kept>,
  {
    run,
    view,
    deepest,
  }: { readonly run: number; readonly view: CacheView; readonly deepest: MarkedPrefix },
): void {
  const read = view.layout.positions[deepest.block]?.tokens ?? 0;
  const tail = view.total - read;
  const { offsetMs } = view;
  const known = kept.get(deepest.identity);
  if (known === undefined) {
    const runs = new Map([[run, { first: offsetMs, last: offsetMs }]]);
    kept.set(deepest.identity, { runs, read, tail });
    return;
  }
  const used = known.runs.get(run);
  known.runs.set(run, { first: used?.first ?? offsetMs, last: offsetMs });
  known.tail = Math.min(known.tail, tail);
}

/** So many requests, the last one in part: whole tokens. */
function pingPasses(
  times: number,
  { read, tail }: { readonly read: number; readonly tail: number },
): readonly Pass[] {
  const whole = Math.floor(times);
  const rest = times - whole;
  const pass = (share: number): Pass => ({
    kind: "keep-alive",
    model: null,
    split: {
      read: Math.round(read * share),
      write5m: 0,
      write1h: 0,
      input: Math.round(tail * share),
    },
    output: 0,
  });
  return [...Array.from({ length: whole }, () => pass(1)), pass(rest)];
}

/** Each run with the keep-alives that are due to it, beside its first request. */
function withPasses(
  scenario: MeasuredScenario,
  passes: ReadonlyMap<number, readonly Pass[]>,
): MeasuredScenario {
  return {
    ...scenario,
    keptAlive: true,
    runs: scenario.runs.map((run, index) => {
      const own = passes.get(index);
      if (own === undefined) return run;
      const [first, ...others] = run.exchanges;
      if (first === undefined) return run;
      return { ...run, exchanges: [{ ...first, passes: [...first.passes, ...own] }, ...others] };
    }),
  };
}

import type { WeekSpan } from "../../config/arrivals/schedule.ts";
import { monthMs, type ArrivalSource } from "../../traffic/arrivals.ts";
import { periodOf, type Turn } from "../../traffic/period.ts";
import { ascendingBy } from "../../order.ts";
import type { CacheView, Prefix } from "../cache/cache-view.ts";
import { simulateRun } from "../cache/run-simulation.ts";
import type { CacheUser, SharedCache } from "../cache/shared-cache.ts";

/**
 * What a simulation of the cache has to know, and no more: plain data without tokens or texts.
 * Scenarios with equal plans have equal hits.
 */
export interface SimulationPlan {
  /** Of the scenario itself first; its requests are measured. */
  readonly sources: readonly PlannedSource[];
  /** By the number of a shared prefix, of how many equally likely ones it is one. */
  readonly valueCounts: readonly number[];
}

/** The runs of one scenario. */
export interface PlannedSource {
  /** By chance; by chance in active hours; at known moments of a period. */
  readonly arrivals: "poisson" | "schedule" | "period";
  readonly runsPerMs: number;
  /** Of a schedule, the active hours of a week. */
  readonly active: readonly WeekSpan[];
  /** Of a period, its starts in order; `run` is an index into `runs`. */
  readonly turns: readonly Turn[];
  readonly lengthMs: number;
  /** So long after its start nobody can read what a request writes. */
  readonly readableAfterMs: number;
  readonly runs: readonly PlannedRun[];
}

/** A run as other runs see it: its requests that read or write shared prefixes, in order. */
export interface PlannedRun {
  /** Its share of the source's runs. */
  readonly share: number;
  readonly steps: readonly PlannedStep[];
}

/** A request that reads or writes shared prefixes. */
export interface PlannedStep {
  readonly offsetMs: number;
  /** Whether it is sure to hit a private prefix, behind all shared ones. */
  readonly hitsPrivate: boolean;
  /** The shared prefixes its lookup tries, deepest first. */
  readonly lookups: readonly PlannedLookup[];
}

/** A shared prefix of a request. */
export interface PlannedLookup {
  readonly prefix: number;
  /** The TTL of the request's own breakpoint there; 0: it has none. */
  readonly ttlMs: number;
}

/** A view whose hits a simulation of its plan gives. */
export interface MeasuredView {
  readonly view: CacheView;
  /** The blocks up to which it may read, deepest first, and -1: one for each outcome. */
  readonly blocks: readonly number[];
}

/** A plan, and the measured views in the order the plan names their steps. */
export interface Planned {
  readonly plan: SimulationPlan;
  readonly views: readonly MeasuredView[];
}

/**
 * Plans the simulation of scenarios that share a cache, the first being the one that is measured.
 * Null where there are no arrivals.
 */
export function planSimulation(
  users: readonly CacheUser[],
  { sources, touches }: Pick<SharedCache, "sources" | "touches">,
): Planned | null {
  const numbers = new Map<Prefix["identity"], number>();
  const valueCounts: number[] = [];
  const numberOf = ({ identity, valueCount }: Prefix): number => {
    const known = numbers.get(identity);
    if (known !== undefined) return known;
    valueCounts.push(Number(valueCount));
    numbers.set(identity, valueCounts.length - 1);
    return valueCounts.length - 1;
  };
  const views: MeasuredView[] = [];
  const planned: PlannedSource[] = [];
  for (const index of inOrder(users)) {
    const source = sources[index];
    if (source === undefined) continue;
    const arrivals = planArrivals(source);
    if (arrivals === null) return null;
    const own = users[index]?.runs ?? [];
    const readableAfterMs = users[index]?.scenario.traffic?.readableAfterMs ?? 0;
    // By name, so that the order of the fixtures decides nothing.
    const order = [...own.keys()].sort(ascendingBy((run) => own[run]?.run.run.id ?? ""));
    const runs = order.map((run): PlannedRun => {
      const exchanges = own[run]?.exchanges ?? [];
      const certain = simulateRun(exchanges, readableAfterMs);
      const ordered = [...exchanges].sort(ascendingBy(({ offsetMs }) => offsetMs));
      const steps = ordered.flatMap((view): readonly PlannedStep[] => {
        const hit = certain.get(view) ?? -1;
        const hitsPrivate = view.lookups.some(({ block, shared }) => block === hit && !shared);
        const tried = view.lookups.filter(
          ({ shared, identity }) => shared && touches.has(identity),
        );
        if (tried.length === 0) return [];
        const lookups = tried.map((prefix) => ({
          prefix: numberOf(prefix),
          ttlMs: view.marked.find(({ block }) => block === prefix.block)?.ttlMs ?? 0,
        }));
        if (hitsPrivate && lookups.every(({ ttlMs }) => ttlMs === 0)) return [];
        if (index === 0 && !hitsPrivate)
          views.push({ view, blocks: [...tried.map(({ block }) => block), -1] });
        return [{ offsetMs: view.offsetMs, hitsPrivate, lookups }];
      });
      return { share: shareOf(source, run), steps };
    });
    const turns = arrivals.turns.map((turn) => ({ ...turn, run: order.indexOf(turn.run) }));
    planned.push({ ...arrivals, turns, readableAfterMs, runs });
  }
  return { plan: { sources: planned, valueCounts }, views };
}

/** When runs arrive; `turns` are by the source's own indexes. */
function planArrivals(
  source: ArrivalSource,
): Omit<PlannedSource, "runs" | "readableAfterMs"> | null {
  const { arrivals, runsPerMonth } = source;
  const runsPerMs = Number(runsPerMonth.n) / Number(runsPerMonth.d) / Number(monthMs);
  const none = { runsPerMs, active: [], turns: [], lengthMs: 0 };
  if (arrivals.kind === "poisson") return { ...none, arrivals: "poisson" };
  if (arrivals.kind === "schedule")
    return { ...none, arrivals: "schedule", active: arrivals.active };
  const period = periodOf(source);
  if (period === null || period.turns.length === 0) return null;
  const { turns, lengthMs } = period;
  return { ...none, arrivals: "period", runsPerMs: turns.length / lengthMs, turns, lengthMs };
}

/** Of the users' indexes the scenario's own first, then the others by the names of their runs. */
function inOrder(users: readonly CacheUser[]): readonly number[] {
  const [own, ...others] = users.keys();
  const nameOf = (user: number): string =>
    users[user]?.runs.map(({ run }) => run.run.id).join() ?? "";
  return own === undefined ? [] : [own, ...others.sort(ascendingBy(nameOf))];
}

function shareOf({ weights }: ArrivalSource, run: number): number {
  return Number(weights.each[run] ?? 0n) / Number(weights.sum);
}

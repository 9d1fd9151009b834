import { greatestCommonDivisor, sumExact } from "../arithmetic.ts";
import type { Arrivals } from "../config/arrivals/arrivals.ts";
import { ascendingBy } from "../order.ts";
import { monthMs, type ArrivalSource } from "./arrivals.ts";
import { roundRobin } from "./round-robin.ts";
import type { Weights } from "./weights.ts";

/** What arrivals repeat: the starts of runs in a stretch of time. */
export interface Period {
  /** In the order they start. */
  readonly turns: readonly Turn[];
  /** When each run starts, ascending, by its index among the source's runs. */
  readonly startsOf: readonly (readonly number[])[];
  /** Milliseconds, at least one. */
  readonly lengthMs: number;
}

/** One start of a run. */
export interface Turn {
  /** Index among the source's runs. */
  readonly run: number;
  /** Whole milliseconds from the start of the period. */
  readonly startMs: number;
}

/** After so many runs at most the turns of a source begin anew. */
export const mostTurns = 10_000n;

/** Arrivals that are known moments; null: they come by chance. */
const startsBy: Readonly<
  Record<Arrivals["kind"], null | ((source: ArrivalSource) => Omit<Period, "startsOf"> | null)>
> = {
  poisson: null,
  schedule: null,
  steady: (source) => spread(source, 1),
  burst: (source) => spread(source, source.arrivals.kind === "burst" ? source.arrivals.size : 1),
  observed: observedStarts,
};

/**
 * The shortest stretch after which the arrivals of a source repeat themselves; null where they come
 * by chance. Where the starts do not name the run, runs take turns by smooth weighted round robin.
 */
export function periodOf(source: ArrivalSource): Period | null {
  const { kind } = source.arrivals;
  if (kind === "always" || kind === "never") return null;
  const found = startsBy[kind]?.(source) ?? null;
  if (found === null) return null;
  const startsOf: number[][] = source.weights.each.map(() => []);
  for (const { run, startMs } of found.turns) startsOf[run]?.push(startMs);
  return { ...found, startsOf };
}

/** Whether the runs of a source take turns by rounded weights, or begin anew before they are through. */
export function areTurnsRounded({ arrivals, weights }: ArrivalSource): boolean {
  if (arrivals.kind === "steady") return weights.sum > mostTurns;
  return arrivals.kind === "burst" && turnCycle(weights, arrivals.size).isRounded;
}

/** Runs at the rate of the source, `size` at a time at equal distances. */
function spread(source: ArrivalSource, size: number): Omit<Period, "startsOf"> {
  const { weights, runsPerMonth } = source;
  const { turns } = turnCycle(weights, size);
  const startOf = (index: number): number =>
    Number((BigInt(index) * monthMs * runsPerMonth.d) / runsPerMonth.n);
  return {
    turns: turns.map((run, index) => ({ run, startMs: startOf(index - (index % size)) })),
    lengthMs: Math.max(1, startOf(turns.length)),
  };
}

/** The runs in the order they take turns, a whole number of bursts. */
function turnCycle(
  weights: Weights,
  size: number,
): { readonly turns: readonly number[]; readonly isRounded: boolean } {
  const cycle = roundRobin(turnWeights(weights));
  const divisor = Number(greatestCommonDivisor(BigInt(cycle.length), BigInt(size)));
  const whole = (cycle.length / divisor) * size;
  const isLong = whole > Math.max(Number(mostTurns), cycle.length);
  const length = isLong ? Math.ceil(cycle.length / size) * size : whole;
  return {
    turns: Array.from({ length }, (_, index) => cycle[index % cycle.length] ?? 0),
    isRounded: isLong || weights.sum > mostTurns,
  };
}

/**
 * The weights by which runs take turns: their own, or where a cycle of those would be longer than
 * `mostTurns`, the nearest whole ones with about that sum, at least one each. It is the order alone
 * that is rounded; what a run counts for in the figures is not.
 */
function turnWeights({ each, sum }: Weights): Weights {
  if (sum <= mostTurns) return { each, sum };
  const rounded = each.map((weight) => {
    const turns = (2n * weight * mostTurns + sum) / (2n * sum);
    return turns < 1n ? 1n : turns;
  });
  const divisor = rounded.reduce(greatestCommonDivisor, 0n);
  const whole = rounded.map((turns) => turns / divisor);
  return { each: whole, sum: sumExact(whole) };
}

/**
 * The starts that were seen. Where they name the source's runs and each of these at least once, they
 * are those runs'; else the runs take turns. Null where none were read.
 */
function observedStarts({
  arrivals,
  runIds,
  weights,
}: ArrivalSource): Omit<Period, "startsOf"> | null {
  const pattern = arrivals.kind === "observed" ? arrivals.pattern : null;
  if (pattern === null || pattern.starts.length === 0) return null;
  const indexes = new Map(runIds.map((id, index) => [id, index] as const));
  const own = pattern.starts.flatMap(({ atMs, run }) => {
    const index = run === null ? undefined : indexes.get(run);
    return index === undefined ? [] : [{ run: index, startMs: atMs }];
  });
  const { lengthMs } = pattern;
  if (new Set(own.map(({ run }) => run)).size === runIds.length) return { turns: own, lengthMs };
  const order = roundRobin(turnWeights(weights));
  // Until the turns begin anew with the pattern; where that is long, each run has one at least.
  const count = pattern.starts.length;
  const divisor = Number(greatestCommonDivisor(BigInt(order.length), BigInt(count)));
  const whole = order.length / divisor;
  const isLong = whole * count > Number(mostTurns);
  const rounds = isLong ? Math.ceil(order.length / count) : whole;
  const turns = Array.from({ length: rounds * pattern.starts.length }, (_, index) => ({
    run: order[index % order.length] ?? 0,
    startMs:
      Math.floor(index / pattern.starts.length) * lengthMs +
      (pattern.starts[index % pattern.starts.length]?.atMs ?? 0),
  }));
  return { turns: turns.sort(ascendingBy(({ startMs }) => startMs)), lengthMs: rounds * lengthMs };
}

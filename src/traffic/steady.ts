import { greatestCommonDivisor, sumExact } from "../arithmetic.ts";
import { monthMs, type ArrivalSource } from "./arrivals.ts";
import { joinSpans, type Span } from "./coverage.ts";
import { roundRobin } from "./round-robin.ts";
import { ascending } from "../order.ts";
import type { Touch, TouchedPrefix } from "./touch.ts";
import type { Weights } from "./weights.ts";

/** What steady arrivals repeat: runs at equal distances, in the order they take turns. */
export interface SteadyPeriod {
  /** Indexes among the source's runs; the run of turn i starts at i × `gapMs`. */
  readonly turns: readonly number[];
  /** The turns of each run, ascending, by its index. */
  readonly turnsOf: readonly (readonly number[])[];
  /** Whole milliseconds between two starts. */
  readonly gapMs: number;
  readonly lengthMs: number;
}

/**
 * The shortest stretch after which steady arrivals repeat: runs at equal distances, fixtures by
 * smooth weighted round robin.
 */
export function steadyPeriod(source: ArrivalSource): SteadyPeriod {
  const turns = roundRobin(turnWeights(source.weights));
  const turnsOf: number[][] = source.weights.each.map(() => []);
  for (const [turn, run] of turns.entries()) turnsOf[run]?.push(turn);
  const gap = gapMs(source);
  return { turns, turnsOf, gapMs: gap, lengthMs: turns.length * gap };
}

/** After so many runs at most the turns of a steady source begin anew. */
export const mostTurns = 10_000n;

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

/** Milliseconds between two runs: a month over the runs in it, rounded down, at least one. */
function gapMs(source: ArrivalSource): number {
  const { n, d } = source.runsPerMonth;
  return Math.max(1, Number((monthMs * d) / n));
}

/**
 * The chance, between 0 and 1, that at the moment a request starts no other run of its own steady
 * source has left any of these prefixes alive. The moments are known; what is not is which of n
 * equally likely values each run holds, each for itself: a run that leaves prefixes alive has one
 * of them in common with the request with the chance 1/n of the one with fewest values, so the
 * chances of all those runs multiply. Exact. `prefixes` are those of one prompt, with this source's
 * touches only.
 */
export function chanceNoneAliveAt(
  period: SteadyPeriod,
  prefixes: readonly TouchedPrefix[],
  { turn, offsetMs }: { readonly turn: number; readonly offsetMs: number },
): number {
  const momentMs = turn * period.gapMs + offsetMs;
  let chance = 1;
  for (const [run, leaves] of leftAliveByRun(prefixes)) {
    for (const { valueCount, spans } of leaves) {
      // A touch keeps the prefix alive at the moment if its run began in the span before it; at
      // exactly the TTL it still does (caching-rules.md §7).
      const runs = spans.reduce(
        (count, { start, end }) =>
          count + startsBetween(period, run, { start: momentMs - end, end: momentMs - start }),
        0,
      );
      const own = spans.some(({ start, end }) => offsetMs > start && offsetMs <= end);
      const others = runs - (own && period.turns[turn] === run ? 1 : 0);
      if (others > 0) chance *= (1 - 1 / Number(valueCount)) ** others;
    }
  }
  return chance;
}

/**
 * Spans of time after a run's start, each moment of which it leaves prefixes alive of which that
 * with the fewest values has `valueCount`.
 */
interface LeftAlive {
  readonly valueCount: bigint;
  /** `start` does not belong to it, `end` does: a run does not see what starts with it. */
  readonly spans: readonly Span[];
}

/** What each run leaves alive of these prefixes; the spans of one run do not overlap. */
function leftAliveByRun(
  prefixes: readonly TouchedPrefix[],
): ReadonlyMap<number, readonly LeftAlive[]> {
  const counts = [...new Set(prefixes.map((prefix) => prefix.valueCount))].sort(ascending);
  const runs = new Set(prefixes.flatMap(({ touches }) => touches.map(({ run }) => run)));
  return new Map(
    [...runs].map((run) => {
      const left: LeftAlive[] = [];
      let covered: readonly Span[] = [];
      for (const valueCount of counts) {
        const touches = prefixes
          .filter((prefix) => prefix.valueCount === valueCount)
          .flatMap((prefix) => prefix.touches.filter((touch) => touch.run === run));
        const all = joinSpans([...covered, ...touches.map(spanOf)]);
        left.push({ valueCount, spans: without(all, covered) });
        covered = all;
      }
      return [run, left] as const;
    }),
  );
}

function spanOf({ offsetMs, ttlMs }: Touch): Span {
  return { start: offsetMs, end: offsetMs + ttlMs };
}

/** What of joined spans is not in others, which they cover; both in order. */
function without(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return spans.flatMap(({ start, end }) => {
    const inside = others.filter((other) => other.start >= start && other.end <= end);
    const starts = [start, ...inside.map((other) => other.end)];
    const ends = [...inside.map((other) => other.start), end];
    return starts
      .map((from, index) => ({ start: from, end: ends[index] ?? end }))
      .filter((span) => span.end > span.start);
  });
}

/** How often a run starts at a moment of [start, end), the period repeating without end. */
function startsBetween(period: SteadyPeriod, run: number, { start, end }: Span): number {
  return startsBefore(period, run, end) - startsBefore(period, run, start);
}

function startsBefore(period: SteadyPeriod, run: number, ms: number): number {
  const { turns, turnsOf, gapMs: gap } = period;
  const own = turnsOf[run] ?? [];
  const turn = Math.ceil(ms / gap);
  const periods = Math.floor(turn / turns.length);
  return periods * own.length + countBelow(own, turn - periods * turns.length);
}

/** How many of ascending numbers are below a bound. */
function countBelow(numbers: readonly number[], bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The share of all moments at which a steady source has left none of these prefixes alive: what a
 * request expects that arrives without regard to it, as one of another scenario does. The chance of
 * each moment (see `chanceNoneAliveAt`), averaged over a period. Exact.
 */
export function uncoveredShare(source: ArrivalSource, prefixes: readonly TouchedPrefix[]): number {
  const period = steadyPeriod(source);
  const { lengthMs } = period;
  /** How many more runs leave something alive from a moment of the period on, by its values. */
  const changes = new Map<number, Map<bigint, number>>([[0, new Map()]]);
  const change = (atMs: number, valueCount: bigint, runs: number): void => {
    const at = changes.get(atMs) ?? new Map<bigint, number>();
    at.set(valueCount, (at.get(valueCount) ?? 0) + runs);
    changes.set(atMs, at);
  };
  for (const [run, leaves] of leftAliveByRun(prefixes))
    for (const { valueCount, spans } of leaves)
      for (const { start, end } of spans)
        for (const turn of period.turnsOf[run] ?? []) {
          const from = (turn * period.gapMs + start) % lengthMs;
          const whole = Math.floor((end - start) / lengthMs);
          const to = from + (end - start) - whole * lengthMs;
          change(0, valueCount, whole + (to > lengthMs ? 1 : 0));
          change(from, valueCount, 1);
          change(to > lengthMs ? to - lengthMs : to, valueCount, -1);
        }
  const alive = new Map<bigint, number>();
  const moments = [...changes.keys()].filter((ms) => ms < lengthMs).sort(ascending);
  let share = 0;
  for (const [index, ms] of moments.entries()) {
    for (const [valueCount, runs] of changes.get(ms) ?? [])
      alive.set(valueCount, (alive.get(valueCount) ?? 0) + runs);
    let chance = 1;
    for (const [valueCount, runs] of alive)
      if (runs > 0) chance *= (1 - 1 / Number(valueCount)) ** runs;
    share += (chance * ((moments[index + 1] ?? lengthMs) - ms)) / lengthMs;
  }
  return share;
}

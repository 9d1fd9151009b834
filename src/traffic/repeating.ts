import { ascending } from "../order.ts";
import { joinSpans, type Span } from "./coverage.ts";
import type { Period, Turn } from "./period.ts";
import { spanOf, type TouchedPrefix } from "./touch.ts";

/**
 * The chance, between 0 and 1, that at the moment a request starts no other run of its own
 * repeating source has left any of these prefixes alive; the mean over some turns of its run. The
 * moments are known; what is not is which of n equally likely values each run holds, each for
 * itself: a run that leaves prefixes alive has one of them in common with the request with the
 * chance 1/n of the one with fewest values, so the chances of all those runs multiply. Exact.
 * `prefixes` are those of one prompt, with this source's touches only; `turns` at least one.
 */
export function meanChanceNoneAlive(
  period: Period,
  prefixes: readonly TouchedPrefix[],
  { turns, offsetMs }: { readonly turns: readonly Turn[]; readonly offsetMs: number },
): number {
  const left = leftAliveByRun(prefixes);
  let sum = 0;
  for (const turn of turns) sum += chanceAt(period, left, { turn, offsetMs });
  return sum / turns.length;
}

function chanceAt(
  period: Period,
  left: ReadonlyMap<number, readonly LeftAlive[]>,
  { turn, offsetMs }: { readonly turn: Turn; readonly offsetMs: number },
): number {
  const momentMs = turn.startMs + offsetMs;
  let chance = 1;
  for (const [run, leaves] of left) {
    for (const { valueCount, spans } of leaves) {
      // A touch keeps the prefix alive at the moment if its run began in the span before it; at
      // exactly the TTL it still does (caching-rules.md §7).
      const runs = spans.reduce(
        (count, { start, end }) =>
          count + startsBetween(period, run, { start: momentMs - end, end: momentMs - start }),
        0,
      );
      const own = spans.some(({ start, end }) => offsetMs > start && offsetMs <= end);
      const others = runs - (own && turn.run === run ? 1 : 0);
      if (others > 0) chance *= (1 - 1 / Number(valueCount)) ** others;
      if (chance === 0) return 0;
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
function startsBetween(period: Period, run: number, { start, end }: Span): number {
  return startsBefore(period, run, end) - startsBefore(period, run, start);
}

function startsBefore({ startsOf, lengthMs }: Period, run: number, ms: number): number {
  const own = startsOf[run] ?? [];
  const periods = Math.floor(ms / lengthMs);
  return periods * own.length + countBelow(own, ms - periods * lengthMs);
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
 * The share of all moments at which a repeating source has left none of these prefixes alive: what a
 * request expects that arrives without regard to it, as one of another scenario does. The chance of
 * each moment (see `meanChanceNoneAlive`), averaged over a period. Exact.
 */
export function uncoveredShare(period: Period, prefixes: readonly TouchedPrefix[]): number {
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
        for (const startMs of period.startsOf[run] ?? []) {
          const from = (startMs + start) % lengthMs;
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

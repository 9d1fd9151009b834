import { weekMs, type WeekSpan } from "../config/arrivals/schedule.ts";
import { ascending, groupBy } from "../order.ts";
import { ratioToNumber } from "../money.ts";
import type { ArrivalSource } from "./arrivals.ts";
import { joinSpans } from "./coverage.ts";
import { kindsOfRuns } from "./poisson.ts";
import { spanOf, type TouchedPrefix } from "./touch.ts";

/** A source whose runs arrive by chance in the active hours of a week, and what it touches. */
export interface ScheduledSource {
  readonly source: ArrivalSource;
  readonly active: readonly WeekSpan[];
  /** Those of one prompt, with this source's touches only. */
  readonly prefixes: readonly TouchedPrefix[];
}

/** When requests are made: runs start anywhere in the active hours, the request so long after. */
export interface ScheduledMoments {
  readonly active: readonly WeekSpan[];
  readonly offsetMs: number;
}

/** A month of 730 hours has so many weeks. */
const weeksPerMonth = 730 / 168;

/**
 * The chance, between 0 and 1, that scheduled sources have left none of their prefixes alive at the
 * moment of a request: the mean over all its moments, or over the whole week (null).
 *
 * Runs arrive as a Poisson process whose rate changes: λ in active hours, 0 outside. So at a moment
 * m none is alive with the chance e^(−x(m)), x the runs expected to have begun where they would be
 * alive at m (as `expectAlive`, counting active time only). x is linear between the moments at
 * which one of those stretches begins or ends to lie in active hours, so the mean of e^(−x) is exact,
 * piece by piece: the empty cache after a weekend is in it.
 */
export function meanNoneAlive(
  sources: readonly ScheduledSource[],
  moments: ScheduledMoments | null,
): number {
  const terms = sources.flatMap(termsOf);
  const windows = windowsOf(moments);
  const slopes = new Map<number, number>();
  for (const { active, atMs, rate } of terms)
    for (const { start, end } of active) {
      addTo(slopes, modulo(atMs + start), rate);
      addTo(slopes, modulo(atMs + end), -rate);
    }
  const knots = [
    ...new Set([...slopes.keys(), ...windows.flatMap(({ start, end }) => [start, end]), 0, weekMs]),
  ].sort(ascending);
  let expected = terms.reduce(
    (sum, term) => sum + term.rate * activeBefore(term.active, -term.atMs),
    0,
  );
  let slope = terms.reduce(
    (sum, { active, atMs, rate }) =>
      sum + (active.some(({ start, end }) => isWithin(modulo(-atMs), start, end)) ? rate : 0),
    0,
  );
  let integral = 0;
  let window = 0;
  for (const [index, from] of knots.entries()) {
    const to = knots[index + 1];
    if (to === undefined) break;
    if (from > 0) slope += slopes.get(from) ?? 0;
    const next = expected + slope * (to - from);
    while ((windows[window]?.end ?? Infinity) <= from) window += 1;
    if ((windows[window]?.start ?? Infinity) <= from)
      integral += (to - from) * meanExponential(Math.max(0, expected), Math.max(0, next));
    expected = next;
  }
  const total = windows.reduce((sum, { start, end }) => sum + end - start, 0);
  return total === 0 ? 1 : integral / total;
}

/** One end of a stretch in which a run would be alive: `rate` × active time up to `atMs` before. */
interface Term {
  readonly active: readonly WeekSpan[];
  readonly atMs: number;
  /** Runs a millisecond of active time; negative for the far end. */
  readonly rate: number;
}

function termsOf({ source, active, prefixes }: ScheduledSource): readonly Term[] {
  const activeMs = active.reduce((sum, { start, end }) => sum + end - start, 0);
  const perActiveMs = ratioToNumber(source.runsPerMonth) / weeksPerMonth / activeMs;
  const rates = new Map<number, number>();
  for (const { share, touches } of kindsOfRuns(prefixes))
    for (const [run, own] of groupBy(touches, (touch) => touch.run)) {
      const weight = Number(source.weights.each[run] ?? 0n) / Number(source.weights.sum);
      const rate = perActiveMs * weight * ratioToNumber(share);
      for (const { start, end } of joinSpans(own.map(spanOf))) {
        addTo(rates, start, rate);
        addTo(rates, end, -rate);
      }
    }
  return [...rates].map(([atMs, rate]) => ({ active, atMs, rate }));
}

/** The moments of the requests within the week, in order, none overlapping. */
function windowsOf(moments: ScheduledMoments | null): readonly WeekSpan[] {
  if (moments === null) return [{ start: 0, end: weekMs }];
  return moments.active
    .flatMap(({ start, end }) => {
      const from = modulo(start + moments.offsetMs);
      const to = from + end - start;
      return to <= weekMs
        ? [{ start: from, end: to }]
        : [
            { start: from, end: weekMs },
            { start: 0, end: to - weekMs },
          ];
    })
    .sort((a, b) => a.start - b.start);
}

/** Active milliseconds from Monday 00:00 of some week to a moment, which may lie before it. */
function activeBefore(active: readonly WeekSpan[], ms: number): number {
  const weeks = Math.floor(ms / weekMs);
  const within = ms - weeks * weekMs;
  let total = 0;
  let before = 0;
  for (const { start, end } of active) {
    total += end - start;
    before += Math.max(0, Math.min(end, within) - start);
  }
  return weeks * total + before;
}

/** The mean of e^(−x) where x goes evenly from one value to another. */
function meanExponential(from: number, to: number): number {
  const rise = to - from;
  return Math.abs(rise) < 1e-6
    ? Math.exp(-(from + to) / 2)
    : (Math.exp(-from) - Math.exp(-to)) / rise;
}

function isWithin(ms: number, start: number, end: number): boolean {
  return ms >= start && ms < end;
}

function modulo(ms: number): number {
  return ((ms % weekMs) + weekMs) % weekMs;
}

function addTo(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

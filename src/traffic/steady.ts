import { monthMs } from "./chance.ts";
import { coveredMs, type Span } from "./coverage.ts";
import type { Source, Touched } from "./touch.ts";
import { takeTurns } from "./turns.ts";

/** One run of a steady period. */
export interface SteadyRun {
  /** Index among the source's runs. */
  readonly run: number;
  /** Whole milliseconds from the start of the period. */
  readonly start: number;
  /** Which of n equally likely values it draws: this number modulo n. */
  readonly draw: number;
}

export interface SteadyPeriod {
  readonly runs: readonly SteadyRun[];
  readonly lengthMs: number;
}

/**
 * Milliseconds between two steady runs: a month over the runs in it, rounded down, at least one.
 */
export function steadyGapMs(source: Source): number {
  const { n, d } = source.runsPerMonth;
  const gap = Number((monthMs * d) / n);
  return Math.max(1, gap);
}

/**
 * The shortest stretch after which steady arrivals repeat: runs at equal distances, fixtures by
 * smooth weighted round robin, and where prefixes are one of n values, each fixture with each of
 * them in turn.
 */
export function steadyPeriod(source: Source, values: number): SteadyPeriod {
  const turns = takeTurns(source.weights);
  const gap = steadyGapMs(source);
  const runs: SteadyRun[] = [];
  for (let cycle = 0; cycle < values; cycle += 1)
    for (const [turn, run] of turns.entries()) {
      const place = cycle * turns.length + turn;
      runs.push({ run, start: place * gap, draw: (turn + cycle) % values });
    }
  return { runs, lengthMs: runs.length * gap };
}

/**
 * The share of all moments at which a steady source has left none of these prefixes alive: what a
 * request sees that arrives without regard to it, as one of another scenario does.
 */
export function uncoveredShare(source: Source, touched: readonly Touched[]): number {
  const values = Number(touched.reduce((most, one) => (one.values > most ? one.values : most), 1n));
  const period = steadyPeriod(source, values);
  const spans = period.runs.flatMap((run) =>
    touched.flatMap((one) =>
      run.draw % Number(one.values) !== 0
        ? []
        : one.touches
            .filter((touch) => touch.run === run.run)
            .flatMap((touch) =>
              onCircle(
                { start: run.start + touch.offset, end: run.start + touch.offset + touch.ttl },
                period.lengthMs,
              ),
            ),
    ),
  );
  return 1 - coveredMs(spans) / period.lengthMs;
}

function onCircle(span: Span, length: number): readonly Span[] {
  if (span.end - span.start >= length) return [{ start: 0, end: length }];
  const start = ((span.start % length) + length) % length;
  const end = start + span.end - span.start;
  return end <= length
    ? [{ start, end }]
    : [
        { start, end: length },
        { start: 0, end: end - length },
      ];
}

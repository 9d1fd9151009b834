import { largest } from "../arithmetic.ts";
import { monthMs, type ArrivalSource } from "./arrivals.ts";
import { coveredMs, type Span } from "./coverage.ts";
import { roundRobin } from "./round-robin.ts";
import type { TouchedPrefix } from "./touch.ts";

/** One run of a period of steady arrivals. */
export interface SteadyRun {
  /** Index among the source's runs. */
  readonly run: number;
  /** Whole milliseconds from the start of the period. */
  readonly startMs: number;
  /**
   * Says which of n equally likely values the run's blocks hold: this number modulo n, for every n.
   */
  readonly draw: number;
}

/** What steady arrivals repeat. */
export interface SteadyPeriod {
  /** In the order they start. */
  readonly runs: readonly SteadyRun[];
  readonly lengthMs: number;
}

/**
 * The shortest stretch after which steady arrivals repeat: runs at equal distances, fixtures by
 * smooth weighted round robin. Where blocks hold one of `valueCount` equally likely values, each
 * fixture comes with each of them in turn.
 */
export function steadyPeriod(source: ArrivalSource, valueCount: number): SteadyPeriod {
  const turns = roundRobin(source.weights);
  const gap = gapMs(source);
  const runs: SteadyRun[] = [];
  for (let cycle = 0; cycle < valueCount; cycle += 1)
    for (const [turn, run] of turns.entries())
      runs.push({ run, startMs: runs.length * gap, draw: (turn + cycle) % valueCount });
  return { runs, lengthMs: runs.length * gap };
}

/** Milliseconds between two runs: a month over the runs in it, rounded down, at least one. */
function gapMs(source: ArrivalSource): number {
  const { n, d } = source.runsPerMonth;
  return Math.max(1, Number((monthMs * d) / n));
}

/**
 * The share of all moments at which a steady source has left none of these prefixes alive: what a
 * request sees that arrives without regard to it, as one of another scenario does.
 */
export function uncoveredShare(source: ArrivalSource, prefixes: readonly TouchedPrefix[]): number {
  const valueCount = largest(
    prefixes.map((prefix) => prefix.valueCount),
    1n,
  );
  const period = steadyPeriod(source, Number(valueCount));
  const spans = period.runs.flatMap(({ run, startMs, draw }) =>
    prefixes
      .filter((prefix) => draw % Number(prefix.valueCount) === 0)
      .flatMap((prefix) => prefix.touches.filter((touch) => touch.run === run))
      .flatMap(({ offsetMs, ttlMs }) =>
        wrap({ start: startMs + offsetMs, end: startMs + offsetMs + ttlMs }, period.lengthMs),
      ),
  );
  return 1 - coveredMs(spans) / period.lengthMs;
}

/** A span as the parts of a period it covers, when the period repeats without end. */
function wrap(span: Span, length: number): readonly Span[] {
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

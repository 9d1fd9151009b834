import type { Span } from "./coverage.ts";

/**
 * A request touches a prefix where one of its own breakpoints stands at the prefix's end: whether
 * it reads or writes it, it leaves it alive in the cache from the request's start on, for the
 * lifetime of that breakpoint (caching-rules.md §7).
 */
export interface Touch {
  /** Index of the source its run belongs to. */
  readonly source: number;
  /** Index of the run among that source's. */
  readonly run: number;
  /** When the request starts, from the start of its run. */
  readonly offsetMs: number;
  /** How long the prefix stays alive from then on. */
  readonly ttlMs: number;
}

/** A prefix with the touches that can have left it alive. */
export interface TouchedPrefix {
  /**
   * Of how many equally likely prefixes it is one, because blocks before its end hold one of n
   * values; of two prefixes of one prompt the deeper one has a multiple of the other's.
   */
  readonly valueCount: bigint;
  readonly touches: readonly Touch[];
}

/** How long after its run's start a touch keeps its prefix alive, and from when on. */
export function spanOf({ offsetMs, ttlMs }: Touch): Span {
  return { start: offsetMs, end: offsetMs + ttlMs };
}

import { effectiveBreakpoints, type CacheLayout } from "./layout.ts";

/** How the input tokens of one request divide over the classes; they add up to its prompt. */
export interface CacheSplit {
  readonly read: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly input: number;
  /** Index of the position up to which the cache was read; -1: nothing was. */
  readonly hitBlock: number;
}

/**
 * How the input tokens of a request divide when the cache holds its prompt up to `hitBlock` (-1:
 * not at all). A prompt is read up to A, written for an hour up to B and for 5 minutes up to C, and
 * the rest is input (caching-rules.md §6). Whole tokens.
 */
export function splitTokens(layout: CacheLayout, hitBlock: number): CacheSplit {
  const tokensUpTo = (index: number): number => layout.positions[index]?.tokens ?? 0;
  const breakpoints = effectiveBreakpoints(layout);
  const lastHour = breakpoints.findLast(({ ttl }) => ttl === "1h")?.index ?? -1;
  const last = breakpoints.at(-1)?.index ?? -1;
  const a = tokensUpTo(hitBlock);
  const b = Math.max(a, tokensUpTo(lastHour));
  const c = Math.max(b, tokensUpTo(last));
  return {
    read: a,
    write1h: b - a,
    write5m: c - b,
    input: tokensUpTo(layout.positions.length - 1) - c,
    hitBlock,
  };
}

/** What the cache did for a request: only read; read and wrote; only wrote; neither. */
export type CacheOutcomeName = "hit" | "partial" | "write" | "none";

/** The input tokens of requests, by class, as they are billed. */
export interface BilledInput {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

/** The outcome that a request's billed input tokens show. */
export function outcomeOf(billed: Omit<BilledInput, "input">): CacheOutcomeName {
  const writes = billed.cacheWrite5m + billed.cacheWrite1h > 0;
  if (billed.cacheRead > 0) return writes ? "partial" : "hit";
  return writes ? "write" : "none";
}

/**
 * The share of prompt tokens that was read, in percent to a tenth; 0 where there are none. It is
 * 100 only where all were: a little less than all is 99.9.
 */
export function readPercent(billed: BilledInput): number {
  const total = billed.input + billed.cacheRead + billed.cacheWrite5m + billed.cacheWrite1h;
  if (total === 0) return 0;
  const rounded = Math.round((billed.cacheRead * 1_000) / total) / 10;
  return rounded === 100 && billed.cacheRead < total ? 99.9 : rounded;
}

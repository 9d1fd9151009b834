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

/** Where the classes of a request's input tokens end, whatever is read. Tokens from its start. */
export interface SplitBounds {
  /** Up to the last breakpoint that counts and is kept for an hour. */
  readonly hour: number;
  /** Up to the last breakpoint that counts. */
  readonly cached: number;
  readonly total: number;
}

export function splitBounds(layout: CacheLayout): SplitBounds {
  const tokensUpTo = (index: number): number => layout.positions[index]?.tokens ?? 0;
  const breakpoints = effectiveBreakpoints(layout);
  return {
    hour: tokensUpTo(breakpoints.findLast(({ ttl }) => ttl === "1h")?.index ?? -1),
    cached: tokensUpTo(breakpoints.at(-1)?.index ?? -1),
    total: tokensUpTo(layout.positions.length - 1),
  };
}

/**
 * How the input tokens of a request divide when the cache holds its prompt up to `hitBlock` (-1:
 * not at all). A prompt is read up to A, written for an hour up to B and for 5 minutes up to C, and
 * the rest is input (caching-rules.md §6). Whole tokens.
 */
export function splitTokens(layout: CacheLayout, hitBlock: number): CacheSplit {
  const tokens = layout.positions[hitBlock]?.tokens ?? 0;
  return splitAt(splitBounds(layout), { hitBlock, tokens });
}

/** The same where the bounds are known; `tokens`: those up to `hitBlock`. */
export function splitAt(
  { hour, cached, total }: SplitBounds,
  { hitBlock, tokens }: { readonly hitBlock: number; readonly tokens: number },
): CacheSplit {
  const b = Math.max(tokens, hour);
  const c = Math.max(b, cached);
  return { read: tokens, write1h: b - tokens, write5m: c - b, input: total - c, hitBlock };
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

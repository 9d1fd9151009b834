import type { CacheRequest } from "../../../src/billing/cache/cache.ts";
import type { CacheSplit } from "../../../src/billing/cache/split.ts";
import type { CacheLayout } from "../../../src/billing/cache/layout.ts";
import type { Ttl } from "../../../src/api/cache-control.ts";

/**
 * A layout of blocks of so many tokens; prefixes are numbered from `from` on, positions are the
 * indexes unless given.
 */
export function layoutOf(
  tokens: readonly number[],
  breakpoints: readonly (readonly [index: number, ttl: Ttl])[],
  over: {
    readonly minimum?: number;
    readonly prefixes?: readonly number[];
    readonly places?: readonly number[];
  } = {},
): CacheLayout {
  let sum = 0;
  const positions = tokens.map((own, index) => {
    sum += own;
    return {
      prefix: over.prefixes?.[index] ?? index + 1,
      tokens: sum,
      position: over.places?.[index] ?? index,
    };
  });
  return {
    positions,
    breakpoints: breakpoints.map(([index, ttl]) => ({ index, ttl })),
    minimum: over.minimum ?? 0,
  };
}

export function repeat(count: number, tokens = 100): readonly number[] {
  return Array.from({ length: count }, () => tokens);
}

export function minutes(count: number, seconds = 0): number {
  return (count * 60 + seconds) * 1_000;
}

/** A request to a cache, all in one scope. */
export function ask(
  layout: CacheLayout,
  startMs = 0,
  more: Partial<CacheRequest> = {},
): CacheRequest {
  return {
    layout,
    startMs,
    scope: "a",
    ...more,
  };
}

export function classes({ read, write1h, write5m, input }: CacheSplit) {
  return [read, write1h, write5m, input];
}

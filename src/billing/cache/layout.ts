import type { Ttl } from "../../api/cache-control.ts";
import { findModel } from "../../models/lookup.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { prefixesOf } from "../../tokens/count.ts";

/**
 * How far a lookup walks back from a breakpoint, the breakpoint's own position included
 * (caching-rules.md §4).
 */
export const lookback = 20;

/** The end of a block, where the cache can hold an entry for everything up to it. */
export interface CachePosition {
  /** Identifies everything up to and including it, with all that enters the cache key. */
  readonly prefix: number;
  /** Tokens up to and including it. */
  readonly tokens: number;
  /**
   * What the lookback counts: equal for neighbours that count as one (caching-rules.md §4). Never
   * falls.
   */
  readonly position: number;
}

/** A request as the cache sees it, apart from when it is made. */
export interface CacheLayout {
  readonly positions: readonly CachePosition[];
  /** Ascending by index into `positions`. */
  readonly breakpoints: readonly { readonly index: number; readonly ttl: Ttl }[];
  /** Tokens below which a prefix is not cached (caching-rules.md §5). */
  readonly minimum: number;
}

/**
 * What the cache sees of a prompt. `size.blocks` are the tokens of its blocks, in order
 * (`Count.blocks`); of the last one's, `size.tail` stand behind it, where no breakpoint can be.
 * `minimum` is the model's.
 */
export function layOut(
  prompt: Prompt,
  size: { readonly blocks: readonly number[]; readonly tail: number },
  minimum: number,
): CacheLayout {
  const whole = layOutBlocks(prompt, size.blocks, minimum);
  const last = whole.positions.at(-1);
  if (size.tail === 0 || last === undefined) return whole;
  const ended = {
    ...whole,
    positions: [...whole.positions.slice(0, -1), { ...last, tokens: last.tokens - size.tail }],
  };
  return endAt(ended, last.tokens);
}

/** The first day of which a recording shows the token a prompt starts with inside its prefix. */
const startWithinPrefix = "2025-10-28";

/**
 * The sizes of a prompt as they were billed at a time. Earlier the token that a prompt starts with
 * was billed behind the last block, outside every prefix (recorded: 36 requests from October 2024 to
 * July 2025, none later; 83 from 28 October 2025 on, none of them so). `at` is ISO. Where nobody
 * says when, it is as today, but for a model that is retired: all 7 such recordings are of before.
 */
export function sizeAt<Size extends { readonly blocks: readonly number[]; readonly tail: number }>(
  size: Size,
  { at, model }: { readonly at: string | null; readonly model: string },
): Size {
  const day = at === null ? null : (/^\d{4}-\d{2}-\d{2}/.exec(at)?.[0] ?? null);
  const isEarlier =
    day === null ? findModel(model)?.model.status === "retired" : day < startWithinPrefix;
  if (!isEarlier || (size.blocks[0] ?? 0) < 1) return size;
  const last = size.blocks.length - 1;
  const blocks = size.blocks.map(
    (tokens, index) => tokens - (index === 0 ? 1 : 0) + (index === last ? 1 : 0),
  );
  return { ...size, blocks, tail: size.tail + 1 };
}

/** No entry can stand at such a position, so it needs no number of its own. */
const withoutPrefix = -1;

/**
 * A layout whose tokens end at `total`: what is counted behind the last block becomes a position of
 * its own, where no breakpoint is.
 */
export function endAt(layout: CacheLayout, total: number): CacheLayout {
  const last = layout.positions.at(-1) ?? { tokens: 0, position: -1 };
  if (last.tokens === total) return layout;
  return {
    ...layout,
    positions: [
      ...layout.positions,
      { prefix: withoutPrefix, tokens: total, position: last.position + 1 },
    ],
  };
}

function layOutBlocks(prompt: Prompt, tokens: readonly number[], minimum: number): CacheLayout {
  const prefixes = prefixesOf(prompt, tokens);
  return {
    positions: prompt.blocks.map(({ prefix, position }, index) => ({
      prefix,
      tokens: prefixes[index] ?? 0,
      position,
    })),
    breakpoints: prompt.breakpoints.map(({ block, ttl }) => ({ index: block, ttl })),
    minimum,
  };
}

/**
 * The breakpoints that count: those whose whole prefix has at least the minimum (caching-rules.md
 * §5).
 */
export function effectiveBreakpoints(layout: CacheLayout): CacheLayout["breakpoints"] {
  return layout.breakpoints.filter(
    ({ index }) => (layout.positions[index]?.tokens ?? -1) >= layout.minimum,
  );
}

/**
 * Where a request looks for an entry, as indexes into `positions` in the order it looks: from each
 * breakpoint that counts, last to first, 20 positions back (caching-rules.md §1, §4). So the
 * deepest come first, and none comes twice.
 */
export function lookupOrder(layout: CacheLayout): readonly number[] {
  const order: number[] = [];
  let lowest = layout.positions.length;
  for (const { index } of effectiveBreakpoints(layout).toReversed()) {
    const before = (layout.positions[index]?.position ?? 0) - lookback;
    for (
      let place = Math.min(index, lowest - 1);
      place >= 0 && (layout.positions[place]?.position ?? -1) > before;
      place -= 1
    ) {
      order.push(place);
      lowest = place;
    }
  }
  return order;
}

import { isSystemTool } from "../../prompt/flatten.ts";
import type { Ttl } from "../../api/cache-control.ts";
import type { Prompt } from "../../prompt/prompt.ts";

/**
 * How far a lookup walks back from a breakpoint, the breakpoint's own position included
 * (caching-rules.md §4).
 */
export const lookback = 20;

/** A place in a prompt where an entry can stand. */
export interface CachePosition {
  /** Identifies everything up to and including it, with all that enters the cache key. */
  readonly prefix: number;
  /** Tokens up to and including it. */
  readonly tokens: number;
  /** What the lookback counts; places of one run share one. Never falls. */
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

/** Input tokens of one request by class; they add up to the prompt. */
export interface CacheSplit {
  readonly read: number;
  readonly write5m: number;
  readonly write1h: number;
  readonly input: number;
  /** Index of the position up to which the cache was read; -1: nothing was. */
  readonly hitBlock: number;
}

/** No breakpoint stands there and nothing is looked up there, so it needs no number of its own. */
const unmarked = -1;

/**
 * A layout whose tokens end at `total`: what is counted after the last block stands behind it,
 * where no breakpoint is.
 */
export function endAt(layout: CacheLayout, total: number): CacheLayout {
  const last = layout.positions.at(-1) ?? { tokens: 0, position: -1 };
  if (last.tokens === total) return layout;
  return {
    ...layout,
    positions: [
      ...layout.positions,
      { prefix: unmarked, tokens: total, position: last.position + 1 },
    ],
  };
}

/**
 * What the cache sees of a prompt. `tokens` are those of its blocks, in order (`Count.blocks`), of
 * which `tail` stand behind the last block; `minimum` is the model's.
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

function layOutBlocks(prompt: Prompt, tokens: readonly number[], minimum: number): CacheLayout {
  let sum = 0;
  // What is rendered behind the tools counts there, wherever it stands among them.
  let later = 0;
  const positions = prompt.blocks.map((block, at) => {
    const isLast = at === prompt.blocks.length - 1;
    if (block.level === "tools" && isSystemTool(block.kind)) later += tokens[at] ?? 0;
    else sum += tokens[at] ?? 0;
    if (block.level !== "tools" || isLast) [sum, later] = [sum + later, 0];
    return { prefix: block.prefix, tokens: sum, position: block.position };
  });
  return {
    positions,
    breakpoints: prompt.breakpoints.map(({ block, ttl }) => ({ index: block, ttl })),
    minimum,
  };
}

/**
 * Breakpoints that count: those at which the whole prefix has the minimum (caching-rules.md §5;
 * equality is cached).
 */
export function effectiveBreakpoints(layout: CacheLayout): CacheLayout["breakpoints"] {
  return layout.breakpoints.filter(
    ({ index }) => (layout.positions[index]?.tokens ?? -1) >= layout.minimum,
  );
}

/**
 * Indexes of the places a request looks for an entry at, in the order it looks: from each
 * breakpoint that counts, last to first, 20 positions back (caching-rules.md §1, §4). None twice;
 * always deepest first.
 */
export function lookupOrder(layout: CacheLayout): readonly number[] {
  const order: number[] = [];
  let lowest = layout.positions.length;
  for (const { index } of effectiveBreakpoints(layout).toReversed()) {
    const first = (layout.positions[index]?.position ?? 0) - lookback;
    for (
      let at = Math.min(index, lowest - 1);
      at >= 0 && (layout.positions[at]?.position ?? -1) > first;
      at -= 1
    ) {
      order.push(at);
      lowest = at;
    }
  }
  return order;
}

/**
 * How the input tokens of a request divide when the cache holds it up to `hitBlock` (-1: not at
 * all): A, B and C of caching-rules.md §6. Whole tokens.
 */
export function splitTokens(layout: CacheLayout, hitBlock: number): CacheSplit {
  const tokensAt = (index: number): number => layout.positions[index]?.tokens ?? 0;
  const effective = effectiveBreakpoints(layout);
  const read = tokensAt(hitBlock);
  const hourEnd = Math.max(
    read,
    tokensAt(effective.findLast(({ ttl }) => ttl === "1h")?.index ?? -1),
  );
  const end = Math.max(hourEnd, tokensAt(effective.at(-1)?.index ?? -1));
  return {
    read,
    write1h: hourEnd - read,
    write5m: end - hourEnd,
    input: tokensAt(layout.positions.length - 1) - end,
    hitBlock,
  };
}

import { markerTtl } from "../api/cache-control.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Block, Breakpoint } from "./prompt.ts";

/**
 * Whether a breakpoint may stand on a block: not on thinking, not on an empty text
 * (caching-rules.md §3).
 */
export function isMarkable(block: Block): boolean {
  return (
    block.kind !== "thinking" && block.kind !== "redacted_thinking" && !isEmptyText(block.content)
  );
}

function isEmptyText(content: Json): boolean {
  return isObject(content) && content["type"] === "text" && content["text"] === "";
}

/**
 * The automatic breakpoint: on the last block, or the nearest before it that may carry one; none
 * where that block is marked already (caching-rules.md §3). `turnScoped` holds the indexes of
 * messages that vanish after their turn.
 */
export function automaticBreakpoint(
  body: JsonObject,
  blocks: readonly Block[],
  options: { readonly explicit: readonly Breakpoint[]; readonly turnScoped: ReadonlySet<number> },
): Breakpoint | null {
  const ttl = markerTtl(body);
  if (ttl === null) return null;
  const target = automaticTarget(blocks, options.turnScoped);
  if (target < 0 || options.explicit.some((breakpoint) => breakpoint.block === target)) return null;
  return { block: target, ttl, automatic: true };
}

/** Where automatic caching puts its breakpoint; -1 where no block may carry one. */
export function automaticTarget(blocks: readonly Block[], turnScoped: ReadonlySet<number>): number {
  return blocks.findLastIndex((block) => isMarkable(block) && !turnScoped.has(block.message));
}

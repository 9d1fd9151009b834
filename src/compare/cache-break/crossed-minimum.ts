import { minimumOf } from "../../models/cache-minimum.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { firstDifference } from "../../prompt/difference/difference.ts";
import { tokensUpTo } from "../../tokens/count.ts";
import { groupDigits } from "../../words.ts";
import { bareChange, type Change } from "../comparison.ts";
import { pairBlocks } from "./paired-blocks.ts";

/**
 * A breakpoint both sides have whose prefix is large enough to be cached on one of them only
 * (caching-rules.md §5): `started` where it is now, `stopped` where it was. Null where there is
 * none.
 */
export function crossedMinimum(
  before: MeasuredExchange,
  after: MeasuredExchange,
  kind: "started" | "stopped",
): Change | null {
  const [wasMinimum, minimum] = [minimumOf(before.prompt.model), minimumOf(after.prompt.model)];
  const partners = new Map(
    pairBlocks(before.prompt, after.prompt).map(([from, to]) => [to, from] as const),
  );
  const marked = new Set(before.prompt.breakpoints.map(({ block }) => block));
  for (const { block } of after.prompt.breakpoints) {
    const from = partners.get(block);
    if (from === undefined || !marked.has(from)) continue;
    const [old, now] = [tokensUpTo(before.count, from), tokensUpTo(after.count, block)];
    const isCrossed =
      kind === "started" ? old < wasMinimum && now >= minimum : old >= wasMinimum && now < minimum;
    if (!isCrossed) continue;
    const place = firstDifference(before.prompt, after.prompt)?.place ?? bareChange.place;
    return {
      ...bareChange,
      kind,
      what: `the prefix is ${groupDigits(now)} tokens, ${groupDigits(minimum)} needed`,
      tokens: now,
      tokensBefore: old,
      tokensAfter: now,
      block: after.prompt.blocks[block]?.path ?? null,
      place,
    };
  }
  return null;
}

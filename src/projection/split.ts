import type { Footing } from "./footing.ts";
import type { CacheOutcome } from "./projection.ts";
import type { Reach } from "./field.ts";

/**
 * Input tokens by class when the cache is read up to a block (caching-rules.md §6): A, the hit; B, the last 1h breakpoint after
 * it; C, the last breakpoint. Read A, 1h write B − A, 5m write C − B, the rest is input.
 */
export const splitInput = (footing: Footing, { block, chance }: Reach): CacheOutcome => {
  const last = (ttl: "5m" | "1h" | null): number => {
    const mark = footing.marks.findLast((one) => ttl === null || one.ttl === ttl);
    return mark === undefined ? 0 : (footing.upTo[mark.block] ?? 0);
  };
  const read = block < 0 ? 0 : (footing.upTo[block] ?? 0);
  const hour = Math.max(read, last("1h"));
  const all = Math.max(read, last(null));
  return { chance, hitBlock: block, read, write1h: hour - read, write5m: all - hour, input: footing.total - all };
};

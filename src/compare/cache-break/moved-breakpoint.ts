import type { Ttl } from "../../api/cache-control.ts";
import { levels, type Level } from "../../api/request.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { bareChange, type Change } from "../comparison.ts";
import { pairBlocks } from "./paired-blocks.ts";

/**
 * The first breakpoint that came, went, moved or has another lifetime; null where there is none.
 */
export function movedBreakpoint(before: Prompt, after: Prompt): Change | null {
  const [old, current] = [placeBreakpoints(before), placeBreakpoints(after)];
  const partners = new Map(pairBlocks(before, after));
  const isKept = (one: PlacedBreakpoint, other: PlacedBreakpoint): boolean =>
    one.level === other.level &&
    one.automatic === other.automatic &&
    (one.automatic ||
      partners.get(one.block) === other.block ||
      one.path === other.path ||
      one.fromEnd === other.fromEnd);
  const gone = old.filter((one) => !current.some((other) => isKept(one, other)));
  const come = current.filter((other) => !old.some((one) => isKept(one, other)));
  for (const level of levels) {
    const [went, came] = [gone, come].map((list) => list.find((one) => one.level === level));
    if (came !== undefined) return describeBreakpoint(went === undefined ? "added" : "moved", came);
    if (went !== undefined) return describeBreakpoint("removed", went);
  }
  for (const other of current) {
    const same = old.filter((one) => isKept(one, other));
    const [first] = same;
    if (first !== undefined && same.every(({ ttl }) => ttl !== other.ttl))
      return {
        ...describeBreakpoint(`kept for ${other.ttl} instead of ${first.ttl}`, other),
        from: first.ttl,
        to: other.ttl,
      };
  }
  return null;
}

/** A breakpoint, and where its block stands. */
interface PlacedBreakpoint {
  readonly level: Level;
  /** Index of its block. */
  readonly block: number;
  /**
   * Place from its level's end: a client that marks the last block still marks it where another
   * came behind.
   */
  readonly fromEnd: number;
  /** Of its block, in the API's words. */
  readonly path: string;
  readonly automatic: boolean;
  readonly ttl: Ttl;
}

function placeBreakpoints({ breakpoints, blocks }: Prompt): readonly PlacedBreakpoint[] {
  return breakpoints.flatMap(({ block: index, automatic, ttl }) => {
    const block = blocks[index];
    if (block === undefined) return [];
    const { level, path } = block;
    const fromEnd = blocks.slice(index).filter((other) => other.level === level).length;
    return [{ level, block: index, fromEnd, path, automatic, ttl }];
  });
}

function describeBreakpoint(kind: string, { path }: PlacedBreakpoint): Change {
  return { ...bareChange, kind, name: "cache_control", what: `a breakpoint ${kind}`, block: path };
}

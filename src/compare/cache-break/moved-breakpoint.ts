import type { Ttl } from "../../api/cache-control.ts";
import { levels, type Level } from "../../api/request.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { bareChange, type Change } from "../comparison.ts";

/**
 * The first breakpoint that came, went, moved or has another lifetime; null where there is none.
 */
export function movedBreakpoint(before: Prompt, after: Prompt): Change | null {
  const [old, current] = [placeBreakpoints(before), placeBreakpoints(after)];
  for (const level of levels) {
    const gone = firstOnlyIn(old, current, level);
    const come = firstOnlyIn(current, old, level);
    if (come !== undefined) return describeBreakpoint(gone === undefined ? "added" : "moved", come);
    if (gone !== undefined) return describeBreakpoint("removed", gone);
  }
  const other = current.find((breakpoint) =>
    old.some(({ key, ttl }) => key === breakpoint.key && ttl !== breakpoint.ttl),
  );
  return other === undefined ? null : describeBreakpoint("kept longer or shorter", other);
}

/** A breakpoint. `key` is equal on both sides where it stands at the same place. */
interface PlacedBreakpoint {
  readonly level: Level;
  readonly key: string;
  readonly ttl: Ttl;
  /** Of its block, in the API's words. */
  readonly path: string;
}

/**
 * A prompt's breakpoints, by level and place from that level's end: a block put in front moves
 * none.
 */
function placeBreakpoints({ breakpoints, blocks }: Prompt): readonly PlacedBreakpoint[] {
  return breakpoints.flatMap(({ block: index, automatic, ttl }) => {
    const block = blocks[index];
    if (block === undefined) return [];
    const { level, path } = block;
    const behind = blocks.slice(index).filter((other) => other.level === level).length;
    return [{ level, key: `${level} ${automatic ? "automatic" : behind}`, ttl, path }];
  });
}

function firstOnlyIn(
  placed: readonly PlacedBreakpoint[],
  others: readonly PlacedBreakpoint[],
  level: Level,
): PlacedBreakpoint | undefined {
  return placed.find(
    (breakpoint) => breakpoint.level === level && !others.some(({ key }) => key === breakpoint.key),
  );
}

function describeBreakpoint(kind: string, { path }: PlacedBreakpoint): Change {
  return { ...bareChange, kind, name: "cache_control", what: `a breakpoint ${kind}`, block: path };
}

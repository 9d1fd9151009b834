import type { Ttl } from "../../api/cache-control.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import { readSharing } from "../../projection/cache/sharing.ts";
import type { MeasuredExchange, MeasuredScenario } from "../../projection/projection.ts";
import { isMarkable } from "../../prompt/markers.ts";
import type { Breakpoint, Prompt } from "../../prompt/prompt.ts";
import { withBreakpoints as withMarkers, withExchanges, withRuns } from "../../variants/kept.ts";
import { tokensUpTo } from "../../tokens/count.ts";
import { blocksBeforeLiterals, findLiterals } from "./volatile/literal-texts.ts";

/** The most markers that the API takes in one request (caching-rules.md §3). */
export const mostMarkers = 4;

/** An exchange of a run with what breakpoints are chosen by. */
export interface MarkedExchange {
  readonly measured: MeasuredExchange;
  /** The exchange before it in its run. */
  readonly before: MeasuredExchange | null;
  /** The blocks before this index are shared with other runs, and equal in all recordings. */
  readonly sharedBlocks: number;
  /** The first shared block that holds one of several values; null where none does. */
  readonly firstDraw: number | null;
}

/** Every exchange of a scenario, in order. */
export function markedExchanges(scenario: MeasuredScenario): readonly MarkedExchange[] {
  const literals = findLiterals(scenario);
  return scenario.runs.flatMap((run) => {
    const sharings = readSharing(run, scenario.shared);
    return run.exchanges.map((measured, index) => ({
      measured,
      before: run.exchanges[index - 1] ?? null,
      sharedBlocks: Math.min(
        sharings[index]?.sharedBlocks ?? 0,
        blocksBeforeLiterals(measured.prompt, literals),
      ),
      firstDraw: sharings[index]?.draws[0]?.block ?? null,
    }));
  });
}

/**
 * The scenario with other breakpoints; null where a request would have more markers than the API
 * takes, or a TTL of an hour behind one of five minutes (caching-rules.md §6).
 */
export function withBreakpoints(
  scenario: MeasuredScenario,
  choose: (exchange: MarkedExchange) => readonly Breakpoint[],
): MeasuredScenario | null {
  const chosen = new Map<MeasuredExchange, readonly Breakpoint[]>();
  for (const exchange of markedExchanges(scenario)) {
    const breakpoints = inOrder(choose(exchange));
    if (!isTaken(breakpoints)) return null;
    chosen.set(exchange.measured, breakpoints);
  }
  return withRuns(scenario, (run) =>
    withExchanges(run, (measured) =>
      withMarkers(measured, chosen.get(measured) ?? measured.prompt.breakpoints),
    ),
  );
}

/** In render order, one a block: the longer TTL of two. */
function inOrder(breakpoints: readonly Breakpoint[]): readonly Breakpoint[] {
  const byBlock = new Map<number, Breakpoint>();
  for (const breakpoint of breakpoints) {
    const before = byBlock.get(breakpoint.block);
    if (before === undefined || before.ttl === "5m") byBlock.set(breakpoint.block, breakpoint);
  }
  return [...byBlock.values()].sort((a, b) => a.block - b.block);
}

function isTaken(breakpoints: readonly Breakpoint[]): boolean {
  const isOrdered = breakpoints.every(
    ({ ttl }, index) => ttl === "5m" || breakpoints[index - 1]?.ttl !== "5m",
  );
  return breakpoints.length <= mostMarkers && isOrdered;
}

/** A marker on a block. */
export function markerOn(block: number, ttl: Ttl): Breakpoint {
  return { block, ttl, automatic: false };
}

/** The last block before an index that may carry a marker; null where none may. */
export function lastMarkable({ blocks }: Prompt, before: number): number | null {
  for (let block = Math.min(before, blocks.length) - 1; block >= 0; block -= 1) {
    const found = blocks[block];
    if (found !== undefined && isMarkable(found)) return block;
  }
  return null;
}

/** Whether the prefix up to a block is large enough to be cached. */
export function isCacheable({ count, prompt }: MeasuredExchange, block: number): boolean {
  return tokensUpTo(count, block, prompt) >= minimumOf(prompt.model);
}

/** Whether a request repeats the whole prompt of the one before it, and goes on from there. */
export function continues({ measured, before }: MarkedExchange): boolean {
  if (before === null || before.prompt.model !== measured.prompt.model) return false;
  const end = before.prompt.blocks.length - 1;
  return (
    end >= 0 &&
    end < measured.prompt.blocks.length - 1 &&
    before.prompt.blocks[end]?.prefix === measured.prompt.blocks[end]?.prefix
  );
}

/** Whether requests of a scenario repeat what earlier ones of their run sent. */
export function repeatsHistory(scenario: MeasuredScenario): boolean {
  return markedExchanges(scenario).some(continues);
}

/** Which blocks are marked for how long, as text that is equal where that is. */
export function markersText({ runs }: MeasuredScenario): string {
  return runs
    .map(({ exchanges }) =>
      exchanges
        .map(({ prompt }) => prompt.breakpoints.map(({ block, ttl }) => `${block}:${ttl}`).join())
        .join(";"),
    )
    .join("|");
}

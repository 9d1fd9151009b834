import type { Ttl } from "../api/cache-control.ts";
import { readSharing } from "../projection/cache/sharing.ts";
import {
  hasBreakpoints,
  type MeasuredExchange,
  type MeasuredScenario,
} from "../projection/projection.ts";
import { withBreakpoints, withExchanges, withRuns } from "./kept.ts";
import type { Breakpoint } from "../prompt/prompt.ts";

/** A request may carry so many markers (caching-rules.md §3). */
export const mostBreakpoints = 4;

/** Says where one request's breakpoints are to stand, in any order. */
export type MarkExchange = (exchange: MeasuredExchange, at: ExchangeAt) => readonly Breakpoint[];

/** Where an exchange stands in its run. */
export interface ExchangeAt {
  /** The blocks before this index are shared with other runs. */
  readonly sharedBlocks: number;
  readonly previous: MeasuredExchange | null;
}

/** The scenario without its breakpoints: nothing is cached. */
export function withoutBreakpoints(scenario: MeasuredScenario): MeasuredScenario {
  return markEach(scenario, () => []);
}

/**
 * The scenario with its breakpoints at one TTL; where no request sets any, each gets one at the end
 * of the blocks that all runs share.
 */
export function withTtl(scenario: MeasuredScenario, ttl: Ttl): MeasuredScenario {
  const isMarked = hasBreakpoints(scenario);
  return markEach(scenario, ({ prompt }, { sharedBlocks }) =>
    isMarked
      ? prompt.breakpoints.map((breakpoint) => ({ ...breakpoint, ttl }))
      : sharedBlocks > 0
        ? [{ block: sharedBlocks - 1, ttl, automatic: false }]
        : [],
  );
}

/**
 * The scenario with other breakpoints: those that `mark` says for each request, in render order, one
 * a block. A one-hour breakpoint behind one of five minutes would be a 400, so what stands before an
 * hour is an hour too (caching-rules.md §3).
 */
export function markEach(scenario: MeasuredScenario, mark: MarkExchange): MeasuredScenario {
  return withRuns(scenario, (run) => {
    const sharings = readSharing(run, scenario.shared);
    return withExchanges(run, (exchange, index) => {
      const breakpoints = mark(exchange, {
        sharedBlocks: sharings[index]?.sharedBlocks ?? 0,
        previous: run.exchanges[index - 1] ?? null,
      });
      return withBreakpoints(exchange, inOrder(breakpoints));
    });
  });
}

function inOrder(breakpoints: readonly Breakpoint[]): readonly Breakpoint[] {
  const byBlock = new Map<number, Breakpoint>();
  for (const breakpoint of breakpoints) {
    const known = byBlock.get(breakpoint.block);
    if (known === undefined || breakpoint.ttl === "1h") byBlock.set(breakpoint.block, breakpoint);
  }
  const sorted = [...byBlock.values()].sort((a, b) => a.block - b.block);
  const lastHour = sorted.findLastIndex(({ ttl }) => ttl === "1h");
  return sorted.map((breakpoint, index) =>
    index < lastHour ? { ...breakpoint, ttl: "1h" } : breakpoint,
  );
}

import type { Ttl } from "../api/cache-control.ts";
import { readSharing } from "../projection/cache/sharing.ts";
import {
  hasBreakpoints,
  type MeasuredExchange,
  type MeasuredScenario,
} from "../projection/projection.ts";
import { withBreakpoints, withExchanges, withRuns } from "./kept.ts";

/** The scenario without its breakpoints: nothing is cached. */
export function withoutBreakpoints(scenario: MeasuredScenario): MeasuredScenario {
  return mapExchanges(scenario, (exchange) => withBreakpoints(exchange, []));
}

/**
 * The scenario with its breakpoints at one TTL; where no request sets any, each gets one at the end
 * of the blocks that all runs share.
 */
export function withTtl(scenario: MeasuredScenario, ttl: Ttl): MeasuredScenario {
  const isMarked = hasBreakpoints(scenario);
  return mapExchanges(scenario, (exchange, sharedBlocks) => {
    const { prompt } = exchange;
    const breakpoints = isMarked
      ? prompt.breakpoints.map((breakpoint) => ({ ...breakpoint, ttl }))
      : sharedBlocks > 0
        ? [{ block: sharedBlocks - 1, ttl, automatic: false }]
        : [];
    return withBreakpoints(exchange, breakpoints);
  });
}

function mapExchanges(
  scenario: MeasuredScenario,
  change: (exchange: MeasuredExchange, sharedBlocks: number) => MeasuredExchange,
): MeasuredScenario {
  return withRuns(scenario, (run) => {
    const sharings = readSharing(run, scenario.shared);
    return withExchanges(run, (exchange, index) =>
      change(exchange, sharings[index]?.sharedBlocks ?? 0),
    );
  });
}

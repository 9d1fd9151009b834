import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";
import { readSharing } from "../projection/sharing.ts";
import type { Ttl } from "../prompt/prompt.ts";

/** Markers stripped: nothing is cached. */
export function withoutBreakpoints(scenario: MeasuredScenario): MeasuredScenario {
  return mapExchanges(scenario, (exchange) => ({
    ...exchange,
    prompt: { ...exchange.prompt, breakpoints: [] },
  }));
}

function mapExchanges(
  scenario: MeasuredScenario,
  change: (exchange: MeasuredExchange, shared: number) => MeasuredExchange,
): MeasuredScenario {
  return {
    ...scenario,
    runs: scenario.runs.map((run) => {
      const shares = readSharing(run, scenario.shared);
      return {
        ...run,
        exchanges: run.exchanges.map((exchange, at) =>
          change(exchange, shares[at]?.sharedBlocks ?? 0),
        ),
      };
    }),
  };
}

/**
 * The same places with one lifetime; where no request sets any, one at the end of the blocks that
 * all runs share.
 */
export function withTtl(scenario: MeasuredScenario, ttl: Ttl): MeasuredScenario {
  const marked = hasBreakpoints(scenario);
  return mapExchanges(scenario, (exchange, shared) => {
    const { prompt } = exchange;
    const breakpoints = marked
      ? prompt.breakpoints.map((one) => ({ ...one, ttl }))
      : shared > 0
        ? [{ block: shared - 1, ttl, automatic: false }]
        : [];
    return { ...exchange, prompt: { ...prompt, breakpoints } };
  });
}

function hasBreakpoints(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) =>
    run.exchanges.some(({ prompt }) => prompt.breakpoints.length > 0),
  );
}

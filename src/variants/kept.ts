/**
 * Changes that leave what they do not change the very object it was: what is known of it already
 * (its layout, its cost) is not worked out again for a variant.
 */
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "../projection/projection.ts";
import type { Breakpoint } from "../prompt/prompt.ts";

/** A scenario with other runs, each made of one of its own; itself where all stay. */
export function withRuns(
  scenario: MeasuredScenario,
  change: (run: MeasuredRun) => MeasuredRun,
): MeasuredScenario {
  const runs = scenario.runs.map(change);
  return isSame(runs, scenario.runs) ? scenario : { ...scenario, runs };
}

/** A run with other exchanges, each made of one of its own; itself where all stay. */
export function withExchanges(
  run: MeasuredRun,
  change: (exchange: MeasuredExchange, index: number) => MeasuredExchange,
): MeasuredRun {
  const exchanges = run.exchanges.map(change);
  return isSame(exchanges, run.exchanges) ? run : { ...run, exchanges };
}

/** An exchange with other breakpoints; itself where they are the same. */
export function withBreakpoints(
  exchange: MeasuredExchange,
  breakpoints: readonly Breakpoint[],
): MeasuredExchange {
  const { prompt } = exchange;
  const before = prompt.breakpoints;
  const stays =
    breakpoints.length === before.length &&
    breakpoints.every(
      ({ block, ttl }, index) => block === before[index]?.block && ttl === before[index]?.ttl,
    );
  return stays ? exchange : { ...exchange, prompt: { ...prompt, breakpoints } };
}

function isSame<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.every((item, index) => item === b[index]);
}

import { findMinimum } from "../models/cache-minimum.ts";
import { problem, type Problem } from "../problem.ts";
import { tokensUpTo } from "../tokens/count.ts";
import type { CacheForecast } from "./cache/cache-forecast.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "./projection.ts";

/**
 * Breakpoints of a run that cache nothing, or may, because the prefix is too small
 * (caching-rules.md §5).
 */
export function noteSmallPrefixes(run: MeasuredRun, scenario: string): readonly Problem[] {
  return run.exchanges.flatMap((measured, index) =>
    noteSmallPrefixesOf(measured, { later: run.exchanges.slice(index + 1), scenario }),
  );
}

function noteSmallPrefixesOf(
  { count, exchange, prompt }: MeasuredExchange,
  { later, scenario }: { readonly later: readonly MeasuredExchange[]; readonly scenario: string },
): readonly Problem[] {
  const { tokens: minimum } = findMinimum(prompt.model);
  return prompt.breakpoints.flatMap((breakpoint) => {
    const tokens = tokensUpTo(count, breakpoint.block, prompt);
    const tokensAt = (bound: number): number =>
      count.total === 0 ? tokens : Math.floor((tokens * bound) / count.total);
    const low = Math.min(tokens, tokensAt(count.low));
    const high = Math.max(tokens, tokensAt(count.high));
    const about = { exchange: exchange.id, block: prompt.blocks[breakpoint.block]?.path ?? "" };
    if (low < minimum && high >= minimum)
      return [
        problem("cache-minimum-near", exchange.place, { ...about, low, high, minimum }, scenario),
      ];
    if (tokens >= minimum) return [];
    const level = prompt.blocks[breakpoint.block]?.level;
    const grows = level === "messages" && later.some(cachesMessages);
    const code = grows ? "below-cache-minimum-yet" : "below-cache-minimum";
    const details = { ...about, model: prompt.model, tokens, minimum };
    return [problem(code, exchange.place, details, scenario)];
  });
}

/** Whether a breakpoint in its messages reaches the minimum. */
function cachesMessages({ count, prompt }: MeasuredExchange): boolean {
  const { tokens: minimum } = findMinimum(prompt.model);
  return prompt.breakpoints.some(
    ({ block }) =>
      prompt.blocks[block]?.level === "messages" && tokensUpTo(count, block) >= minimum,
  );
}

/**
 * The first exchange that may read a shared prefix where it has no breakpoint of its own: the
 * formula for chances leaves out that such a read keeps the entry alive.
 */
export function noteUnmarkedHit(
  { exchanges, byChances }: CacheForecast,
  { id }: MeasuredScenario,
): readonly Problem[] {
  if (!byChances) return [];
  for (const { view, outcomes } of exchanges) {
    const hit = outcomes.find(
      ({ hitBlock }) =>
        view.lookups.some((prefix) => prefix.block === hitBlock && prefix.shared) &&
        !view.marked.some((prefix) => prefix.block === hitBlock),
    );
    if (hit === undefined) continue;
    const { exchange, prompt } = view.measured;
    const block = prompt.blocks[hit.hitBlock]?.path ?? "";
    return [problem("cache-hit-unmarked", exchange.place, { exchange: exchange.id, block }, id)];
  }
  return [];
}

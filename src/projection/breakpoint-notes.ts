import { findMinimum } from "../models/cache-minimum.ts";
import { problem, type Problem } from "../problem.ts";
import { tokensUpTo } from "../tokens/count.ts";
import { arrivalsRepeat, type CacheForecast } from "./cache/cache-forecast.ts";
import type { MeasuredExchange, MeasuredScenario } from "./projection.ts";

/**
 * Breakpoints that cache nothing, or may, because the prefix is too small (caching-rules.md §5).
 */
export function noteSmallPrefixes(
  { count, exchange, prompt }: MeasuredExchange,
  scenario: string,
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
    return tokens < minimum
      ? [problem("below-cache-minimum", exchange.place, { ...about, tokens, minimum }, scenario)]
      : [];
  });
}

/**
 * The first exchange that may read a shared prefix where it has no breakpoint of its own: the
 * formula for Poisson arrivals leaves out that such a read keeps the entry alive.
 */
export function noteUnmarkedHit(
  { exchanges }: CacheForecast,
  { traffic, tier, id }: MeasuredScenario,
): readonly Problem[] {
  if (traffic === null || arrivalsRepeat[traffic.arrivals] || tier === "batch") return [];
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

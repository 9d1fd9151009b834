import { findMinimum } from "../models/cache-minimum.ts";
import { placeInBody } from "../fixture/body-places.ts";
import { problem, type Problem, type ProblemDetails } from "../problem.ts";
import { tokensUpTo } from "../tokens/count.ts";
import type { CacheForecast } from "./cache/cache-forecast.ts";
import type { MeasuredExchange, MeasuredScenario } from "./projection.ts";

/**
 * Breakpoints that cache nothing, or may, because the prefix is too small (caching-rules.md §5). What
 * says the same of several requests is said once, at the first of them.
 */
export function noteSmallPrefixes({ runs, id }: MeasuredScenario): readonly Problem[] {
  const said = new Set<string>();
  return runs.flatMap((run) => {
    const last = run.exchanges.findLastIndex(cachesMessages);
    return run.exchanges.flatMap((measured, index) =>
      smallPrefixesOf(measured, index < last).flatMap(({ code, details }) => {
        const key = JSON.stringify([code, details]);
        if (said.has(key)) return [];
        said.add(key);
        const place = placeInBody(measured.exchange, details.block);
        return [problem(code, place, details, id)];
      }),
    );
  });
}

interface SmallPrefix {
  readonly code: "below-cache-minimum" | "below-cache-minimum-yet" | "cache-minimum-near";
  readonly details: ProblemDetails<SmallPrefix["code"]>;
}

/** `grows`: a later request of the run has a breakpoint in its messages that caches. */
function smallPrefixesOf(
  { count, prompt }: MeasuredExchange,
  grows: boolean,
): readonly SmallPrefix[] {
  const { model } = prompt;
  const { tokens: minimum } = findMinimum(model);
  return prompt.breakpoints.flatMap((breakpoint): readonly SmallPrefix[] => {
    const tokens = tokensUpTo(count, breakpoint.block, prompt);
    const tokensAt = (bound: number): number =>
      count.total === 0 ? tokens : Math.floor((tokens * bound) / count.total);
    const low = Math.min(tokens, tokensAt(count.low));
    const high = Math.max(tokens, tokensAt(count.high));
    const { path: block = "", level } = prompt.blocks[breakpoint.block] ?? {};
    const details = { block, model, tokens, low, high, minimum };
    if (low < minimum && high >= minimum) return [{ code: "cache-minimum-near", details }];
    if (tokens >= minimum) return [];
    const code = level === "messages" && grows ? "below-cache-minimum-yet" : "below-cache-minimum";
    return [{ code, details }];
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

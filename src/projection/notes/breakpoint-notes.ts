import { findMinimum } from "../../models/cache-minimum.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import { nowhere, problem, type Problem, type ProblemDetails } from "../../problem.ts";
import { tokensUpTo } from "../../tokens/count.ts";
import type { CacheForecast } from "../cache/cache-forecast.ts";
import type { MeasuredExchange, MeasuredScenario } from "../projection.ts";

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
 * Why chances of what is alive do not give a scenario's hits, each reason with the standard error
 * of the simulation that does.
 */
export function noteSimulation(
  { beyondChances, simulationError }: CacheForecast,
  { id, runs }: MeasuredScenario,
): readonly Problem[] {
  const place = runs[0]?.run.place ?? nowhere;
  if (beyondChances === null) return [];
  const error = simulationError === null ? null : percentOf(simulationError.cost);
  const { mixedTtls, unmarkedHit, readableAfter } = beyondChances;
  const notes: Problem[] = [];
  if (mixedTtls) notes.push(problem("cache-lifetimes-mixed", place, { error }, id));
  if (unmarkedHit !== null) {
    const { exchange, prompt } = unmarkedHit.view.measured;
    const block = prompt.blocks[unmarkedHit.block]?.path ?? "";
    const details = { error, exchange: exchange.id, block };
    notes.push(problem("cache-hit-unmarked", exchange.place, details, id));
  }
  if (readableAfter && error !== null)
    notes.push(problem("readable-after-simulated", place, { error }, id));
  return notes;
}

/** Millionths as percent, rounded up to a hundredth. */
function percentOf(millionths: bigint): string {
  const hundredths = (millionths + 99n) / 100n;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`;
}

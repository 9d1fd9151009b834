import { contentOf } from "../../api/response.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import { isObject } from "../../json.ts";
import { ascendingBy } from "../../order.ts";
import type { MeasuredRun } from "../../projection/projection.ts";
import { counted, groupDigits } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { findSmaller } from "./smaller-model.ts";

/** Runs are of different kinds where one is so many times as large as the next smaller one, */
const gap = 2;
/** the largest so many times as large as the smallest, */
const spread = 8;
/** and there are at least so many: two may be two of a kind. */
const leastRuns = 3;
/** An output token costs about as much as so many of input (billing.md §1.1). */
const outputWeight = 5;

/**
 * Runs of very different sizes: the simplest, those below the first wide gap in size that call no
 * tool, on a smaller model. The changed scenario is the mixture.
 */
export function routeBySize(context: AdviceContext): readonly Proposal[] {
  const { runs } = context.measured;
  const simple = simplestRuns(runs);
  const first = runs.find((_, index) => simple.has(index))?.exchanges[0];
  if (first === undefined) return [];
  const { model } = first.prompt;
  const isMoved = (exchange: { prompt: { model: string } }, run: number): boolean =>
    simple.has(run) && exchange.prompt.model === model;
  const found = findSmaller(context, first, isMoved);
  if (found === null) return [];
  const weightOf = (isCounted: (index: number) => boolean): number =>
    runs.reduce((sum, { weight }, index) => sum + (isCounted(index) ? weight : 0), 0);
  const share = weightOf((index) => simple.has(index)) / weightOf(() => true);
  const largest = Math.max(
    ...runs.flatMap(({ exchanges }, index) =>
      simple.has(index) ? exchanges.map(({ count }) => count.total) : [],
    ),
  );
  return [
    {
      code: "route-by-size",
      change:
        `send the simplest runs to \`${found.model.id}\`: ${counted(simple.size, "run")} of ${runs.length}, ` +
        `${Math.round(share * 100)} % of the traffic, prompts of up to ${groupDigits(largest)} tokens, no tool called` +
        (found.moved.thinks ? "; it thinks unless it is told not to" : ""),
      place: placeInBody(first.exchange, "model"),
      block: null,
      confidence: "possible",
      changed: found.moved.scenario,
    },
  ];
}

/** The runs below the first gap in size; none where there is no gap, or a tool is called below it. */
function simplestRuns(runs: readonly MeasuredRun[]): ReadonlySet<number> {
  const sized = runs
    .map((run, index) => ({ index, size: sizeOf(run), calls: callsTools(run) }))
    .sort(ascendingBy(({ size }) => size));
  const [smallest, largest] = [sized[0]?.size ?? 0, sized.at(-1)?.size ?? 0];
  if (sized.length < leastRuns || largest < spread * smallest) return new Set();
  const end = sized.findIndex(({ size }, at) => size >= gap * (sized[at - 1]?.size ?? Infinity));
  const simple = end === -1 ? [] : sized.slice(0, end).filter(({ calls }) => !calls);
  return new Set(simple.map(({ index }) => index));
}

/** What a run is large by: its prompts, and its answers by what they cost beside them. */
function sizeOf({ exchanges }: MeasuredRun): number {
  return exchanges.reduce(
    (sum, { count, output }) => sum + count.total + outputWeight * output.tokens,
    0,
  );
}

function callsTools({ exchanges }: MeasuredRun): boolean {
  return exchanges.some(
    ({ exchange, prompt }) =>
      prompt.blocks.some(({ kind }) => kind === "tool_use" || kind === "server_tool_use") ||
      (contentOf(exchange.recorded?.response ?? null) ?? []).some(
        (block) => isObject(block) && block["type"] === "tool_use",
      ),
  );
}

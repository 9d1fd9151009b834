import { ascendingBy } from "../../order.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { nowhere } from "../../problem.ts";
import { hasBreakpoints, type MeasuredScenario } from "../../projection/projection.ts";
import { asVariant } from "../../variants/variants.ts";
import type { AdviceKind } from "../advice.ts";
import { costOf } from "../worth.ts";

/**
 * Work that nobody waits for, at half the price: runs whose requests need no earlier answer and that
 * a batch takes. One that streams has a reader who waits, and one that calls a tool, or hands in what
 * a tool said, is a step of a loop. Whether the others may wait up to a day only their authors know.
 */
export const useBatch: AdviceKind = (context) => {
  const { measured } = context;
  if (measured.tier === "batch" || measured.runs.length === 0 || isWaitedFor(measured)) return [];
  const [best] = (["batch", "batch+cache"] as const)
    .flatMap((name) => {
      const varied = asVariant(name, measured, context);
      return "whyNot" in varied
        ? []
        : [{ changed: varied.scenario, cost: costOf(context.project(varied.scenario)) }];
    })
    .sort(ascendingBy(({ cost }) => cost));
  if (best === undefined) return [];
  const place = measured.runs[0]?.exchanges[0]?.exchange.place ?? nowhere;
  const isCached = hasBreakpoints(best.changed);
  return [
    {
      code: "use-batch",
      change:
        "send it in a batch, if nobody waits for the answer" +
        (hasBreakpoints(measured) && !isCached ? ", without `cache_control`" : ""),
      place,
      block: null,
      confidence: "possible",
      changed: best.changed,
    },
  ];
};

/** Whether somebody reads along, or the next request waits for what a tool made of the answer. */
function isWaitedFor({ runs }: MeasuredScenario): boolean {
  return runs.some(({ exchanges }) =>
    exchanges.some(
      ({ exchange: { request, recorded }, prompt }) =>
        request.body["stream"] === true ||
        (recorded?.response["stop_reason"] === "tool_use" && !isFormOnly(request.body)) ||
        prompt.blocks.at(-1)?.kind === "tool_result",
    ),
  );
}

/** Whether a tool is only the form of the answer: the one that has to be called. */
function isFormOnly({ tool_choice: choice }: JsonObject): boolean {
  return isObject(choice) && choice["type"] === "tool";
}

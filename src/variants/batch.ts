import { batchRefusal } from "../api/batch.ts";
import type { MeasuredScenario } from "../projection/projection.ts";
import { withoutBreakpoints } from "./breakpoints.ts";
import { varied, type Varied } from "./variant.ts";

/** `batch`: in a batch, where nothing is cached. */
export function batch(scenario: MeasuredScenario): Varied {
  return inBatch(withoutBreakpoints(scenario));
}

/** A scenario as it is, in a batch. */
export function inBatch(scenario: MeasuredScenario): Varied {
  const whyNot = refusesBatch(scenario);
  return whyNot === null ? varied({ ...scenario, tier: "batch" }) : { whyNot };
}

/**
 * Why a scenario cannot go into a batch: an exchange waits for the answer of the one before, or a
 * batch refuses it. Null: it can.
 */
function refusesBatch(scenario: MeasuredScenario): string | null {
  for (const { run, exchanges } of scenario.runs) {
    if (exchanges.some(({ exchange }) => exchange.needsPrevious))
      return `${run.id} needs an answer before its next request`;
    for (const { prompt } of exchanges) {
      const why = batchRefusal(prompt.request.body);
      if (why !== null) return why;
    }
  }
  return null;
}

import { batchRefusal } from "../api/batch.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/**
 * Why a scenario cannot go into a batch: an exchange waits for the answer of the one before, or a
 * batch refuses it. Null: it can.
 */
export function refusesBatch(scenario: MeasuredScenario): string | null {
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

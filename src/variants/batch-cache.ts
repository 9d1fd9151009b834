import type { MeasuredScenario } from "../projection/projection.ts";
import { inBatch } from "./batch.ts";
import type { Varied } from "./variant.ts";

/** `batch+cache`: in a batch, with the breakpoints that are written. */
export function batchCache(scenario: MeasuredScenario): Varied {
  return inBatch(scenario);
}

import type { MeasuredScenario } from "../projection/projection.ts";
import { varied, type Varied } from "./variant.ts";

/** `as-written`: nothing changed. */
export function asWritten(scenario: MeasuredScenario): Varied {
  return varied(scenario);
}

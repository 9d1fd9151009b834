import type { MeasuredScenario } from "../../projection/projection.ts";
import { withoutBreakpoints } from "../breakpoints.ts";
import { varied, type Varied } from "../variant.ts";

/** `no-cache`: no request sets a breakpoint, so nothing is cached. */
export function noCache(scenario: MeasuredScenario): Varied {
  return varied(withoutBreakpoints(scenario));
}

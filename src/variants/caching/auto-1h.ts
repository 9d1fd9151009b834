import type { MeasuredScenario } from "../../projection/projection.ts";
import { withAutomatic } from "./automatic.ts";
import type { Varied } from "../variant.ts";

/** `auto-1h`: top-level automatic caching for an hour. */
export function auto1h(scenario: MeasuredScenario): Varied {
  return withAutomatic(scenario, "1h");
}

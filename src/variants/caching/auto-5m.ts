import type { MeasuredScenario } from "../../projection/projection.ts";
import { withAutomatic } from "./automatic.ts";
import type { Varied } from "../variant.ts";

/** `auto-5m`: top-level automatic caching for five minutes. */
export function auto5m(scenario: MeasuredScenario): Varied {
  return withAutomatic(scenario, "5m");
}

import type { MeasuredScenario } from "../../projection/projection.ts";
import { withTtl } from "../breakpoints.ts";
import { varied, type Varied } from "../variant.ts";

/** `cache-1h`: what is cached is kept for an hour. */
export function cache1h(scenario: MeasuredScenario): Varied {
  return varied(withTtl(scenario, "1h"));
}

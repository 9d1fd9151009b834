import type { MeasuredScenario } from "../../projection/projection.ts";
import { withTtl } from "../breakpoints.ts";
import { varied, type Varied } from "../variant.ts";

/** `cache-5m`: what is cached is kept for five minutes. */
export function cache5m(scenario: MeasuredScenario): Varied {
  return varied(withTtl(scenario, "5m"));
}

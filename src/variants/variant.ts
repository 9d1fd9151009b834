import type { Problem } from "../problem.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/**
 * One other way to run a scenario (DESIGN.md, "Variants and advice"). Breakpoints cost no tokens,
 * so counts stay as they are.
 */
export type Variant = (scenario: MeasuredScenario) => Varied;

/** A scenario changed in one respect, or why the API would not take it so. */
export type Varied =
  | { readonly scenario: MeasuredScenario; readonly problems: readonly Problem[] }
  | { readonly whyNot: string };

/** A changed scenario of which there is nothing to say. */
export function varied(scenario: MeasuredScenario): Varied {
  return { scenario, problems: [] };
}

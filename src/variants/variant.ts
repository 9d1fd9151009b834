import type { Problem } from "../problem.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/** One other way to run a scenario. Markers cost no tokens, so counts stay as they are. */
export interface Variant {
  /** What it is called where variants are listed. */
  readonly label: string;
  /** How a scenario then runs, as the end of a sentence; null: as the variant of its name. */
  readonly phrase: string | null;
  readonly vary: (scenario: MeasuredScenario) => Varied;
}

/** A scenario changed in one respect, or why the API would not take it so. */
export type Varied =
  | { readonly scenario: MeasuredScenario; readonly problems: readonly Problem[] }
  | { readonly whyNot: string };

/** A changed scenario of which there is nothing to say. */
export function varied(scenario: MeasuredScenario): Varied {
  return { scenario, problems: [] };
}

import type { Day } from "../day.ts";
import type { Scenario } from "../fixture/fixture.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Problem } from "../problem.ts";
import type { Measurer } from "../projection/measure.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";

/** What a variant may ask besides the scenario as it was measured. */
export interface VariantContext {
  readonly scenario: Scenario;
  readonly measurer: Measurer;
  readonly book: PriceBook;
  /** The day a model must be there on. */
  readonly asOf: Day;
  /** Projects a changed scenario amid the same neighbours. */
  readonly project: (scenario: MeasuredScenario) => Projection;
}

/**
 * One other way to run a scenario (DESIGN.md, "Variants and advice"). Breakpoints cost no tokens,
 * so counts stay as they are.
 */
export type Variant = (scenario: MeasuredScenario, context: VariantContext) => Varied;

/** A scenario changed in one respect, or why the API would not take it so. */
export type Varied =
  | { readonly scenario: MeasuredScenario; readonly problems: readonly Problem[] }
  | { readonly whyNot: string };

/** A changed scenario of which there is nothing to say. */
export function varied(scenario: MeasuredScenario): Varied {
  return { scenario, problems: [] };
}

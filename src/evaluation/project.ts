import type { Scenario } from "../fixture/fixture.ts";
import type { PriceBook } from "../models/rates.ts";
import { project } from "../projection/project.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { projectVariants, type ProjectedVariant } from "../variants/variants.ts";
import { groupOf, neighboursOf } from "./cache-group.ts";
import type { EvaluationContext } from "./context.ts";

/**
 * A scenario of one tree, measured by its own witnesses alone and projected: what `update` would
 * write down.
 */
export interface ProjectedScenario {
  readonly scenario: Scenario;
  readonly measured: MeasuredScenario;
  readonly projection: Projection;
}

/** A tree's scenarios, and what they were projected with. */
export interface ProjectedTree {
  readonly scenarios: readonly ProjectedScenario[];
  readonly context: EvaluationContext;
  readonly book: PriceBook;
}

/**
 * Counts and projects a tree's scenarios. `other`: the scenarios of the tree it is compared with,
 * whose bodies say which recordings they earned. `known`: those of them that are projected already;
 * a scenario whose figures depend on the same is not counted again.
 */
export function projectTree(options: {
  readonly scenarios: readonly Scenario[];
  readonly other?: readonly Scenario[];
  readonly known?: readonly ProjectedScenario[];
  readonly context: EvaluationContext;
  readonly book: PriceBook;
}): ProjectedTree {
  const { scenarios, other = [], known = [], context, book } = options;
  const knownScenarios = known.map(({ scenario }) => scenario);
  const knownByInputs = new Map(
    known.map((projected) => [inputsOf(projected.scenario, knownScenarios), projected]),
  );
  const otherById = new Map(other.map((scenario) => [scenario.config.id, scenario]));
  const counted = scenarios.map((scenario) => {
    const { id } = scenario.config;
    const equal = knownByInputs.get(inputsOf(scenario, scenarios));
    if (equal !== undefined && equal.scenario.config.id === id)
      return { scenario, measured: equal.measured, projection: equal.projection };
    const measured = context.measurer.scenario(scenario, otherById.get(id) ?? null);
    return { scenario, measured, projection: null };
  });
  const projected = counted.map(({ scenario, measured, projection }) => ({
    scenario,
    measured,
    projection:
      projection ??
      project({
        scenario: measured,
        neighbours: neighboursOf(scenario.config.id, counted),
        book,
        asOf: context.asOf,
      }),
  }));
  return { scenarios: projected, context, book };
}

/** Everything a scenario's figures come from, as text that is equal where the figures are. */
function inputsOf(scenario: Scenario, scenarios: readonly Scenario[]): string {
  return JSON.stringify([
    scenario.inputs,
    ...groupOf(scenario, scenarios).map(({ inputs }) => inputs),
  ]);
}

/** The variants a scenario asks for, projected amid the same neighbours as itself. */
export function projectVariantsOf(
  { scenario, measured }: ProjectedScenario,
  tree: ProjectedTree,
): readonly ProjectedVariant[] {
  const { context, book } = tree;
  const neighbours = neighboursOf(scenario.config.id, tree.scenarios);
  return projectVariants({
    names: scenario.config.variants.filter((name) => name !== "as-written"),
    scenario,
    measured,
    measurer: context.measurer,
    asOf: context.asOf,
    project: (varied) => project({ scenario: varied, neighbours, book, asOf: context.asOf }),
  });
}

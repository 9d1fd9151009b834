import type { Run, Scenario } from "../fixture/fixture.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Problem } from "../problem.ts";
import { noteAssumptions } from "../projection/notes/assumptions.ts";
import { project } from "../projection/project.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { projectVariants, type ProjectedVariant } from "../variants/variants.ts";
import { groupOf, neighboursOf } from "./cache-group.ts";
import type { EvaluationContext } from "./context.ts";
import { matchRuns, matchScenarios } from "./matching.ts";

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
 * Counts and projects a tree's scenarios. `other`: of the head the scenarios of main, whose bodies
 * say which recordings they earned; main's own tree has none, so that it costs what it costs alone.
 * `known`: those of the other tree that are projected already; a scenario whose figures depend on
 * the same is not counted again.
 */
export function projectTree(options: {
  readonly scenarios: readonly Scenario[];
  readonly other?: readonly Scenario[];
  readonly known?: readonly ProjectedScenario[];
  readonly context: EvaluationContext;
  readonly book: PriceBook;
}): ProjectedTree {
  const { scenarios, other = [], known = [], context, book } = options;
  const knownByInputs = new Map(
    known.map((projected) => [inputsOf(projected.scenario, known), projected]),
  );
  const tree = scenarios.map((scenario) => ({ scenario }));
  const others = counterpartsOf(scenarios, other);
  const counted = scenarios.map((scenario) => {
    const { id } = scenario.config;
    const equal = knownByInputs.get(inputsOf(scenario, tree));
    if (equal !== undefined && equal.scenario.config.id === id)
      return { scenario, measured: equal.measured, projection: equal.projection };
    const measured = context.measurer.scenario(scenario, others);
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

/** Of each run of some scenarios its counterpart in the other tree, as a comparison pairs them. */
function counterpartsOf(
  scenarios: readonly Scenario[],
  other: readonly Scenario[],
): ReadonlyMap<Run, Run> {
  const [ours, theirs] = [scenarios, other].map((side) => side.map((scenario) => ({ scenario })));
  return new Map(
    matchScenarios(ours ?? [], theirs ?? []).pairs.flatMap(({ head, base }) =>
      matchRuns(head.scenario.runs, base.scenario.runs).pairs.map(
        (pair) => [pair.head, pair.base] as const,
      ),
    ),
  );
}

/** Everything a scenario's figures come from, as text that is equal where the figures are. */
function inputsOf(
  scenario: Scenario,
  scenarios: readonly Pick<ProjectedScenario, "scenario">[],
): string {
  return JSON.stringify([
    scenario.inputs,
    ...groupOf(scenario, scenarios).map(({ inputs }) => inputs),
  ]);
}

/** What is assumed of a scenario's traffic and matters, with what changing it would do. */
export function assumptionsOf(
  { scenario, measured, projection }: ProjectedScenario,
  { scenarios, context, book }: ProjectedTree,
): readonly Problem[] {
  const neighbours = neighboursOf(scenario.config.id, scenarios);
  const options = { scenario: measured, neighbours, book, asOf: context.asOf };
  return noteAssumptions(options, projection.usdPerMonth);
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
    book,
    asOf: context.asOf,
    project: (varied) => project({ scenario: varied, neighbours, book, asOf: context.asOf }),
  });
}

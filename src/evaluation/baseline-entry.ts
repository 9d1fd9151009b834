import { shownName } from "../shown-name.ts";
import { priceBookId } from "../api/model.ts";
import { createEntry, factsOf, type BaselineEntry, type ScenarioFacts } from "../baseline/entry.ts";
import { modelsOfVariants } from "../variants/named.ts";
import type { ProjectedVariant } from "../variants/variants.ts";
import { groupOf } from "./cache-group.ts";
import type { ProjectedScenario, ProjectedTree } from "./project.ts";

/** A scenario's entry in the baseline. Variants that have no projection are left out. */
export function baselineEntryOf(
  projected: ProjectedScenario,
  variants: readonly ProjectedVariant[],
  tree: ProjectedTree,
): BaselineEntry {
  const { scenario, projection } = projected;
  return createEntry({
    facts: scenarioFacts(projected, tree),
    scenario,
    models: modelsOf(projected),
    projection,
    variants: variants.flatMap((variant) =>
      variant.projection === null ? [] : [{ name: variant.name, projection: variant.projection }],
    ),
  });
}

/** What a scenario's figures depend on (DESIGN.md, `.promptcost/baseline.json`). */
function scenarioFacts(projected: ProjectedScenario, tree: ProjectedTree): ScenarioFacts {
  const { scenario } = projected;
  const { context, book } = tree;
  const models = new Set([
    ...namedModels(projected),
    ...modelsOfVariants(scenario.config.variants, projected.measured, context.asOf),
  ]);
  return factsOf({
    scenario,
    group: groupOf(scenario, tree.scenarios),
    counter: context.counter.id,
    prices: book.describe([...models].sort(), context.asOf),
    digest: context.digest,
  });
}

/** The models a scenario's requests name, as they may be written down, sorted. */
function modelsOf(projected: ProjectedScenario): readonly string[] {
  return [...namedModels(projected)].map(shownName).sort();
}

/** By the price book's ids. */
function namedModels({ measured }: ProjectedScenario): ReadonlySet<string> {
  const named = measured.runs.flatMap(({ exchanges }) =>
    exchanges.map(({ prompt }) => priceBookId(prompt.model)),
  );
  return new Set(named);
}

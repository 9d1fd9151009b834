import type { Advice } from "../../advice/advice.ts";
import { advise } from "../../advice/advise.ts";
import { neighboursOf } from "../../evaluation/cache-group.ts";
import type { ProjectedScenario, ProjectedTree } from "../../evaluation/project.ts";
import { project } from "../../projection/project.ts";

/** What to do about the cost of a scenario of a tree, amid its neighbours. */
export function adviceOf(
  { scenario, measured, projection }: ProjectedScenario,
  { scenarios, context, book }: ProjectedTree,
): readonly Advice[] {
  const { measurer, asOf } = context;
  const neighbours = neighboursOf(scenario.config.id, scenarios);
  return advise({
    scenario,
    measured,
    projection,
    measurer,
    book,
    asOf,
    scenarios,
    project: (changed) => project({ scenario: changed, neighbours, book, asOf }),
  });
}

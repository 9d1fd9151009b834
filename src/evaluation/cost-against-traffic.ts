import {
  costAgainstTraffic,
  type CostAgainstTraffic,
} from "../projection/break-even/break-even.ts";
import { project } from "../projection/project.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { asVariant } from "../variants/variants.ts";
import { neighboursOf } from "./cache-group.ts";
import type { ProjectedScenario, ProjectedTree } from "./project.ts";

/** How a scenario's cost depends on its traffic, amid the same neighbours as the scenario. */
export function costAgainstTrafficOf(
  { scenario, measured }: ProjectedScenario,
  { scenarios, context, book }: ProjectedTree,
): CostAgainstTraffic {
  const { measurer, asOf } = context;
  const neighbours = neighboursOf(scenario.config.id, scenarios);
  const projectOne = (changed: MeasuredScenario): Projection =>
    project({ scenario: changed, neighbours, book, asOf });
  return costAgainstTraffic({
    scenario: measured,
    neighbours,
    book,
    asOf,
    vary: (name) => {
      const varied = asVariant(name, measured, {
        scenario,
        measurer,
        book,
        asOf,
        project: projectOne,
      });
      return "whyNot" in varied ? null : varied.scenario;
    },
  });
}

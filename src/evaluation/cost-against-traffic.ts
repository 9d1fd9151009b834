import {
  costAgainstTraffic,
  type CostAgainstTraffic,
} from "../projection/break-even/break-even.ts";
import { asVariant } from "../variants/variants.ts";
import { neighboursOf } from "./cache-group.ts";
import type { ProjectedScenario, ProjectedTree } from "./project.ts";

/** How a scenario's cost depends on its traffic, amid the same neighbours as the scenario. */
export function costAgainstTrafficOf(
  { scenario, measured }: ProjectedScenario,
  { scenarios, context, book }: ProjectedTree,
): CostAgainstTraffic {
  return costAgainstTraffic({
    scenario: measured,
    neighbours: neighboursOf(scenario.config.id, scenarios),
    book,
    asOf: context.asOf,
    vary: (name) => {
      const varied = asVariant(name, measured);
      return "whyNot" in varied ? null : varied.scenario;
    },
  });
}

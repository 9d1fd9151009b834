import { nowhere, problem } from "../../problem.ts";
import type { MeasuredScenario, Projection } from "../../projection/projection.ts";
import { withoutBreakpoints } from "../breakpoints.ts";
import { nameSpot, withBreakpoints, type Place } from "../places.ts";
import type { Variant, VariantContext } from "../variant.ts";
import { searchPlaces } from "./search.ts";

/** The cheapest breakpoints found, and what they come to. Null places: those that are written. */
export interface BestFound {
  readonly scenario: MeasuredScenario;
  readonly places: readonly Place[] | null;
  readonly projection: Projection;
}

/** `best`: the cheapest breakpoints found for this traffic. */
export const best: Variant = (scenario, context) => {
  const found = findBest(scenario, context);
  const place = scenario.runs[0]?.exchanges[0]?.exchange.place ?? nowhere;
  const places = found.places?.map(({ spot, ttl }) => `${nameSpot(spot)} for ${ttl}`);
  return {
    scenario: found.scenario,
    problems:
      places === undefined
        ? []
        : [problem("variant-best", place, { places }, context.scenario.config.id)],
  };
};

/**
 * The cheapest of what is written, no breakpoint at all, and those places that the search takes for
 * the cheapest of all, each proved by projecting it. Of equally cheap ones the first in this order.
 */
export function findBest(
  scenario: MeasuredScenario,
  context: Pick<VariantContext, "project" | "book">,
): BestFound {
  const { project } = context;
  let best: BestFound = { scenario, places: null, projection: project(scenario) };
  const propose = (places: readonly Place[], changed: MeasuredScenario): void => {
    const projection = project(changed);
    if (costOf(projection) < costOf(best.projection))
      best = { scenario: changed, places, projection };
  };
  propose([], withoutBreakpoints(scenario));
  for (const places of searchPlaces(scenario, context))
    propose(places, withBreakpoints(scenario, places));
  return best;
}

function costOf({ usdPerMonth, usdPerRun }: Projection): bigint {
  return usdPerMonth ?? usdPerRun;
}

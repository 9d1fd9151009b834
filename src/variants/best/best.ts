import { sum } from "../../arithmetic.ts";
import { nowhere, problem } from "../../problem.ts";
import type { MeasuredScenario, Projection } from "../../projection/projection.ts";
import { withoutBreakpoints } from "../breakpoints.ts";
import { nameSpot, withBreakpoints, type Place } from "../places.ts";
import type { Variant, VariantContext } from "../variant.ts";
import { movesFrom } from "./moves.ts";
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

/** So many requests at most are projected while small moves from the best places are tried. */
const mostProjected = 300;

/**
 * The cheapest of what is written, no breakpoint at all, and those places that the search takes for
 * the cheapest of all, each proved by projecting it. Of equally cheap ones the first in this order.
 * In runs of several requests what one wrote may be read where another marks nothing, which the
 * search does not see: there small moves from what it found are tried too.
 */
export function findBest(
  scenario: MeasuredScenario,
  context: Pick<VariantContext, "project" | "book">,
): BestFound {
  const { project } = context;
  const { places: found, spots } = searchPlaces(scenario, context);
  const prove = (places: readonly Place[]): BestFound => {
    const changed = withBreakpoints(scenario, places);
    return { scenario: changed, places, projection: project(changed) };
  };
  const start = [withoutCaching(scenario, project), ...found.map(prove)].reduce(cheaper, {
    scenario,
    places: null,
    projection: project(scenario),
  });
  if (scenario.tier === "batch" || scenario.runs.every(({ exchanges }) => exchanges.length === 1))
    return start;
  let left = mostProjected;
  const each = sum(scenario.runs.map(({ exchanges }) => exchanges.length));
  const climb = (from: BestFound): BestFound => {
    for (const places of movesFrom(from.places ?? [], spots)) {
      left -= each;
      if (left < 0) return from;
      const next = prove(places);
      if (costOf(next) < costOf(from)) return climb(next);
    }
    return from;
  };
  return [start, ...found.map(prove)].map(climb).reduce(cheaper, start);
}

function withoutCaching(scenario: MeasuredScenario, project: VariantContext["project"]): BestFound {
  const changed = withoutBreakpoints(scenario);
  return { scenario: changed, places: [], projection: project(changed) };
}

function cheaper(a: BestFound, b: BestFound): BestFound {
  return costOf(b) < costOf(a) ? b : a;
}

function costOf({ projection: { usdPerMonth, usdPerRun } }: BestFound): bigint {
  return usdPerMonth ?? usdPerRun;
}

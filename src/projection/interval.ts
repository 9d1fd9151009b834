import { ratio, type Ratio } from "../money.ts";
import type { Assumptions } from "./cache/cache-forecast.ts";
import type { CountBound } from "./cache/cache-view.ts";
import { hasBreakpoints, type MeasuredScenario } from "./projection.ts";

/**
 * The share of cache hits in a batch that is usual: 30 to 98 % (DESIGN.md, "Variants and advice").
 */
const usualHitShares: readonly Ratio[] = [ratio(30n, 100n), ratio(98n, 100n)];

/**
 * What is assumed at the ends of a projection's interval: counts at the ends of theirs, and in a
 * batch the usual shares of hits; every combination but the one that gives the figure itself.
 */
export function intervalAssumptions(scenario: MeasuredScenario): readonly Assumptions[] {
  const bounds: readonly CountBound[] = hasIntervals(scenario)
    ? ["total", "low", "high"]
    : ["total"];
  const varies = scenario.tier === "batch" && hasBreakpoints(scenario);
  const hitShares = [scenario.batchHitShare, ...(varies ? usualHitShares : [])];
  const combinations = bounds.flatMap((bound) =>
    hitShares.map((hitShare) => ({ bound, hitShare, warmth: "expected" as const })),
  );
  // The first is that of the figure itself.
  return combinations.slice(1);
}

function hasIntervals(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) =>
    run.exchanges.some(
      ({ count, output }) =>
        count.low !== count.high || output.low !== output.high || count.low !== count.total,
    ),
  );
}

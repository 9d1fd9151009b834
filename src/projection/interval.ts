import { ratio, type Ratio } from "../money.ts";
import type { Assumptions } from "./cache/cache-forecast.ts";
import type { CountBound } from "./cache/cache-view.ts";
import type { OpenRegion } from "./exchange-ledger.ts";
import { hasBreakpoints, type MeasuredScenario } from "./projection.ts";

/**
 * The share of cache hits in a batch that is usual: 30 to 98 % (DESIGN.md, "Variants and advice").
 */
const usualHitShares: readonly Ratio[] = [ratio(30n, 100n), ratio(98n, 100n)];

/** What one pass of a projection assumes, of the cache and besides. */
export interface PassAssumptions extends Assumptions {
  /** Of endpoints of which nobody says whether they are regional. */
  readonly region: OpenRegion;
}

/** What the figure itself assumes: an endpoint that may be regional is the global one. */
export function usualAssumptions({ batchHitShare: hitShare }: MeasuredScenario): PassAssumptions {
  return { bound: "total", hitShare, warmth: "expected", region: "global" };
}

/**
 * What is assumed at the ends of a projection's interval: counts at the ends of theirs, in a batch
 * the usual shares of hits, open regions as regional; every combination but the one that gives the
 * figure itself.
 */
export function intervalAssumptions(scenario: MeasuredScenario): readonly PassAssumptions[] {
  const bounds: readonly CountBound[] = hasIntervals(scenario)
    ? ["total", "low", "high"]
    : ["total"];
  const varies = scenario.tier === "batch" && hasBreakpoints(scenario);
  const hitShares = [scenario.batchHitShare, ...(varies ? usualHitShares : [])];
  const regions: readonly OpenRegion[] = isRegionOpen(scenario)
    ? ["global", "regional"]
    : ["global"];
  const usual = usualAssumptions(scenario);
  const combinations = regions.flatMap((region) =>
    bounds.flatMap((bound) => hitShares.map((hitShare) => ({ ...usual, region, bound, hitShare }))),
  );
  // The first is that of the figure itself.
  return combinations.slice(1);
}

function isRegionOpen(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) => run.exchanges.some(({ geo }) => geo === "open"));
}

function hasIntervals(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) =>
    run.exchanges.some(
      ({ count, output }) =>
        count.low !== count.high || output.low !== output.high || count.low !== count.total,
    ),
  );
}

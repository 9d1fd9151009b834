import { sum } from "../../arithmetic.ts";
import { splitTokens } from "../../billing/cache/split.ts";
import { certainty } from "../../traffic/chance.ts";
import type { Weights } from "../../traffic/weights.ts";
import type { CacheView, RunCacheView } from "../cache/cache-view.ts";
import type { HitChance } from "../cache/hit-distribution.ts";
import type { CacheOutcome } from "../projection.ts";
import type { HitWorth } from "./simulate-hits.ts";

/**
 * What hits are worth to a scenario's runs. `costOf`: of a request with one outcome. `hitsOf`: how a
 * request is expected to read that no simulation measures.
 */
export function createHitWorth(
  runs: readonly RunCacheView[],
  weights: Weights,
  options: {
    readonly costOf: (view: CacheView, outcome: CacheOutcome) => number;
    readonly hitsOf: (view: CacheView, run: number) => readonly HitChance[];
  },
): HitWorth {
  const costOf = (view: CacheView, block: number): number =>
    options.costOf(view, { chance: certainty, ...splitTokens(view.layout, block) });
  const expected = (valueOf: (view: CacheView, run: number) => number): number =>
    sum(
      runs.flatMap(({ exchanges }, run) => {
        const share = Number(weights.each[run] ?? 0n) / Number(weights.sum);
        return exchanges.map((view) => share * valueOf(view, run));
      }),
    );
  return {
    costOf,
    otherCost: (measured) =>
      expected((view, run) =>
        measured.has(view)
          ? 0
          : sum(
              options
                .hitsOf(view, run)
                .map(
                  ({ block, chance }) => (Number(chance) / Number(certainty)) * costOf(view, block),
                ),
            ),
      ),
    promptTokens: expected(({ total }) => total),
  };
}

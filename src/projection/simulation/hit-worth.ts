import { sum } from "../../arithmetic.ts";
import { splitTokens } from "../../billing/cache/split.ts";
import { certainty } from "../../traffic/chance.ts";
import type { Weights } from "../../traffic/weights.ts";
import type { CacheView, RunCacheView } from "../cache/cache-view.ts";
import type { HitChance } from "../cache/hit-distribution.ts";
import type { CacheOutcome } from "../projection.ts";

/** What one run of a scenario costs or reads, were every request sure of its hit. */
export interface HitWorth {
  /** Pico-dollars of a view's request that reads up to a block. */
  readonly costOf: (view: CacheView, block: number) => number;
  /** Pico-dollars of one run in all its requests that the simulation does not measure. */
  readonly otherCost: (measured: ReadonlySet<CacheView>) => number;
  /** Tokens of one run's prompts. */
  readonly promptTokens: number;
}

/** What the cost of a scenario is found by. */
export interface HitPricing {
  /** Of a request with one outcome, pico-dollars. */
  readonly costOf: (view: CacheView, outcome: CacheOutcome) => number;
  /** How a request is expected to read that no simulation measures. */
  readonly hitsOf: (view: CacheView, run: number) => readonly HitChance[];
}

/** What hits are worth to a scenario's runs. */
export function createHitWorth(
  runs: readonly RunCacheView[],
  weights: Weights,
  options: HitPricing,
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

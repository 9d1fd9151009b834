import { addRatio, multiplyRatio, ratio } from "../money.ts";
import type { Ratio } from "../money.ts";
import { effectiveBreakpoints, splitTokens } from "./cache-layout.ts";
import type { CacheLayout, CacheSplit } from "./cache-layout.ts";

/** One way a request of a batch may go, and how often. */
export interface BatchOutcome {
  /** Between 0 and 1; the chances of a request add up to 1. */
  readonly chance: Ratio;
  readonly split: CacheSplit;
}

/** Input tokens of a request of a batch, by class, as expected. They add up to the prompt. */
export interface BatchExpectation {
  readonly read: Ratio;
  readonly write5m: Ratio;
  readonly write1h: Ratio;
  readonly input: Ratio;
}

/**
 * How a request of a batch may go. The order inside a batch is nobody's to know and its cache is best effort, so the
 * share of hits is stated, not simulated (billing.md §3, caching-rules.md §8). `lastShared` is the index of the last
 * position that other requests of the batch send too (-1: none): the deepest breakpoint up to it is what a hit reads.
 */
export const batchOutcomes = (options: {
  readonly layout: CacheLayout;
  readonly lastShared: number;
  readonly hitShare: Ratio;
}): readonly BatchOutcome[] => {
  const { layout, lastShared, hitShare } = options;
  const hit = effectiveBreakpoints(layout).findLast(({ index }) => index <= lastShared);
  const miss = splitTokens(layout, -1);
  const missShare = addRatio(ratio(1n), ratio(-hitShare.n, hitShare.d));
  if (hit === undefined) return [{ chance: ratio(1n), split: miss }];
  const outcomes = [
    { chance: hitShare, split: splitTokens(layout, hit.index) },
    { chance: missShare, split: miss },
  ];
  return outcomes.filter(({ chance }) => chance.n > 0n);
};

/** What the outcomes come to on average. Tokens, exact. */
export const expectBatch = (outcomes: readonly BatchOutcome[]): BatchExpectation => {
  const expect = (pick: (split: CacheSplit) => number): Ratio =>
    outcomes.reduce((sum, { chance, split }) => addRatio(sum, multiplyRatio(chance, ratio(BigInt(pick(split))))), ratio(0n));
  return {
    read: expect((split) => split.read),
    write5m: expect((split) => split.write5m),
    write1h: expect((split) => split.write1h),
    input: expect((split) => split.input),
  };
};

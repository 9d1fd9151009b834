import type { MeasuredExchange, ProjectedExchange } from "../../projection/projection.ts";
import { groupBy } from "../../order.ts";
import { certainty } from "../../traffic/chance.ts";
import { exchangeFinder } from "../attribution/token-part.ts";
import type { CauseStep } from "../steps.ts";
import type { SteppedExchange, TakenStep } from "../substitution/bridge.ts";
import { pairBlocks } from "./paired-blocks.ts";

/** One exchange at a step, with what of it is read from the cache less, or more, often than before. */
export interface HitChange {
  readonly run: string;
  readonly before: MeasuredExchange;
  readonly after: MeasuredExchange;
  /** Tokens that are there on both sides, expected of one run. */
  readonly lost: number;
  readonly won: number;
  /** The last of the blocks that lost hits, by its index after; null: none did. */
  readonly lastLost: number | null;
  /** The same block before. */
  readonly lastLostBefore: number | null;
  /** The exchanges of its run, in order, and those of all runs; this one among them. */
  readonly ofRun: readonly SteppedExchange[];
  readonly ofAllRuns: readonly SteppedExchange[];
}

/**
 * What a step does to the hits of each exchange: of every block that is there before and after, how
 * much less or more likely it is to be read from the cache. Text that comes or goes neither wins
 * nor loses a hit, nor does a block that goes to another level: nothing was there that is not now.
 */
export function hitChanges(step: TakenStep<CauseStep>): readonly HitChange[] {
  const [findBefore, findAfter] = [exchangeFinder(step.before), exchangeFinder(step.after)];
  const byRun = groupBy(step.exchanges, ({ run }) => run);
  return step.exchanges.flatMap(({ run, before, after }): readonly HitChange[] => {
    if (before === null || after === null) return [];
    const [old, current] = [
      findBefore(run, before.exchange.index),
      findAfter(run, after.exchange.index),
    ];
    if (old === undefined || current === undefined) return [];
    const [had, has] = [readChances(before, old), readChances(after, current)];
    let [lost, won] = [0, 0];
    let [lastLost, lastLostBefore]: (number | null)[] = [null, null];
    for (const [from, to] of pairBlocks(before.prompt, after.prompt)) {
      const tokens = Math.min(before.count.blocks[from] ?? 0, after.count.blocks[to] ?? 0);
      const change = tokens * ((has[to] ?? 0) - (had[from] ?? 0));
      if (change < 0) {
        lost -= change;
        if (to >= (lastLost ?? 0)) [lastLost, lastLostBefore] = [to, from];
      } else won += change;
    }
    return [
      {
        run,
        before,
        after,
        lost,
        won,
        lastLost: lastLost ?? null,
        lastLostBefore: lastLostBefore ?? null,
        ofRun: byRun.get(run) ?? [],
        ofAllRuns: step.exchanges,
      },
    ];
  });
}

/** Of each block of a prompt, the chance that a request reads it from the cache. */
function readChances(measured: MeasuredExchange, projected: ProjectedExchange): readonly number[] {
  let end = 0;
  return measured.count.blocks.map((tokens) => {
    // A block counts as read where more than half of it is: what framing adds stands at its edges.
    const middle = end + tokens / 2;
    end += tokens;
    const chance = projected.outcomes.reduce(
      (sum, outcome) => (outcome.read > middle ? sum + outcome.chance : sum),
      0n,
    );
    return Number(chance) / Number(certainty);
  });
}

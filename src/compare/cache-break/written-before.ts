/** Where a request parts from the one that wrote what it read from the cache before. */
import { firstDifference, type Difference } from "../../prompt/difference/difference.ts";
import type { SteppedExchange } from "../substitution/bridge.ts";
import type { HitChange } from "./hit-changes.ts";

/** So many requests that may have written it are looked at. */
const mostLookedAt = 50;

/** The difference from a request that sent the same up to there before, and where that one is. */
interface Parting {
  readonly difference: Difference;
  /** Of the same run: the difference is there in each run, whatever other runs send. */
  readonly isOwnRun: boolean;
}

/**
 * How a request that lost hits now differs from one whose prefix was its own before the change: of
 * its run, the nearest first, then of other runs. Null where none does: then what it read is still
 * sent, and something else keeps it from being read.
 */
export function partingFromWriter(hits: HitChange): Parting | null {
  const { after, run, ofRun, ofAllRuns } = hits;
  const { index } = after.exchange;
  const own = ofRun
    .slice(Math.max(0, index - mostLookedAt), index)
    .toReversed()
    .map((writer) => partingFrom(hits, writer))
    .find((difference) => difference !== null);
  if (own !== undefined) return { difference: own, isOwnRun: true };
  if (index > 0) return null;
  const other = ofAllRuns
    .slice(0, mostLookedAt)
    .filter((writer) => writer.run !== run)
    .map((writer) => partingFrom(hits, writer))
    .find((difference) => difference !== null);
  return other === undefined ? null : { difference: other, isOwnRun: false };
}

/** The difference from a request that had, before the change, the prefix that is not read now. */
function partingFrom(
  { before, after, lastLost, lastLostBefore }: HitChange,
  writer: SteppedExchange,
): Difference | null {
  const at = lastLostBefore ?? -1;
  const prefix = before.prompt.blocks[at]?.prefix;
  if (prefix === undefined || writer.before?.prompt.blocks[at]?.prefix !== prefix) return null;
  const [written, sent] = [writer.after, after].map(
    (exchange) => exchange?.prompt.blocks[lastLost ?? -1]?.prefix,
  );
  if (writer.after === null || written === sent) return null;
  const difference = firstDifference(writer.after.prompt, after.prompt);
  return difference === null || difference.breaks === null ? null : difference;
}

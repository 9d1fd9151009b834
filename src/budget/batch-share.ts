import { addRatio, multiplyRatio, ratio, type Ratio } from "../money.ts";
import type { Projection } from "../projection/projection.ts";

/** A scenario's part in a sum. */
export interface SharePart {
  readonly projection: Projection;
  /** Its runs, among those of all parts. */
  readonly runs: Ratio;
}

/** A share of 1 with the ends of its interval. */
export interface ShareRange {
  readonly share: Ratio;
  readonly low: Ratio;
  readonly high: Ratio;
}

/**
 * The share of all tokens that goes through the Message Batches API; null where there are none. An
 * end is where what goes in a batch stands at its own and all else at the other.
 */
export function batchShareOf(parts: readonly SharePart[]): ShareRange | null {
  const sumOfTokens = (of: (batched: Projection["batched"]) => Ratio): Ratio =>
    parts
      .map(({ projection, runs }) => multiplyRatio(runs, of(projection.batched)))
      .reduce(addRatio, ratio(0n));
  const shareOf = (batch: Ratio, single: Ratio): Ratio | null => {
    const all = addRatio(batch, single);
    return all.n === 0n ? null : ratio(batch.n * all.d, batch.d * all.n);
  };
  const share = shareOf(
    sumOfTokens(({ batch }) => batch.tokens),
    sumOfTokens(({ single }) => single.tokens),
  );
  if (share === null) return null;
  const low = shareOf(
    sumOfTokens(({ batch }) => batch.low),
    sumOfTokens(({ single }) => single.high),
  );
  const high = shareOf(
    sumOfTokens(({ batch }) => batch.high),
    sumOfTokens(({ single }) => single.low),
  );
  return { share, low: low ?? share, high: high ?? share };
}

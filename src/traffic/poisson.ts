import { addRatio, ratio, type Ratio } from "../money.ts";
import { ascending, groupBy } from "../order.ts";
import { monthMs, type ArrivalSource } from "./arrivals.ts";
import { coveredMs } from "./coverage.ts";
import { spanOf, type Touch, type TouchedPrefix } from "./touch.ts";

/**
 * How many runs of a Poisson source are expected to have left one of these prefixes alive at a
 * given moment; e^(−this) is the chance that none has (DESIGN.md, "Projecting").
 *
 * A run has one alive at the moment if it began so long before that the moment falls into one of
 * its spans [offset, offset + TTL). The runs that did are Poisson distributed, and as many are
 * expected as begin in the time those spans cover together. Runs of different kinds arrive
 * independently (thinning a Poisson process gives Poisson processes), so their expectations add
 * up: arrival rate × Σ share of a kind of run × time its spans cover.
 *
 * `prefixes` are those of one prompt, with this source's touches only. A prefix that is one of n
 * equally likely ones is the prompt's own with a chance of 1/n, and where it is, so is every
 * shallower one. So the runs of a fixture fall into kinds by the deepest prefix they have in common
 * with the prompt: of prefixes with n₁ < n₂ < … values, a share of 1/nᵢ − 1/nᵢ₊₁ has nᵢ as its
 * deepest, and keeps alive whatever has at most nᵢ values.
 */
export function expectAlive(source: ArrivalSource, prefixes: readonly TouchedPrefix[]): Ratio {
  let total = ratio(0n);
  for (const { share, touches } of kindsOfRuns(prefixes))
    total = addRatio(total, ratio(share.n * weightedCover(source, touches), share.d));
  const { n, d } = source.runsPerMonth;
  return ratio(total.n * n, total.d * d * source.weights.sum * monthMs);
}

/**
 * The kinds of runs by the deepest prefix they have in common with the prompt: the share of them,
 * and the touches that keep alive what they have in common.
 */
export function kindsOfRuns(
  prefixes: readonly TouchedPrefix[],
): readonly { readonly share: Ratio; readonly touches: readonly Touch[] }[] {
  const counts = [...new Set(prefixes.map((prefix) => prefix.valueCount))].sort(ascending);
  return counts.map((count, index) => {
    const next = counts[index + 1];
    return {
      share: next === undefined ? ratio(1n, count) : ratio(next - count, next * count),
      touches: prefixes.flatMap((prefix) => (prefix.valueCount <= count ? prefix.touches : [])),
    };
  });
}

/** Σ weight × |∪ [offset, offset + TTL)| over a source's runs, in weight × milliseconds. */
function weightedCover(source: ArrivalSource, touches: readonly Touch[]): bigint {
  let total = 0n;
  for (const [run, own] of groupBy(touches, (touch) => touch.run))
    total += (source.weights.each[run] ?? 0n) * BigInt(coveredMs(own.map(spanOf)));
  return total;
}

import { addRatio, ratio, type Ratio } from "../money.ts";
import { ascending, groupBy } from "../order.ts";
import { monthMs } from "./chance.ts";
import { coveredMs } from "./coverage.ts";
import type { ArrivalSource, Touch, TouchedPrefix } from "./touch.ts";

/**
 * How many runs of a Poisson source are expected to have left one of these prefixes alive at a
 * given moment; e^(−this) is the chance that none has (DESIGN.md, "Projecting"). It is the arrival
 * rate × Σ share of a run × the time during which a run's touches keep one of them alive.
 *
 * `prefixes` are those of one prompt, with this source's touches only. A prefix that is one of n
 * equally likely ones is the prompt's own with a chance of 1/n, and where it is, so is every
 * shallower one. So runs fall into classes by the deepest prefix they have in common with the
 * prompt: of prefixes with n₁ < n₂ < … values, a share of 1/nᵢ − 1/nᵢ₊₁ has nᵢ as its deepest, and
 * keeps alive whatever has at most nᵢ values.
 */
export function expectAlive(source: ArrivalSource, prefixes: readonly TouchedPrefix[]): Ratio {
  const counts = [...new Set(prefixes.map((prefix) => prefix.values))].sort(ascending);
  let total = ratio(0n);
  for (const [index, values] of counts.entries()) {
    const next = counts[index + 1];
    const share = next === undefined ? ratio(1n, values) : ratio(next - values, next * values);
    const covered = weightedCover(
      source,
      prefixes.flatMap((prefix) => (prefix.values <= values ? prefix.touches : [])),
    );
    total = addRatio(total, ratio(share.n * covered, share.d));
  }
  const { n, d } = source.runsPerMonth;
  return ratio(total.n * n, total.d * d * source.weights.sum * monthMs);
}

/** Σ weight · |∪ [offset, offset + TTL)| over a source's runs, in weight · milliseconds. */
function weightedCover(source: ArrivalSource, touches: readonly Touch[]): bigint {
  let total = 0n;
  for (const [run, own] of groupBy(touches, (touch) => touch.run)) {
    const covered = coveredMs(
      own.map((touch) => ({ start: touch.offset, end: touch.offset + touch.ttl })),
    );
    total += (source.weights.each[run] ?? 0n) * BigInt(covered);
  }
  return total;
}

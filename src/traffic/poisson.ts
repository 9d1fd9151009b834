import { addRatio, ratio, type Ratio } from "../money.ts";
import { monthMs } from "./chance.ts";
import { coveredMs } from "./coverage.ts";
import type { Source, Touch, Touched } from "./touch.ts";

/**
 * How many runs of a Poisson source are expected to have left one of these prefixes alive at a
 * moment; e^(−this) is the chance that none has (DESIGN.md, "Projecting"). `touched` holds prefixes
 * of one prompt, deepest first, touches of this source only. A run shares a prefix that is one of n
 * equally likely ones with chance 1/n, and shares every shallower one with it: so runs are told
 * apart by the deepest prefix they share.
 */
export function expectAlive(source: Source, touched: readonly Touched[]): Ratio {
  const steps = [...new Set(touched.map((one) => one.values))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  let sum = ratio(0n);
  for (const [index, values] of steps.entries()) {
    const next = steps[index + 1];
    const share = next === undefined ? ratio(1n, values) : ratio(next - values, next * values);
    const cover = weightedCover(
      source,
      touched.flatMap((one) => (one.values <= values ? one.touches : [])),
    );
    sum = addRatio(sum, ratio(share.n * cover, share.d));
  }
  const { n, d } = source.runsPerMonth;
  return ratio(sum.n * n, sum.d * d * source.weights.sum * monthMs);
}

/** Σ weight · |∪ [offset, offset + TTL)| over a source's runs, in weight · milliseconds. */
function weightedCover(source: Source, touches: readonly Touch[]): bigint {
  let sum = 0n;
  for (const [run, own] of byRun(touches)) {
    const covered = coveredMs(
      own.map((touch) => ({ start: touch.offset, end: touch.offset + touch.ttl })),
    );
    sum += (source.weights.each[run] ?? 0n) * BigInt(covered);
  }
  return sum;
}

function byRun(touches: readonly Touch[]): ReadonlyMap<number, readonly Touch[]> {
  const runs = new Map<number, Touch[]>();
  for (const touch of touches) {
    const known = runs.get(touch.run);
    if (known === undefined) runs.set(touch.run, [touch]);
    else known.push(touch);
  }
  return runs;
}

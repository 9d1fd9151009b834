import { sum } from "../../arithmetic.ts";
import { certainty } from "../../traffic/chance.ts";
import type { HitChance } from "../cache/hit-distribution.ts";
import type { MeasuredView } from "./plan.ts";
import type { Samples } from "./samples.ts";

/** One outcome's worth of whatever is asked about, by views in order and their blocks. */
export type Worths = readonly (readonly number[])[];

/** How often a view had each of its outcomes in a sample; 0 in all: it never came. */
export function countsOf(views: readonly MeasuredView[], samples: Samples): Worths {
  let first = 0;
  return views.map(({ blocks }) => {
    const counts = blocks.map((_, at) => {
      let total = 0;
      for (let row = 0; row < samples.rows; row += 1)
        total += samples.sums[row * samples.outcomes + first + at] ?? 0;
      return total;
    });
    first += blocks.length;
    return counts;
  });
}

/**
 * The standard error of Σ over views of the expected worth of their outcomes, by the rows of a
 * sample: each row's part in how far the shares are from what they would be without noise (ratio
 * estimates, linearised). Rows may know of one another: of single rows, pairs and fours the largest
 * error counts.
 */
export function standardError(counts: Worths, worths: Worths, samples: Samples): number {
  const parts = new Float64Array(samples.rows);
  let first = 0;
  for (const [view, own] of counts.entries()) {
    const total = sum(own);
    const values = worths[view] ?? [];
    const mean = total === 0 ? 0 : sum(own.map((count, at) => count * (values[at] ?? 0))) / total;
    if (total > 0)
      for (let row = 0; row < samples.rows; row += 1)
        for (const at of own.keys()) {
          const count = samples.sums[row * samples.outcomes + first + at] ?? 0;
          parts[row] = (parts[row] ?? 0) + (count * ((values[at] ?? 0) - mean)) / total;
        }
    first += own.length;
  }
  return Math.max(...[1, 2, 4].map((length) => errorOfSum(parts, length)));
}

/** The standard error of the sum of parts with mean 0, joined to groups of so many. */
function errorOfSum(parts: Float64Array, length: number): number {
  const groups = new Float64Array(Math.ceil(parts.length / length));
  for (const [index, part] of parts.entries()) {
    const group = Math.floor(index / length);
    groups[group] = (groups[group] ?? 0) + part;
  }
  const square = groups.reduce((total, group) => total + group * group, 0);
  return Math.sqrt((square * groups.length) / (groups.length - 1));
}

/** Shares as chances, deepest first, adding up to 2⁴⁰; those of nothing are left out. */
export function toHits({ blocks }: MeasuredView, counts: readonly number[]): readonly HitChance[] {
  const total = sum(counts);
  let upTo = 0;
  let given = 0n;
  return blocks.flatMap((block, at) => {
    upTo += counts[at] ?? 0;
    const share = at === blocks.length - 1 ? 1 : upTo / total;
    const chance = BigInt(Math.round(share * Number(certainty))) - given;
    given += chance;
    return chance > 0n ? [{ block, chance }] : [];
  });
}

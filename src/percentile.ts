import { ascending } from "./order.ts";

/**
 * A percentile by nearest rank: the smallest value that at least a share (0 to 1) of the values do
 * not exceed; 0 of none.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted(ascending);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

import type { Weights } from "./weights.ts";

/**
 * The order in which runs take turns: smooth weighted round robin, one whole cycle, as indexes into
 * the weights. At each step every run's credit grows by its weight; the run with the largest credit
 * is next (of equal ones the first) and its credit falls by the sum of the weights.
 */
export function roundRobin(weights: Weights): readonly number[] {
  const credit = weights.each.map(() => 0n);
  const turns: number[] = [];
  for (let turn = 0n; turn < weights.sum; turn += 1n) {
    let best = 0;
    for (const [index, weight] of weights.each.entries()) {
      credit[index] = (credit[index] ?? 0n) + weight;
      if ((credit[index] ?? 0n) > (credit[best] ?? 0n)) best = index;
    }
    credit[best] = (credit[best] ?? 0n) - weights.sum;
    turns.push(best);
  }
  return turns;
}

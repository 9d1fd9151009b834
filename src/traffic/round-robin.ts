import type { Weights } from "./weights.ts";

/**
 * The order in which runs take turns: smooth weighted round robin, one whole cycle, as indexes into
 * the weights. At each step every run's credit grows by its weight; the run with the largest credit
 * is next (of equal ones the first) and its credit falls by the sum of the weights. Weights must be
 * safe integers, as their sum.
 */
export function roundRobin(weights: Weights): readonly number[] {
  const each = weights.each.map(Number);
  const sum = Number(weights.sum);
  // Equal ones come round in their order.
  if (each.every((weight) => weight === each[0]))
    return Array.from({ length: sum }, (_, turn) => turn % each.length);
  const credit = each.map(() => 0);
  const turns: number[] = [];
  for (let turn = 0; turn < sum; turn += 1) {
    let best = 0;
    // Counted, not iterated: this is done for each run at each turn.
    for (let index = 0; index < each.length; index += 1) {
      const grown = (credit[index] ?? 0) + (each[index] ?? 0);
      credit[index] = grown;
      if (grown > (credit[best] ?? 0)) best = index;
    }
    credit[best] = (credit[best] ?? 0) - sum;
    turns.push(best);
  }
  return turns;
}

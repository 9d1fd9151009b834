import { sum } from "../../arithmetic.ts";
import type { RecordedSplit } from "./split.ts";

/**
 * Prompt sizes of the samplings of a server tool's loop, where only their sum is recorded: each
 * round's results make the next prompt larger, evenly. Adds up to `sum`. Tools called side by side
 * share a sampling, so there are at most `rounds` + 1, and never more than fit. Tokens.
 */
export function loopTotals(options: {
  readonly first: number;
  readonly sum: number;
  readonly rounds: number;
}): readonly number[] {
  const { sum: whole } = options;
  let { rounds } = options;
  // A tenth is what a computed first prompt may be off.
  while (rounds > 0 && (rounds + 1) * options.first * 9 > whole * 10) rounds -= 1;
  if (rounds === 0) return [whole];
  const first = Math.min(options.first, Math.floor(whole / (rounds + 1)));
  const growth = Math.floor((2 * (whole - (rounds + 1) * first)) / (rounds * (rounds + 1)));
  const totals = Array.from({ length: rounds + 1 }, (_, round) => first + round * growth);
  const left = whole - sum(totals);
  return totals.map((total, round) => (round === rounds ? total + left : total));
}

/**
 * The samplings of a server tool's loop of which only the sum is recorded, one by one: the first as
 * plain input, each later one reads what the one before left and writes its results. `cached`:
 * tokens of the first up to its last breakpoint; null: it has none, and nothing is cached.
 */
export function loopPasses(options: {
  readonly first: number;
  readonly cached: number | null;
  readonly sum: number;
  readonly rounds: number;
  readonly minimum: number;
}): readonly RecordedSplit[] {
  const { cached, minimum } = options;
  const [first = 0, ...later] = loopTotals(options);
  const passes: RecordedSplit[] = [{ read: 0, write5m: 0, write1h: 0, input: first }];
  let end = Math.min(first, cached ?? 0);
  for (const total of later) {
    const hit = Math.min(end, total);
    if (cached !== null) end = total >= minimum ? total : hit;
    passes.push({ read: hit, write5m: end - hit, write1h: 0, input: total - end });
  }
  return passes;
}

/**
 * How a server tool's loop divides: the first sampling as the cache machine says; each later one
 * reads what the one before left and writes its results for 5 minutes, marked by the API itself,
 * once there are enough tokens (caching-rules.md §8). `totals` are the prompts of the samplings.
 * Tokens; adds up to their sum.
 */
export function splitLoop(options: {
  readonly first: RecordedSplit;
  readonly totals: readonly number[];
  readonly minimum: number;
}): RecordedSplit {
  const { first, totals, minimum } = options;
  let { read, write5m, input } = first;
  let end = read + write5m + first.write1h;
  for (const total of totals.slice(1)) {
    const hit = Math.min(end, total);
    end = total >= minimum ? total : hit;
    read += hit;
    write5m += end - hit;
    input += total - end;
  }
  return { read, write5m, write1h: first.write1h, input };
}

import { ascendingBy } from "../../order.ts";

/** A prefix of a prompt whose tokens are known, because a recording measured them. */
export interface MeasuredPrefix {
  /** Index of its last block. */
  readonly index: number;
  /** Tokens up to and including that block. */
  readonly tokens: number;
}

/**
 * Tokens of each block where those of some prefixes are known. `blocks` are the computed tokens: of
 * the blocks between two measured prefixes, what was measured is shared out by them (DESIGN.md,
 * "Counting tokens", 3); behind the last measured one they stay. Of measured prefixes that contradict
 * one another the first in the list counts. Whole tokens.
 */
export function placeTokens(
  blocks: readonly number[],
  measuredPrefixes: readonly MeasuredPrefix[],
): readonly number[] {
  const placed: number[] = [];
  let before = 0;
  for (const { index, tokens } of consistent(measuredPrefixes)) {
    placed.push(...divide(tokens - before, blocks.slice(placed.length, index + 1)));
    before = tokens;
  }
  return [...placed, ...blocks.slice(placed.length)];
}

/** In order of their ends; of two that contradict one another the later in the list is left out. */
function consistent(measuredPrefixes: readonly MeasuredPrefix[]): readonly MeasuredPrefix[] {
  const kept: MeasuredPrefix[] = [];
  for (const prefix of measuredPrefixes) {
    const fits = kept.every((other) =>
      prefix.index < other.index ? prefix.tokens <= other.tokens : prefix.tokens >= other.tokens,
    );
    if (fits && kept.every((other) => other.index !== prefix.index)) kept.push(prefix);
  }
  return kept.sort(ascendingBy((prefix) => prefix.index));
}

/**
 * Divides a whole over weights by largest remainder; equal remainders go to the earlier. Adds up
 * exactly.
 */
function divide(whole: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return weights.map((_, at) => (at === weights.length - 1 ? whole : 0));
  const shares = weights.map((weight) => BigInt(whole) * BigInt(weight));
  const floors = shares.map((share) => Number(share / BigInt(sum)));
  let left = whole - floors.reduce((total, floor) => total + floor, 0);
  const order = shares
    .map((share, at) => ({ at, rest: Number(share % BigInt(sum)) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  const out = [...floors];
  for (const { at } of order) {
    if (left === 0) break;
    out[at] = (out[at] ?? 0) + 1;
    left -= 1;
  }
  return out;
}

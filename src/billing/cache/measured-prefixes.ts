/** A place whose cumulative tokens are known: a recording measured them. */
export interface MeasuredPrefix {
  /** Index of a block; the anchor is the tokens up to and including it. */
  readonly index: number;
  readonly tokens: number;
}

/**
 * Tokens by block where some sums are known: between two anchors a recording's tokens are shared
 * out by what was computed (DESIGN.md, "Counting tokens", 3). What stands after the last anchor
 * keeps its computed tokens. Of anchors that contradict one another the first in the list wins.
 * Whole tokens.
 */
export function placeTokens(
  blocks: readonly number[],
  measuredPrefixes: readonly MeasuredPrefix[],
): readonly number[] {
  const out: number[] = [];
  let before = 0;
  for (const { index, tokens } of consistent(measuredPrefixes)) {
    out.push(...divide(tokens - before, blocks.slice(out.length, index + 1)));
    before = tokens;
  }
  return [...out, ...blocks.slice(out.length)];
}

/** Anchors in order of place; of two that contradict one another the later in the list goes. */
function consistent(measuredPrefixes: readonly MeasuredPrefix[]): readonly MeasuredPrefix[] {
  const kept: MeasuredPrefix[] = [];
  for (const prefix of measuredPrefixes) {
    const fits = kept.every((other) =>
      prefix.index < other.index ? prefix.tokens <= other.tokens : prefix.tokens >= other.tokens,
    );
    if (fits && kept.every((other) => other.index !== prefix.index)) kept.push(prefix);
  }
  return kept.sort((a, b) => a.index - b.index);
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

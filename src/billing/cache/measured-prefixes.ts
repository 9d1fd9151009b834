import { ascendingBy } from "../../order.ts";
import { shareOut } from "../../tokens/share-out.ts";

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
 * "Counting tokens", 3); behind the last measured one they stay. Of measured prefixes that
 * contradict one another the first in the list counts. Whole tokens.
 */
export function placeTokens(
  blocks: readonly number[],
  measuredPrefixes: readonly MeasuredPrefix[],
): readonly number[] {
  const placed: number[] = [];
  let before = 0;
  for (const { index, tokens } of consistent(measuredPrefixes)) {
    placed.push(...shareOut(tokens - before, blocks.slice(placed.length, index + 1)));
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

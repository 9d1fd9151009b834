import { z } from "zod";
import { assert } from "./assert.ts";

/** The table of character classes (tokenizer.md §4), as ranges of UTF-16 code units. */
export const Classes = z.object({
  ranges: z.array(z.tuple([z.number(), z.number(), z.number()])),
  upper: z.array(z.tuple([z.number(), z.number()])),
  lower: z.array(z.tuple([z.number(), z.number()])),
  letterOrMark: z.array(z.tuple([z.number(), z.number()])),
  lowerCase: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
});

/** Class and bits of each UTF-16 code unit. */
export function readKinds(classes: z.infer<typeof Classes>): Uint8Array {
  const kinds = new Uint8Array(65_536);
  for (const [from, to, kind] of classes.ranges) kinds.fill(kind, from, to + 1);
  const mark = (ranges: readonly (readonly [number, number])[], bit: number): void => {
    for (const [from, to] of ranges)
      for (let unit = from; unit <= to; unit++) kinds[unit] = (kinds[unit] ?? 0) | bit;
  };
  mark(classes.upper, upperBit);
  mark(classes.lower, lowerBit);
  mark(classes.letterOrMark, letterOrMarkBit);
  return kinds;
}

/** The bits that `src/tokens/tokenizer/characters.ts` reads besides a class. */
const upperBit = 16;
const lowerBit = 32;
const letterOrMarkBit = 64;

/**
 * Run lengths: a decimal count (left out where it is 1) and the letter of a kind, over all code
 * units.
 */
export function writeKinds(kinds: Uint8Array): { list: number[]; runs: string } {
  const list = [...new Set(kinds)].sort((a, b) => a - b);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  assert(list.length <= letters.length, "more kinds of characters than letters");
  let runs = "";
  for (let from = 0, to = 0; from < kinds.length; from = to) {
    while (to < kinds.length && kinds[to] === kinds[from]) to++;
    runs += `${to - from > 1 ? to - from : ""}${letters.charAt(list.indexOf(kinds[from] ?? 0))}`;
  }
  return { list, runs };
}

import { characterKinds, characterRuns, lowerCaseRuns } from "../vocabulary.ts";

/** Classes of UTF-16 code units (tokenizer.md §4), the low four bits of a kind. */
export const space = 0;
export const word = 1;
/** A mark that, at the head of a word, makes it a mark-headed word. */
export const strayMark = 2;
export const asciiDigit = 3;
export const borderDigit = 4;
export const punctuation = 5;
/**
 * Han, Hangul, everything astral (so both halves of a surrogate pair): no piece joins it to
 * anything.
 */
export const hardLetter = 6;
// 7 is hard punctuation, which no rule asks for by its name.
export const decimalNumber = 8;
export const otherNumber = 9;
export const selector = 10;

export const classBits = 15;
export const upperBit = 16;
export const lowerBit = 32;
export const letterOrMarkBit = 64;

/**
 * What is known of each UTF-16 code unit, by Unicode 15.1: Node's own tables differ by patch
 * release (tokenizer.md §11).
 */
export interface Characters {
  /** Class, and the bits for upper case, lower case, letter or mark. */
  readonly kinds: Uint8Array;
  /** What to add, modulo 65,536, for the simple lower case. 0: it has none but itself. */
  readonly lowering: Uint16Array;
}

let characters: Characters | undefined;

/** The tables, unpacked once, when a count first needs them. */
export function loadCharacters(): Characters {
  characters ??= { kinds: unpackKinds(), lowering: unpackLowering() };
  return characters;
}

function unpackKinds(): Uint8Array {
  const kinds = new Uint8Array(65_536);
  let unit = 0;
  let count = 0;
  for (let index = 0; index < characterRuns.length; index++) {
    const sign = characterRuns.charCodeAt(index);
    if (sign < 0x41) {
      count = count * 10 + sign - 0x30;
      continue;
    }
    const kind = characterKinds[sign < 0x61 ? sign - 0x41 : sign - 0x61 + 26] ?? 0;
    const end = unit + (count === 0 ? 1 : count);
    kinds.fill(kind, unit, end);
    unit = end;
    count = 0;
  }
  return kinds;
}

function unpackLowering(): Uint16Array {
  const lowering = new Uint16Array(65_536);
  for (const run of lowerCaseRuns.split(",")) {
    const [from = 0, to = -1, delta = 0, step = 1] = run.split(" ").map(Number);
    for (let unit = from; unit <= to; unit += step) lowering[unit] = delta;
  }
  return lowering;
}

/** How a part of the text is marked: as a word, or literally with a marker at either end (bits). */
export const opened = 1;
export const closed = 2;
export const asWord = 4;

/**
 * A part of a text that costs the same wherever it stands (tokenizer.md §10): `units[from]` to
 * `units[to - 1]`. One object is used again for every part, because a text has as many parts as
 * words.
 */
export interface Part {
  /** The text's UTF-16 code units and at least two more that are 0. */
  units: Uint16Array;
  from: number;
  to: number;
  marking: number;
  /** Of the part's units alone, see `addToHash`. */
  hash: number;
}

/** The hash of some units and one more; of none it is 0. */
export function addToHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x0100_0193);
}

import { type Characters, classBits, letterOrMarkBit, lowerBit, strayMark, upperBit } from "./characters.ts";
import { capitals, shift, wordEnd, wordStart } from "./pieces.ts";

/** A run of a text: `from` to `to`, in UTF-16 code units. */
export interface Run {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const capitalSharpS = 0x1e9e;
const dottedI = 0x130;

/**
 * Writes a word as `[case] start body end` into `symbols`, which has room for three more than the word is long, and
 * returns how many symbols that are (tokenizer.md §6.1).
 */
export const markWord = (
  run: Run,
  symbols: Uint16Array,
  options: { readonly characters: Characters; readonly capitals: boolean },
): number => {
  const { text, from, to } = run;
  const marker = caseOf(run, options);
  const { lowering } = options.characters;
  let length = 0;
  if (marker !== 0) symbols[length++] = marker;
  symbols[length++] = wordStart;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    symbols[length++] = marker === 0 ? unit : unit + (lowering[unit] ?? 0);
  }
  symbols[length++] = wordEnd;
  return length;
};

/** The case marker of a word, or 0: it stays as it is. */
const caseOf = (run: Run, options: { readonly characters: Characters; readonly capitals: boolean }): number => {
  const { text, from, to } = run;
  const { kinds, lowering } = options.characters;
  const first = text.charCodeAt(from);
  const firstKind = kinds[first] ?? 0;
  if ((firstKind & classBits) === strayMark) return 0;
  let uppers = 0;
  let all = 0;
  let blocked = false;
  let dotted = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit] ?? 0;
    all |= kind;
    if (unit === capitalSharpS) return 0;
    if (unit === dottedI) dotted++;
    const upper = (kind & upperBit) !== 0;
    if (upper) uppers++;
    if ((kind & letterOrMarkBit) !== 0 && !(upper && lowering[unit] !== 0)) blocked = true;
  }
  const firstUpper = (firstKind & upperBit) !== 0;
  if (dotted > 0) return firstUpper && first !== dottedI && uppers === dotted + 1 ? shift : 0;
  if (options.capitals && uppers > 0 && (all & lowerBit) === 0 && !blocked && to - from >= 4) return capitals;
  return firstUpper && lowering[first] !== 0 && uppers === 1 ? shift : 0;
};

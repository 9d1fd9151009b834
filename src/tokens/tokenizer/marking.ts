import {
  type Characters,
  classBits,
  letterOrMarkBit,
  lowerBit,
  strayMark,
  upperBit,
} from "./characters.ts";
import type { Part } from "./part.ts";
import { capitals, shift, wordEnd, wordStart } from "./pieces.ts";

const capitalSharpS = 0x1e9e;
const dottedI = 0x130;

/** The tables, and whether the family has a marker for words in capitals. */
export interface Marks {
  readonly characters: Characters;
  readonly marksCapitals: boolean;
}

/**
 * Writes a word as `[case] start body end` into `symbols`, which has room for three more than the
 * word is long, and returns how many symbols that are (tokenizer.md §6.1).
 */
export function markWord(part: Part, symbols: Uint16Array, marks: Marks): number {
  const { units, from, to } = part;
  const { lowering } = marks.characters;
  const marker = caseOf(part, marks);
  let length = 0;
  if (marker !== 0) symbols[length++] = marker;
  symbols[length++] = wordStart;
  for (let index = from; index < to; index++) {
    const unit = units[index] ?? 0;
    symbols[length++] = marker === 0 ? unit : unit + (lowering[unit] ?? 0);
  }
  symbols[length++] = wordEnd;
  return length;
}

/** The case marker of a word, or 0: it stays as it is. */
function caseOf(part: Part, marks: Marks): number {
  const { units, from, to } = part;
  const { kinds, lowering } = marks.characters;
  const first = units[from] ?? 0;
  const firstKind = kinds[first] ?? 0;
  if ((firstKind & classBits) === strayMark) return 0;
  let uppers = 0;
  let all = 0;
  let hasCaseless = false;
  let dotted = 0;
  for (let index = from; index < to; index++) {
    const unit = units[index] ?? 0;
    const kind = kinds[unit] ?? 0;
    all |= kind;
    if (unit === capitalSharpS) return 0;
    if (unit === dottedI) dotted++;
    const isUpper = (kind & upperBit) !== 0;
    if (isUpper) uppers++;
    if ((kind & letterOrMarkBit) !== 0 && !(isUpper && lowering[unit] !== 0)) hasCaseless = true;
  }
  const firstUpper = (firstKind & upperBit) !== 0;
  if (dotted > 0) return firstUpper && first !== dottedI && uppers === dotted + 1 ? shift : 0;
  if (marks.marksCapitals && uppers > 0 && (all & lowerBit) === 0 && !hasCaseless && to - from >= 4)
    return capitals;
  return firstUpper && lowering[first] !== 0 && uppers === 1 ? shift : 0;
}

import {
  asciiDigit,
  borderDigit,
  type Characters,
  classBits,
  hardLetter,
  punctuation,
  space,
  strayMark,
  word,
} from "./characters.ts";
import { createEdges } from "./edges.ts";
import { addToHash, asWord, closed, opened, type Part } from "./part.ts";
import type { PartCost } from "./part-costs.ts";
import type { Pieces } from "./pieces.ts";
import { createWhitespaceCost } from "./whitespace.ts";

const blank = 0x20;
const apostrophe = 0x27;
const shortText = 1 << 16;

/**
 * Counts normalised text run by run. A run's tokens depend on its own characters and on what its
 * two neighbours are, so the whole is a sum (tokenizer.md §5, §6, §10). Many small functions,
 * because V8 compiles those soonest.
 */
export function createRunCounter(given: {
  readonly pieces: Pieces;
  readonly characters: Characters;
  readonly partCost: PartCost;
}): (text: string) => number {
  const { pieces, partCost } = given;
  const { kinds } = given.characters;
  const whitespaceCost = createWhitespaceCost(pieces);
  const letterCosts = new Uint8Array(65_536);
  const shortUnits = new Uint16Array(shortText + 2);
  const part: Part = { units: shortUnits, from: 0, to: 0, marking: 0, hash: 0 };
  const {
    isWordAt,
    touchesBlankBefore,
    touchesBlankAfter,
    mayOpen,
    mayClose,
    findSuffix,
    blocksContraction,
  } = createEdges(part, given.characters);

  let length = 0;
  let total = 0;
  /** Whether what stands before ended in a word end. */
  let isClosed = false;
  /** 1 after a single space that costs nothing if what follows opens with a word start. */
  let seam = 0;

  const classAt = (index: number): number => (kinds[part.units[index] ?? 0] ?? 0) & classBits;

  /** Adds a part that is not a word. */
  const addLiteral = (from: number, to: number, marking: number): void => {
    const { units } = part;
    let hash = 0;
    for (let index = from; index < to; index++) hash = addToHash(hash, units[index] ?? 0);
    part.from = from;
    part.to = to;
    part.marking = marking;
    part.hash = hash;
    total += partCost(part) + ((marking & opened) === 0 ? seam : 0);
    seam = 0;
    isClosed = (marking & closed) !== 0;
  };

  /** Adds something without markers that needs no tiling. */
  const addPlain = (tokens: number): void => {
    total += tokens + seam;
    seam = 0;
    isClosed = false;
  };

  /** Words, as long as there is but one space between them. */
  const countWords = (from: number): number => {
    const { units } = part;
    part.marking = asWord;
    let start = from;
    for (;;) {
      let hash = 0;
      let index = start;
      for (;;) {
        const unit = units[index] ?? 0;
        const kind = (kinds[unit] ?? 0) & classBits;
        if (kind !== word && kind !== strayMark) break;
        hash = addToHash(hash, unit);
        index++;
      }
      part.from = start;
      part.to = index;
      part.hash = hash;
      total += partCost(part);
      if (units[index] !== blank || !isWordAt(index + 1)) {
        seam = 0;
        isClosed = true;
        return index;
      }
      start = index + 1;
    }
  };

  const countSpaces = (from: number): number => {
    const { units } = part;
    if (units[from] === blank && isClosed && classAt(from + 1) !== space) {
      seam = 1;
      isClosed = false;
      return from + 1;
    }
    let index = from;
    while (classAt(index) === space) {
      const unit = units[index] ?? 0;
      let end = index + 1;
      while (units[end] === unit) end++;
      addPlain(whitespaceCost(unit, end - index));
      index = end;
    }
    return index;
  };

  const countDigits = (from: number): number => {
    let hasBorders = false;
    let index = from;
    for (; ; index++) {
      const kind = classAt(index);
      if (kind === borderDigit) hasBorders = true;
      else if (kind !== asciiDigit) break;
    }
    if (hasBorders) {
      const opens = classAt(from) === borderDigit && touchesBlankBefore(from);
      const closes = classAt(index - 1) === borderDigit && touchesBlankAfter(index);
      addLiteral(from, index, (opens ? opened : 0) | (closes ? closed : 0));
    } else addPlain(Math.ceil((index - from) / 3));
    return index;
  };

  const letterCost = (unit: number): number => {
    const node = pieces.findChild(0, unit);
    const cost = node !== 0 && pieces.isPiece(node) ? 1 : pieces.floor(unit);
    letterCosts[unit] = cost;
    return cost;
  };

  const astralCost = (index: number): number => {
    const { units } = part;
    return pieces.astralFloor(
      0x10000 + (((units[index] ?? 0) & 0x3ff) << 10) + ((units[index + 1] ?? 0) & 0x3ff),
    );
  };

  /**
   * Letters that stand for themselves, and single spaces between them, which they leave as tokens.
   */
  const countHardLetters = (from: number): number => {
    const { units } = part;
    let tokens = 0;
    let index = from;
    for (; index < length; index++) {
      const unit = units[index] ?? 0;
      if (((kinds[unit] ?? 0) & classBits) !== hardLetter) {
        if (unit !== blank || classAt(index + 1) !== hardLetter || index + 1 === length) break;
        tokens++;
      } else if ((unit & 0xf800) === 0xd800) {
        tokens += astralCost(index);
        index++;
      } else {
        const cost = letterCosts[unit] ?? 0;
        tokens += cost === 0 ? letterCost(unit) : cost;
      }
    }
    addPlain(tokens);
    return index;
  };

  /**
   * An apostrophe alone at the end of a gap, before a word; returns where counting goes on, or 0
   * where it is nothing special.
   */
  const countApostrophe = (from: number, to: number): number => {
    const index = to - 1;
    const suffix = findSuffix(to);
    if (suffix !== 0 && !blocksContraction(from, index)) {
      if (index > from)
        addLiteral(from, index, touchesBlankBefore(from) && mayOpen(from, to) ? opened : 0);
      addLiteral(index, suffix, closed);
      return suffix;
    }
    if (index > from) return 0;
    addLiteral(from, to, 0);
    return to;
  };

  /** Punctuation, symbols, numbers and selectors, as far as they touch. */
  const countGap = (from: number): number => {
    const { units } = part;
    let to = from;
    for (;;) {
      const kind = classAt(to);
      if (kind < punctuation || kind === hardLetter) break;
      to++;
    }
    if (
      units[to - 1] === apostrophe &&
      isWordAt(to) &&
      (to - 1 === from || classAt(to - 2) !== punctuation)
    ) {
      const next = countApostrophe(from, to);
      if (next !== 0) return next;
    }
    const opens = touchesBlankBefore(from) && mayOpen(from, to);
    const closes = touchesBlankAfter(to) && mayClose(from, to);
    addLiteral(from, to, (opens ? opened : 0) | (closes ? closed : 0));
    return to;
  };

  const countNext = (index: number): number => {
    const kind = classAt(index);
    if (kind === word || kind === strayMark) return countWords(index);
    if (kind === space) return countSpaces(index);
    if (kind === asciiDigit || kind === borderDigit) return countDigits(index);
    return kind === hardLetter ? countHardLetters(index) : countGap(index);
  };

  // A loop that is compiled while it runs is compiled without what comes after it: so nothing does.
  const copyUnits = (text: string, units: Uint16Array): void => {
    for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  };
  const countAll = (): void => {
    for (let index = 0; index < length;) index = countNext(index);
  };

  return (text) => {
    length = text.length;
    part.units = length > shortText ? new Uint16Array(length + 2) : shortUnits;
    copyUnits(text, part.units);
    part.units.fill(0, length, length + 2);
    total = 0;
    isClosed = false;
    seam = 0;
    countAll();
    part.units = shortUnits;
    return total + seam;
  };
}

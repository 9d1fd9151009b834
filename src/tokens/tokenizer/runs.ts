import {
  asciiDigit,
  borderDigit,
  type Characters,
  classBits,
  decimalNumber,
  hardLetter,
  otherNumber,
  punctuation,
  selector,
  space,
  strayMark,
  word,
} from "./characters.ts";
import { asWord, closed, opened, type PartCost } from "./part-costs.ts";
import { findChild, type Pieces } from "./pieces.ts";
import { createWhitespaceCost } from "./whitespace.ts";

const blank = 0x20;
const apostrophe = 0x27;
const hashStep = 0x0100_0193;

/**
 * Counts normalised text run by run. A run's tokens depend on its own characters and on what its two neighbours are, so the
 * whole is a sum (tokenizer.md §5, §6, §10).
 */
export const createRunCounter = (given: {
  readonly pieces: Pieces;
  readonly characters: Characters;
  readonly partCost: PartCost;
}): ((text: string) => number) => {
  const { pieces, partCost } = given;
  const { kinds } = given.characters;
  const whitespaceCost = createWhitespaceCost(pieces);
  const letterCosts = new Uint8Array(65_536);

  const run = { text: "", from: 0, to: 0 };
  let total = 0;
  /** What stands before ended in a word end. */
  let isClosed = false;
  /** 1 after a single space that costs nothing if what follows opens with a word start. */
  let seam = 0;

  const classAt = (at: number): number => (at < run.text.length ? (kinds[run.text.charCodeAt(at)] ?? 0) & classBits : -1);
  const isWordAt = (at: number): boolean => {
    const kind = classAt(at);
    return kind === word || kind === strayMark;
  };
  const touchesBlankBefore = (at: number): boolean => at > 0 && run.text.charCodeAt(at - 1) === blank;
  const touchesBlankAfter = (at: number): boolean => {
    const { text } = run;
    return at < text.length && text.charCodeAt(at) === blank && !(at + 1 < text.length && text.charCodeAt(at + 1) === blank);
  };

  const addPart = (from: number, to: number, how: { readonly marking: number; readonly hash: number }): void => {
    run.from = from;
    run.to = to;
    if ((how.marking & (opened | asWord)) === 0) total += seam;
    seam = 0;
    total += partCost(run, how.marking, how.hash);
    isClosed = (how.marking & (closed | asWord)) !== 0;
  };

  const hashOf = (from: number, to: number): number => {
    let hash = 0;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ run.text.charCodeAt(at), hashStep);
    return hash;
  };

  const countWord = (from: number): number => {
    const { text } = run;
    let hash = 0;
    let at = from;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      const kind = (kinds[unit] ?? 0) & classBits;
      if (kind !== word && kind !== strayMark) break;
      hash = Math.imul(hash ^ unit, hashStep);
      at++;
    }
    addPart(from, at, { marking: asWord, hash });
    return at;
  };

  const countSpaces = (from: number): number => {
    let at = from;
    while (classAt(at) === space) {
      const unit = run.text.charCodeAt(at);
      let end = at + 1;
      while (end < run.text.length && run.text.charCodeAt(end) === unit) end++;
      total += whitespaceCost(unit, end - at);
      at = end;
    }
    if (isClosed && at === from + 1 && run.text.charCodeAt(from) === blank) {
      total--;
      seam = 1;
    }
    isClosed = false;
    return at;
  };

  const countDigits = (from: number): number => {
    let borders = false;
    let at = from;
    for (; ; at++) {
      const kind = classAt(at);
      if (kind === borderDigit) borders = true;
      else if (kind !== asciiDigit) break;
    }
    if (borders) {
      const opens = classAt(from) === borderDigit && touchesBlankBefore(from);
      const closes = classAt(at - 1) === borderDigit && touchesBlankAfter(at);
      addPart(from, at, { marking: (opens ? opened : 0) | (closes ? closed : 0), hash: hashOf(from, at) });
      return at;
    }
    total += seam + Math.ceil((at - from) / 3);
    seam = 0;
    isClosed = false;
    return at;
  };

  const countHardLetters = (from: number): number => {
    const { text } = run;
    let at = from;
    let tokens = seam;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      if (((kinds[unit] ?? 0) & classBits) !== hardLetter) break;
      if (unit >= 0xd800 && unit <= 0xdfff) {
        tokens += pieces.astralFloor(text.codePointAt(at) ?? 0);
        at += 2;
        continue;
      }
      let cost = letterCosts[unit] ?? 0;
      if (cost === 0) {
        const node = findChild(pieces, 0, unit);
        cost = node !== 0 && pieces.isPiece[node] === 1 ? 1 : pieces.floor(unit);
        letterCosts[unit] = cost;
      }
      tokens += cost;
      at++;
    }
    total += tokens;
    seam = 0;
    isClosed = false;
    return at;
  };

  /** Whether numbers and selectors at the head of a gap begin with numbers of one class only (§6, "qualifies"). */
  const opensUniform = (from: number, to: number): boolean => {
    const first = classAt(from);
    let at = from;
    while (at < to && classAt(at) === first) at++;
    const next = at < to ? classAt(at) : -1;
    return next !== decimalNumber && next !== otherNumber && next !== selector;
  };

  /** The same for its end: selectors between the numbers spoil it, selectors before the first one belong to another run. */
  const closesUniform = (from: number, to: number): boolean => {
    const last = classAt(to - 1);
    let at = to;
    while (at > from && classAt(at - 1) === last) at--;
    while (at > from && classAt(at - 1) === selector) at--;
    const before = at > from ? classAt(at - 1) : -1;
    return before !== decimalNumber && before !== otherNumber;
  };

  const isNumber = (kind: number): boolean => kind === decimalNumber || kind === otherNumber;
  const mayOpen = (from: number, to: number): boolean => !isNumber(classAt(from)) || opensUniform(from, to);
  const mayClose = (from: number, to: number): boolean => !isNumber(classAt(to - 1)) || closesUniform(from, to);

  /** The end of a contraction's suffix at `from`, or 0. */
  const findSuffix = (from: number): number => {
    const { text } = run;
    const unit = text.charCodeAt(from);
    if (unit === 0x73 || unit === 0x74 || unit === 0x64 || unit === 0x6d) return isWordAt(from + 1) ? 0 : from + 1;
    if (unit !== 0x6c && unit !== 0x72 && unit !== 0x76) return 0;
    if (from + 1 >= text.length || text.charCodeAt(from + 1) !== (unit === 0x6c ? 0x6c : 0x65)) return 0;
    return isWordAt(from + 2) ? 0 : from + 2;
  };

  /** Whether what stands before an apostrophe keeps it from being a contraction (§6). */
  const blocksContraction = (from: number, at: number): boolean => {
    if (at > from) return mayClose(from, at);
    if (at === 0) return false;
    const unit = run.text.charCodeAt(at - 1);
    if ((unit >= 0x24b6 && unit <= 0x24e9) || unit === 0x1c89 || unit === 0x1c8a || unit === 0xa7cb) return true;
    return classAt(at - 1) === borderDigit;
  };

  const countGap = (from: number): number => {
    const { text } = run;
    let hash = 0;
    let at = from;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      const kind = (kinds[unit] ?? 0) & classBits;
      if (kind < punctuation || kind === hardLetter) break;
      hash = Math.imul(hash ^ unit, hashStep);
      at++;
    }
    const opens = touchesBlankBefore(from) && mayOpen(from, at);
    if (text.charCodeAt(at - 1) === apostrophe && isWordAt(at) && !(at - 1 > from && classAt(at - 2) === punctuation)) {
      const alone = at - 1 === from;
      const suffix = findSuffix(at);
      if (suffix !== 0 && !blocksContraction(from, at - 1)) {
        if (!alone) addPart(from, at - 1, { marking: opens ? opened : 0, hash: hashOf(from, at - 1) });
        addPart(at - 1, suffix, { marking: closed, hash: hashOf(at - 1, suffix) });
        return suffix;
      }
      if (alone) {
        addPart(from, at, { marking: 0, hash });
        return at;
      }
    }
    const closes = touchesBlankAfter(at) && mayClose(from, at);
    addPart(from, at, { marking: (opens ? opened : 0) | (closes ? closed : 0), hash });
    return at;
  };

  const countNext = (at: number): number => {
    const kind = classAt(at);
    if (kind === word || kind === strayMark) return countWord(at);
    if (kind === space) return countSpaces(at);
    if (kind === asciiDigit || kind === borderDigit) return countDigits(at);
    return kind === hardLetter ? countHardLetters(at) : countGap(at);
  };

  return (text) => {
    run.text = text;
    total = 0;
    isClosed = false;
    seam = 0;
    for (let at = 0; at < text.length;) at = countNext(at);
    run.text = "";
    return total + seam;
  };
};

import {
  borderDigit,
  type Characters,
  classBits,
  decimalNumber,
  otherNumber,
  selector,
  strayMark,
  word,
} from "./characters.ts";
import type { Part } from "./part.ts";

const blank = 0x20;

/**
 * What the characters around a part, and at its ends, say about its markers (tokenizer.md §6).
 * Places are in `part.units`.
 */
export interface Edges {
  readonly isWordAt: (index: number) => boolean;
  readonly touchesBlankBefore: (index: number) => boolean;
  readonly touchesBlankAfter: (index: number) => boolean;
  /** Whether the first, the last character of a gap qualifies for a marker. */
  readonly mayOpen: (from: number, to: number) => boolean;
  readonly mayClose: (from: number, to: number) => boolean;
  /** End of the contraction's suffix that is the whole word at `from`; 0: it is none. */
  readonly findSuffix: (from: number) => number;
  /**
   * Whether what stands before the apostrophe at `index`, in a gap from `from`, keeps it from being
   * a contraction.
   */
  readonly blocksContraction: (from: number, index: number) => boolean;
}

export function createEdges(part: Part, { kinds }: Characters): Edges {
  const unitAt = (index: number): number => part.units[index] ?? 0;
  const classAt = (index: number): number => (kinds[unitAt(index)] ?? 0) & classBits;
  const isNumber = (kind: number): boolean => kind === decimalNumber || kind === otherNumber;
  const isWordAt = (index: number): boolean => {
    const kind = classAt(index);
    return kind === word || kind === strayMark;
  };

  /**
   * Numbers at the head of a gap are a run with the selectors among them; only one class, and no
   * selector, qualifies.
   */
  const mayOpen = (from: number, to: number): boolean => {
    const first = classAt(from);
    if (!isNumber(first)) return true;
    let index = from;
    while (index < to && classAt(index) === first) index++;
    return index === to || !(isNumber(classAt(index)) || classAt(index) === selector);
  };

  /** The same at the end. Selectors before the first number belong to another run. */
  const mayClose = (from: number, to: number): boolean => {
    const last = classAt(to - 1);
    if (!isNumber(last)) return true;
    let index = to;
    while (index > from && classAt(index - 1) === last) index--;
    while (index > from && classAt(index - 1) === selector) index--;
    return index === from || !isNumber(classAt(index - 1));
  };

  return {
    isWordAt,
    touchesBlankBefore: (index) => index > 0 && unitAt(index - 1) === blank,
    touchesBlankAfter: (index) => unitAt(index) === blank && unitAt(index + 1) !== blank,
    mayOpen,
    mayClose,
    findSuffix: (from) => {
      const [unit, next] = [unitAt(from), unitAt(from + 1)];
      // s, t, d, m; ll, re, ve
      if (unit === 0x73 || unit === 0x74 || unit === 0x64 || unit === 0x6d)
        return isWordAt(from + 1) ? 0 : from + 1;
      if (unit !== 0x6c && unit !== 0x72 && unit !== 0x76) return 0;
      return next !== (unit === 0x6c ? 0x6c : 0x65) || isWordAt(from + 2) ? 0 : from + 2;
    },
    blocksContraction: (from, index) => {
      if (index > from) return mayClose(from, index);
      if (index === 0) return false;
      const unit = unitAt(index - 1);
      // An accident of their category, mirrored (tokenizer.md §9).
      if (
        (unit >= 0x24b6 && unit <= 0x24e9) ||
        unit === 0x1c89 ||
        unit === 0x1c8a ||
        unit === 0xa7cb
      )
        return true;
      return classAt(index - 1) === borderDigit;
    },
  };
}

import type { Pieces } from "./pieces.ts";

/** Tokens of a run of one white-space character. */
export type WhitespaceCost = (unit: number, length: number) => number;

const newline = 0x0a;
const ideographicSpace = 0x3000;
const longestBlank = 16;

/**
 * White space by formula: spaces and tabs in pieces of up to 16, U+3000 one by one, newlines by the
 * pieces of the vocabulary, the longest first (tokenizer.md §10).
 */
export function createWhitespaceCost({ findChild, isPiece }: Pieces): WhitespaceCost {
  const sizes: number[] = [];
  for (
    let node = findChild(0, newline), size = 1;
    node !== 0;
    node = findChild(node, newline), size++
  ) {
    if (isPiece(node)) sizes.push(size);
  }
  const longest = sizes.at(-1) ?? 1;
  const rest = [0];
  for (let length = 1; length < longest; length++) {
    const size = sizes.findLast((each) => each <= length) ?? 1;
    rest.push(1 + (rest[length - size] ?? 0));
  }
  return (unit, length) => {
    if (unit === newline) return Math.floor(length / longest) + (rest[length % longest] ?? 0);
    return unit === ideographicSpace ? length : Math.ceil(length / longestBlank);
  };
}

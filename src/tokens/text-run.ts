import type { Level } from "../api/request.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

/** Who brings some tokens: a block of the prompt, and the part of the count they belong to. */
export interface Owner {
  readonly block: number;
  readonly part: Level;
  /** They stand behind the block, which is the last one: no breakpoint covers them. */
  readonly behind?: true;
}

/**
 * A piece of what the model reads. Text pieces that follow each other are one text, whose tokens
 * merge over the seams; a `cut` (a picture, text of which only the size is known) parts them.
 */
export type Piece =
  | { readonly kind: "text"; readonly owner: Owner; readonly text: string }
  | {
      readonly kind: "tokens";
      readonly owner: Owner;
      readonly tokens: number;
      readonly cuts: boolean;
    };

/**
 * Pieces in order that are tokenised together; `trim`: white space at the end is free
 * (framing-messages.md §3).
 */
export interface TextRun {
  readonly pieces: readonly Piece[];
  readonly trim: boolean;
}

/** Counts the tokens of a text. Equal texts are tokenised once. */
export type CountText = (text: string) => number;

/** A tokenizer that remembers. One per family and counter. */
export function rememberTexts(tokenizer: Tokenizer): CountText {
  const known = new Map<string, number>();
  return (text) => {
    if (text === "") return 0;
    const before = known.get(text);
    if (before !== undefined) return before;
    const count = tokenizer.count(text);
    known.set(text, count);
    return count;
  };
}

/**
 * Tokens of each piece of a text run, in its order: the difference of the count of the whole up to
 * the piece's end and up to its start, worked out from the pieces alone and a correction at each
 * seam. Negative where a piece makes the one before it shorter.
 */
export function countTextRun(
  textRun: TextRun,
  count: CountText,
): readonly { readonly owner: Owner; readonly tokens: number }[] {
  let tail = "";
  let spent = 0;
  const tailOf = (text: string): string => {
    const safe = safeTail(text, spent < mostRecounted ? text.length : shortTail);
    spent += safe.length;
    return safe;
  };
  return (textRun.trim ? trimTextRun(textRun.pieces) : textRun.pieces).map((piece) => {
    if (piece.kind === "tokens") {
      if (piece.cuts) tail = "";
      return { owner: piece.owner, tokens: piece.tokens };
    }
    const { text, owner } = piece;
    const alone = count(text);
    if (tail === "" || text === "") {
      tail = tailOf(tail + text);
      return { owner, tokens: alone };
    }
    const head = safeHead(text);
    const tokens = alone + count(tail + head) - count(tail) - count(head);
    tail = tailOf(head.length === text.length ? tail + text : text);
    return { owner, tokens };
  });
}

/** How many word boundaries away nothing of a text changes how it is tokenised. */
const safePlaces = 3;

/**
 * Of pieces without words, each is counted with all that stands before it: up to so many characters
 * in all. Beyond, so many in front of a piece are held to decide how it begins.
 */
const mostRecounted = 4_000_000;
const shortTail = 64;

/**
 * The end of a text, from a word start far enough back that what stands before it cannot change
 * what follows it (tokenizer.md §10); at most so many characters.
 */
function safeTail(text: string, longest: number): string {
  let left = safePlaces;
  const least = text.length - longest;
  for (let index = text.length - 1; index > 0; index -= 1) {
    if (index <= least) return text.slice(index);
    if (isSpace(text.charCodeAt(index - 1)) && isLetter(text.charCodeAt(index))) left -= 1;
    if (left === 0) return text.slice(index);
  }
  return text;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** The start of a text, to a word end far enough on. */
function safeHead(text: string): string {
  let left = safePlaces;
  for (let index = 1; index < text.length; index += 1) {
    if (isLetter(text.charCodeAt(index - 1)) && isSpace(text.charCodeAt(index))) left -= 1;
    if (left === 0) return text.slice(0, index);
  }
  return text;
}

/** Cuts white space off the end of the last text; frames that are added after it do not keep it. */
function trimTextRun(pieces: readonly Piece[]): readonly Piece[] {
  const kept = [...pieces];
  for (let index = kept.length - 1; index >= 0; index -= 1) {
    const piece = kept[index];
    if (piece === undefined || (piece.kind === "tokens" && piece.cuts)) break;
    if (piece.kind === "tokens") continue;
    const text = trimEnd(piece.text);
    kept[index] = { ...piece, text };
    if (text !== "") break;
  }
  return kept;
}

/** By hand, because a pattern is slow on long runs of white space. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isTrimmed(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function isTrimmed(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

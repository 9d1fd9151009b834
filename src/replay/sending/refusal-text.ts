/**
 * The API's own words about a request it refused, without those of the request. Whoever answers may
 * quote the request, or the key, in any encoding there is: so nothing is looked for, but what is
 * known to be the API's is let through. Only a quote that is made of the API's words alone is looked
 * for in the request.
 */
import { modelOf } from "../../api/model.ts";
import type { JsonObject } from "../../json.ts";
import { isApiName } from "./api-words.ts";
import { gapOf, gapSign, readChunks, type Chunk } from "./message-chunks.ts";
import { requestTexts } from "./request-texts.ts";

/** Of a longer message the rest is not read. */
const longestRead = 4000;
const longestShown = 400;

/** So many words in a row that the request has in a row too are a quote, if they are long enough. */
const quotedWords = 3;
const quotedLetters = 12;
/** Beside something that was taken out fewer are, since the quote may go on there. */
const besideLetters = 7;
/** Numbers and gaps in a row, so many of them: text by its codes. */
const codesInRow = 3;

/**
 * A message on one line, at most 400 characters, with `…` for everything that is not the API's own:
 * that is none of its words, names, paths, or is said by the request too. Empty where little is left.
 * `betas`: those of the request, which may be named.
 */
export function withoutQuotes(
  message: string,
  body: JsonObject,
  betas: readonly string[] = [],
): string {
  const read = message.slice(0, longestRead);
  const chunks = readChunks(read, new Set([modelOf(body) ?? "", ...betas]));
  // What was cut through may look like another word.
  if (read.length < message.length) chunks.push(gapOf(chunks.pop()?.text ?? ""));
  hideCodes(chunks);
  hideQuotes(chunks, body);
  return writeChunks(chunks);
}

/** Takes out numbers that stand for letters, or seem to; `be` is a number too, in base 16. */
function hideCodes(chunks: Chunk[]): void {
  const isCode = (chunk: Chunk | undefined): boolean =>
    chunk !== undefined &&
    (chunk.kind === "number" || chunk.kind === "gap" || /^\W*[\da-f]{2}\W*$/i.test(chunk.text));
  for (let start = 0; start < chunks.length; start += 1) {
    let end = start;
    while (isCode(chunks[end])) end += 1;
    if (end - start >= codesInRow) hide(chunks, start, end);
    start = Math.max(start, end);
  }
  // A sign beside a gap belongs to it.
  for (const [index, { text }] of chunks.entries())
    if (/^\W+$/.test(text) && [index - 1, index + 1].some((at) => chunks[at]?.kind === "gap"))
      hide(chunks, index, index + 1);
}

function hide(chunks: Chunk[], from: number, to: number): void {
  for (const [index, { text }] of chunks.slice(from, to).entries())
    chunks[from + index] = gapOf(text);
}

/** A word of the message; null: a boundary, since what stands there is no word. */
interface Word {
  readonly text: string | null;
  readonly chunk: number;
}

/** Takes out what the request says too. */
function hideQuotes(chunks: Chunk[], body: JsonObject): void {
  const words = chunks.flatMap((chunk, index): Word[] =>
    chunk.words.length === 0
      ? [{ text: null, chunk: index }]
      : chunk.words.map((text) => ({ text, chunk: index })),
  );
  const quoted = new Set<number>();
  const runs = findRuns(words, chunks, { body, quoted });
  for (const { from, to } of runs) {
    const run = words.slice(from, to);
    const size = sizeOf(run);
    const [first = "", last = ""] = [run[0], run.at(-1)].map(
      (word) => chunks[word?.chunk ?? -1]?.text,
    );
    const afterGap = isGap(words[from - 1], chunks);
    const beforeGap = isGap(words[to], chunks);
    const isBesideGap = afterGap || beforeGap;
    const opens = afterGap || /^\W{0,2}["'`“‘]/.test(first);
    const closes = beforeGap || to === words.length || /["'`”’]\W{0,2}$/.test(last);
    if (
      (run.length >= quotedWords && size >= quotedLetters) ||
      (isBesideGap && size >= besideLetters) ||
      (opens && closes && (isBesideGap || run.length > 1))
    )
      for (const { chunk } of run) quoted.add(chunk);
  }
  for (const index of quoted) hide(chunks, index, index + 1);
}

function isGap(word: Word | undefined, chunks: readonly Chunk[]): boolean {
  return word !== undefined && chunks[word.chunk]?.kind === "gap";
}

/** Characters of words, with a space between two. */
function sizeOf(words: readonly Word[]): number {
  return words.reduce((size, { text }) => size + 1 + (text?.length ?? 0), -1);
}

/** Words of the message in a row, from one index up to before another. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * Words in a row that the request has in a row too: for each word of the message the longest such row
 * that ends with it. What is a whole text of the request, and long numbers that it says, are added to
 * `quoted`, by chunk.
 */
function findRuns(
  words: readonly Word[],
  chunks: readonly Chunk[],
  { body, quoted }: { readonly body: JsonObject; readonly quoted: Set<number> },
): readonly Run[] {
  const places = new Map<string, number[]>();
  for (const [index, { text }] of words.entries())
    if (text !== null) places.set(text, [...(places.get(text) ?? []), index]);
  const longest = words.map(() => 0);
  for (const text of requestTexts(body)) {
    let runs = new Map<number, number>();
    let count = 0;
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
      count += 1;
      const found = places.get(word);
      if (found === undefined && runs.size === 0) continue;
      const next = new Map<number, number>();
      for (const index of found ?? []) {
        const length = (runs.get(index - 1) ?? 0) + 1;
        next.set(index, length);
        longest[index] = Math.max(longest[index] ?? 0, length);
      }
      runs = next;
    }
    for (const [index, length] of runs)
      if (length === count && (count > 1 || isQuotedWord(words[index], chunks)))
        for (const { chunk } of words.slice(index + 1 - length, index + 1)) quoted.add(chunk);
    for (const [index, { numbers }] of chunks.entries())
      if (numbers.some((number) => saysNumber(text, number))) quoted.add(index);
  }
  return longest.flatMap((length, index): Run[] =>
    length === 0 ? [] : [{ from: index + 1 - length, to: index + 1 }],
  );
}

/** Whether a text has a number, in whatever groups its digits are written. */
function saysNumber(text: string, digits: string): boolean {
  const grouped = digits.split("").join(String.raw`[\s.,:/()+-]{0,3}`);
  return text.includes(digits) || new RegExp(String.raw`(?<!\d)${grouped}(?!\d)`).test(text);
}

/**
 * Whether a word stands in quotation marks and is no name of the API's: otherwise one of its words
 * says nothing by itself, and properties of tools have such names.
 */
function isQuotedWord(word: Word | undefined, chunks: readonly Chunk[]): boolean {
  if (word === undefined || word.text === null || isApiName(word.text)) return false;
  return /^\W{0,2}["'`“‘].*["'`”’]\W{0,2}$/.test(chunks[word.chunk]?.text ?? "");
}

function writeChunks(chunks: readonly Chunk[]): string {
  let line = "";
  let [gaps, shown] = [0, 0];
  for (const [index, { kind, text }] of chunks.entries()) {
    const isGap = kind === "gap";
    if (isGap && chunks[index - 1]?.kind === "gap") {
      // One sign for all that is missing, with the marks that close it.
      line = `${line.slice(0, line.lastIndexOf(gapSign))}${text.slice(text.indexOf(gapSign))}`;
      continue;
    }
    if (line.length + text.length + 1 > longestShown - 2) {
      line = `${line} ${gapSign}`;
      break;
    }
    line = line === "" ? text : `${line} ${text}`;
    if (isGap) gaps += 1;
    else shown += 1;
  }
  return shown > 0 && shown >= gaps ? line : "";
}

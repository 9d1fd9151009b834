/** A message of the API's, read chunk by chunk: what of it may be shown. */
import { findModel } from "../../models/lookup.ts";
import { isApiName, isApiPhrase, isApiWord } from "./api-words.ts";

/**
 * What stands between two spaces. `word`: words and names of the API's; `path`: one to a place of
 * the request; `number`; `gap`: anything else, which is not shown.
 */
export interface Chunk {
  readonly kind: "word" | "path" | "number" | "gap";
  /** As it is shown. */
  readonly text: string;
  /** Its words, in small letters: a request's text may have them in a row too. */
  readonly words: readonly string[];
  /** The digits of its numbers, of those that have four or more. */
  readonly numbers: readonly string[];
}

export const gapSign = "…";

/** Marks that stand before or after a word, and stay where it is taken out. */
const marksBefore = /^['"`‘“([{]{0,3}/;
const marksAfter = /['"`’”)\]},:;.]{0,3}$/;

/** What may stand between the parts of a chunk, three in a row at most. */
const marks = /^['"`‘’“”()[\]{},;:=<>/!?.$%-]{0,3}$/;

/** Words, names and numbers, joined as in `non-empty` and `messages.0.content`. */
const atoms = /[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*/g;

const plainNumber =
  /^(?:\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,4})?(?:[KMG]?B|ms|s|m|h|px|%|k|K|M)?$/;
const moment = /^(?:\d{4}-\d{2}(?:-\d{2})?|\d{2}:\d{2}(?::\d{2})?)(?:[TZ][\d:.]*Z?)?$/;

/** The chunks of a message. `own`: ids of the request that may be shown, its model and its betas. */
export function readChunks(message: string, own: ReadonlySet<string>): Chunk[] {
  return message
    .split(/\s+/)
    .filter((text) => text !== "")
    .map((text) => readChunk(text, own));
}

/** A chunk without what it says; the marks around it stay. */
export function gapOf(text: string): Chunk {
  const [before = ""] = marksBefore.exec(text) ?? [];
  const [after = ""] = marksAfter.exec(text.slice(before.length)) ?? [];
  return { kind: "gap", text: `${before}${gapSign}${after}`, words: [], numbers: [] };
}

function readChunk(text: string, own: ReadonlySet<string>): Chunk {
  if (isApiPhrase(text)) return { kind: "word", text, words: [], numbers: [] };
  const core = text.replace(/^['"`‘“([{$]{1,3}/, "").replace(/['"`’”)\]},:;.?!]{1,3}$/, "");
  if (core === "" || core.includes(gapSign)) return gapOf(text);
  if (isApiPhrase(core) || isId(core, own)) return pathOf(text);
  if (plainNumber.test(core) || moment.test(core))
    return { kind: "number", text, words: [core], numbers: longNumbers(core) };
  if (core.startsWith("https://")) return isApiAddress(core) ? pathOf(text) : gapOf(text);
  return isPath(core) ? readPath(text, core) : readWords(text);
}

/** The request's own, where it is written as ids are, or one of the price book. */
function isId(text: string, own: ReadonlySet<string>): boolean {
  return (
    (own.has(text) && /^[A-Za-z0-9][\w.:@/-]{0,99}$/.test(text)) ||
    (/^claude-[a-z0-9.-]{1,60}$/.test(text) && findModel(text) !== null)
  );
}

/** A page of its documentation, whose path is made of its words. */
function isApiAddress(address: string): boolean {
  const [host = "", ...path] = address.slice("https://".length).split(/[/#]/);
  return (
    isApiPhrase(host) &&
    path.every((part) => part.split("-").every((word) => isApiWord(word) || /^\d{0,4}$/.test(word)))
  );
}

function isPath(core: string): boolean {
  const [first = "", second] = core.split(".");
  return second !== undefined && second !== "" && isApiName(first);
}

/** A path with every step taken out that is neither the API's name nor an index. */
function readPath(text: string, core: string): Chunk {
  const steps = core.split(".").map((step) => (isStep(step) ? step : gapSign));
  const path = pathOf(text.replace(core, () => steps.join(".")));
  return { ...path, numbers: steps.flatMap(longNumbers) };
}

function isStep(step: string): boolean {
  return isApiName(step) || /^\d{1,5}$/.test(step);
}

function pathOf(text: string): Chunk {
  return { kind: "path", text, words: [], numbers: [] };
}

/** A gap where any part of it is no word of the API's. */
function readWords(text: string): Chunk {
  if (!text.split(atoms).every((between) => marks.test(between))) return gapOf(text);
  const words: string[] = [];
  let numbers = 0;
  const parts = text.match(atoms) ?? [];
  for (const part of parts) {
    const steps = isApiName(part) ? [part] : part.split(/[.-]/);
    if (plainNumber.test(part)) numbers += 1;
    else if (!steps.every((step) => isApiName(step) || isApiWord(step))) return gapOf(text);
    words.push(...steps.map((step) => step.toLowerCase()));
  }
  // Numbers in a row may be letters by their codes.
  if (words.length === 0 || numbers > 2) return gapOf(text);
  const kind = numbers === parts.length ? "number" : "word";
  return { kind, text, words, numbers: parts.flatMap(longNumbers) };
}

function longNumbers(text: string): readonly string[] {
  const digits = text.replaceAll(/\D/g, "");
  return digits.length >= 4 ? [digits] : [];
}

/** Times, dates, ids and numbers as they stand in a text, to tell a new value from a new text. */
import { momentForms } from "../../written-moments.ts";

/** What a value is, by how it is written. */
export const valueKinds = ["time", "date", "id", "number"] as const;
export type ValueKind = (typeof valueKinds)[number];

interface WrittenValue {
  readonly kind: ValueKind;
  readonly text: string;
}

/** A text in two halves: what stands around its values, and the values, in order. */
interface ReadText {
  readonly frame: string;
  readonly values: readonly WrittenValue[];
}

const uuid = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";
const weekday = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const month =
  "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
/** Seconds, milliseconds, micro- or nanoseconds since 1970, of 2001 to 2286. */
const epoch = String.raw`[1-9]\d{9}(?:\d{3}){0,3}(?:\.\d{1,9})?`;
/** Letters and digits without a gap, as ids and hashes have them, and words do not. */
const mixed = String.raw`(?=[\w-]{0,200}(?:[A-Za-z]\d|\d[A-Za-z]))(?=[\w-]{7,200}(?![\w-]))[\w-]+`;

/** In this order, groups of one pattern: what stands first is read first. */
const forms: readonly { readonly kind: ValueKind; readonly pattern: string }[] = [
  { kind: "id", pattern: `${uuid}(?![\\w-])` },
  { kind: "time", pattern: momentForms.moment },
  { kind: "date", pattern: `(?:${momentForms.date})(?!\\d)` },
  { kind: "time", pattern: `(?:${momentForms.clock})(?![\\d:])` },
  { kind: "date", pattern: String.raw`(?:${weekday}|${month}(?: \d{4})?)(?![\p{L}\p{N}_])` },
  { kind: "time", pattern: String.raw`${epoch}(?![\p{L}\p{N}_])` },
  { kind: "id", pattern: mixed },
  { kind: "number", pattern: String.raw`\d+(?:[.,]\d+)*(?![\p{L}\p{N}_])` },
];

const values = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])(?:${forms.map(({ pattern }) => `(${pattern})`).join("|")})`,
  "gu",
);

/** Longer pieces are read for no values: nobody puts a clock there by itself. */
const longestRead = 20_000;

/** So much around what differs is read with it: no value is longer. */
const longestValue = 200;

/**
 * What two texts differ in, where that is nothing but values: the kind of the first one that is
 * another. `from` and `until` enclose what differs in each; the texts are equal outside of it.
 */
export function differingValue(before: TextPiece, after: TextPiece): ValueKind | null {
  const [old, now] = [read(before), read(after)];
  if (old === null || now === null || old.frame !== now.frame) return null;
  const at = now.values.findIndex(({ text }, index) => text !== old.values[index]?.text);
  return now.values[at]?.kind ?? null;
}

/** The only value in a short piece of text that came or went; null: there is none, or it is longer. */
export function valueWithin({ text, from, until }: TextPiece): ValueKind | null {
  if (until - from > longestValue) return null;
  const found = readText(text.slice(from, until)).values.map(({ kind }) => kind);
  // A number alone says nothing: rules and lists are full of them.
  return valueKinds.find((kind) => kind !== "number" && found.includes(kind)) ?? null;
}

/** A piece of a text, by UTF-16 units. */
interface TextPiece {
  readonly text: string;
  readonly from: number;
  readonly until: number;
}

/** What differs, with what stands on its lines around it. */
function read({ text, from, until }: TextPiece): ReadText | null {
  if (until - from > longestRead) return null;
  // Some words more: a day stands in front of its time, a month in front of its day.
  const isRead = (at: number): boolean => at >= 0 && at < text.length && text[at] !== "\n";
  let [start, end] = [from, until];
  while (isRead(start - 1) && from - start < longestValue) start -= 1;
  while (isRead(end) && end - until < longestValue) end += 1;
  return readText(text.slice(start, end));
}

function readText(text: string): ReadText {
  const found: WrittenValue[] = [];
  const frame = text.replace(values, (written: string, ...groups: readonly unknown[]) => {
    const form = forms.find((_, index) => groups[index] !== undefined);
    const kind = form?.kind ?? "number";
    found.push({ kind, text: written });
    // A number that grows into an id, or a time that loses its zone, is still what it was.
    return "\0";
  });
  return { frame, values: found };
}

/** How a text differs from the one in its place: a word for it, nothing of the text. */
import { parseJson } from "../../json-text.ts";
import { isObject } from "../../json.ts";
import { writeFlat } from "../identity.ts";
import { differingValue, valueKinds, valueWithin, type ValueKind } from "./written-values.ts";

/**
 * The kinds of difference between two texts. A value in the place of another goes by what it is
 * (`time`, `date`, `id`, `number`), the rest by where the text came or went.
 */
export const textDifferences = [
  ...valueKinds,
  "key-order",
  "line-order",
  "whitespace",
  "appended",
  "prepended",
  "inserted",
  "cut-at-end",
  "cut-at-start",
  "cut-out",
  "edited",
  "replaced",
] as const;
export type TextDifference = (typeof textDifferences)[number];

/** What differs in two texts: they are equal in front of it and behind it. In UTF-16 units. */
export interface Region {
  readonly offset: number;
  readonly length: number;
  readonly lengthBefore: number;
}

/** Of two texts that share less than one part in so many, one replaces the other. */
const leastShared = 10;

/** Longer texts are searched for no JSON, and their lines are not compared. */
const longestSearched = 50_000;

export function regionOf(before: string, after: string): Region {
  const shorter = Math.min(before.length, after.length);
  let offset = 0;
  while (offset < shorter && before.charCodeAt(offset) === after.charCodeAt(offset)) offset += 1;
  let end = 0;
  while (
    end < shorter - offset &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end += 1;
  return {
    offset,
    length: after.length - offset - end,
    lengthBefore: before.length - offset - end,
  };
}

/** The kind of difference between two texts; null where they are equal. */
export function differenceOf(before: string, after: string): TextDifference | null {
  if (before === after) return null;
  const region = regionOf(before, after);
  const [old, now] = piecesOf(before, after, region);
  const [gone, come] = [old, now].map(({ text, from, until }) => text.slice(from, until));
  if (gone === undefined || come === undefined) return null;
  if (withoutSpace(gone) === withoutSpace(come)) return "whitespace";
  const value = differingValue(old, now);
  if (value !== null) return value;
  if (after.startsWith(before)) return "appended";
  if (after.endsWith(before)) return "prepended";
  if (after === "" || before.startsWith(after)) return "cut-at-end";
  if (before.endsWith(after)) return "cut-at-start";
  if (region.lengthBefore === 0) return "inserted";
  if (region.length === 0) return "cut-out";
  if (isOtherKeyOrder(before, after, region)) return "key-order";
  if (isOtherLineOrder(before, after)) return "line-order";
  const shared = Math.min(before.length, after.length) - Math.min(gone.length, come.length);
  return shared * leastShared < Math.min(before.length, after.length) ? "replaced" : "edited";
}

/** What is in a piece of text that came or went, where it is short: a time, a date, an id. */
export function contentOf(before: string, after: string): ValueKind | null {
  const region = regionOf(before, after);
  const [old, now] = piecesOf(before, after, region);
  return differingValue(old, now) ?? valueWithin(region.length === 0 ? old : now);
}

function piecesOf(before: string, after: string, { offset, length, lengthBefore }: Region) {
  return [
    { text: before, from: offset, until: offset + lengthBefore },
    { text: after, from: offset, until: offset + length },
  ] as const;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, "");
}

/** Whether both texts hold the same object of JSON there, its keys in another order. */
function isOtherKeyOrder(before: string, after: string, region: Region): boolean {
  if (Math.max(before.length, after.length) > longestSearched) return false;
  // What encloses the difference begins in front of it, where both texts are equal.
  let start = region.offset;
  for (let tries = 0; tries < mostObjects; tries += 1) {
    start = start === 0 ? -1 : after.lastIndexOf("{", start - 1);
    if (start === -1) return false;
    const [old, now] = [objectAt(before, start), objectAt(after, start)];
    if (old === null || now === null) continue;
    if (start + now.length < region.offset + region.length) continue;
    return isSameUnordered(old, now);
  }
  return false;
}

/** So many objects that may enclose a difference are looked at, from the inside out. */
const mostObjects = 30;

/** The object of JSON that begins at a brace; null: none does. */
function objectAt(text: string, start: number): string | null {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character === "\\") at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return text.slice(start, at + 1);
    }
  }
  return null;
}

function isSameUnordered(before: string, after: string): boolean {
  const [old, now] = [parseJson(before), parseJson(after)];
  return isObject(old) && isObject(now) && writeFlat(old, true) === writeFlat(now, true);
}

function isOtherLineOrder(before: string, after: string): boolean {
  if (before.length !== after.length || before.length > longestSearched) return false;
  const sorted = (text: string): string => text.split("\n").sort().join("\n");
  return sorted(before) === sorted(after);
}

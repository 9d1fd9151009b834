/** How a block differs from the one in its place: which of its members, and how its text does. */
import { isArray, isNumberText, isObject, type Json, type JsonObject } from "../../json.ts";
import type { Block } from "../prompt.ts";
import { writeFlat } from "../identity.ts";
import { contentOf, differenceOf, type TextDifference } from "./text-difference.ts";
import type { ValueKind } from "./written-values.ts";

export interface BlockDifference {
  /** Null where more than one text differs, or no text. */
  readonly difference: TextDifference | null;
  /** What a short piece that came or went holds. */
  readonly content: ValueKind | null;
  /** The block's members that differ, in the API's words: `description`, `input_schema`. Sorted. */
  readonly parts: readonly string[];
}

const unknown: BlockDifference = { difference: null, content: null, parts: [] };

/** Both null: nothing is known. One null: the block came or went. */
export function describeBlockDifference(
  before: Block | null,
  after: Block | null,
): BlockDifference {
  if (before === null || after === null) {
    const text = textOf(after ?? before);
    return text === null ? unknown : { ...unknown, content: contentOf("", text) };
  }
  if (before === after) return unknown;
  const parts = differingParts(before, after);
  const [old, now] = textsOf(before, after) ?? [null, null];
  if (old !== null && now !== null)
    return { difference: differenceOf(old, now), content: contentOf(old, now), parts };
  const isSameUnordered =
    before.key !== after.key && writeFlat(before.content, true) === writeFlat(after.content, true);
  return { difference: isSameUnordered ? "key-order" : null, content: null, parts };
}

/** A block's text, where it has one that an offset can point into. */
export function textOf(block: Block | null): string | null {
  if (block === null || !isObject(block.content)) return null;
  const { text, content, source } = block.content;
  if (block.kind === "text") return typeof text === "string" ? text : null;
  if (block.kind === "tool_result") {
    const only = isArray(content) && content.length === 1 ? content[0] : content;
    const inner = isObject(only) ? only["text"] : only;
    return typeof inner === "string" ? inner : null;
  }
  const data = isObject(source) && source["type"] === "text" ? source["data"] : null;
  return typeof data === "string" ? data : null;
}

/** The texts in which two blocks differ, where they differ in one text alone. */
function textsOf(before: Block, after: Block): readonly [string, string] | null {
  const [old, now] = [textOf(before), textOf(after)];
  if (old !== null && now !== null && old !== now) return [old, now];
  return onlyDifferingText(before.content, after.content);
}

function onlyDifferingText(before: Json, after: Json): readonly [string, string] | null {
  let found: readonly [string, string] | null = null;
  // A list and no recursion: a block may be nested as deep as its sender likes.
  const waiting: [Json | undefined, Json | undefined][] = [[before, after]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a === "string" && typeof b === "string") {
      if (found !== null) return null;
      found = [a, b];
    } else if (isArray(a) && isArray(b) && a.length === b.length) {
      for (const [index, item] of a.entries()) waiting.push([item, b[index]]);
    } else if (isObject(a) && isObject(b) && hasSameKeys(a, b)) {
      for (const key of Object.keys(a)) waiting.push([a[key], b[key]]);
    } else if (!(isNumberText(a) && isNumberText(b) && a.numberText === b.numberText)) return null;
  }
  return found;
}

function hasSameKeys(a: JsonObject, b: JsonObject): boolean {
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}

/** Members of blocks that are named; any other key may be somebody's text. */
const memberNames = new Set([
  "allowed_callers",
  "citations",
  "content",
  "context",
  "defer_loading",
  "description",
  "input",
  "input_examples",
  "input_schema",
  "is_error",
  "max_uses",
  "name",
  "source",
  "strict",
  "text",
  "title",
  "type",
]);

function differingParts({ content: a }: Block, { content: b }: Block): readonly string[] {
  if (!isObject(a) || !isObject(b)) return [];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => {
      const [old, now] = [a[key], b[key]];
      return old === undefined || now === undefined
        ? old !== now
        : writeFlat(old) !== writeFlat(now);
    })
    .map((key) => (memberNames.has(key) ? key : "another member"))
    .filter((key, index, all) => all.indexOf(key) === index)
    .sort();
}

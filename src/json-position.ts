import { countKeys, endOfString, parseJson, scanJson } from "./json-text.ts";
import type { Json, Path } from "./json.ts";

/**
 * Offset of a key that stands twice in the same object of a JSON text, whose value is known; null
 * where none does. Readers take the last one and say nothing.
 */
export function findRepeatedKey(text: string, value: Json): number | null {
  if (countKeys(text) === countMembers(value)) return null;
  const seen = new Set<string>();
  let found: number | null = null;
  scanJson(text, (path, what, start) => {
    if (what !== "key" || found !== null) return;
    const key = JSON.stringify(path);
    if (seen.has(key)) found = start;
    seen.add(key);
  });
  return found;
}

function countMembers(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  const items = Object.values(value);
  let count = Array.isArray(value) ? 0 : items.length;
  for (const item of items) count += countMembers(item);
  return count;
}

/** Offset of the first character that makes a text no JSON; null where it is JSON. */
export function findJsonFault(text: string): number | null {
  const read = scanJson(text, null);
  return "fault" in read ? read.fault : null;
}

/** Whether a text that is not read is JSON but for its depth. */
export function isNestedTooDeep(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Offset of the value, or of the key, at a path of a JSON text; null where there is none. What the
 * path does not lead through is passed over, and of a key that stands twice the last counts.
 */
export function locateJson(text: string, path: Path, what: "key" | "value"): number | null {
  let here: Standing = { key: null, value: skipSpace(text, 0) };
  for (const step of path) {
    const part = partOf(text, here.value, step);
    if (part === null) return null;
    here = part;
  }
  return here[what];
}

/** Offsets of a value and of the key in front of it; an item of a list has none. */
interface Standing {
  readonly key: number | null;
  readonly value: number;
}

/** The member, or the item, of the value at an offset that a step of a path leads to. */
function partOf(text: string, start: number, step: string | number): Standing | null {
  const isList = text[start] === "[";
  if (typeof step !== (isList ? "number" : "string") || (!isList && text[start] !== "{"))
    return null;
  let found: Standing | null = null;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== (isList ? "]" : "}"); index += 1) {
    const key = isList ? null : at;
    const keyEnd = key === null ? at : endOfValue(text, key);
    const value = key === null ? at : skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (key === null ? index === step : isKey(text.slice(key, keyEnd), step))
      found = { key, value };
    if (isList && found !== null) return found;
    const end = skipSpace(text, endOfValue(text, value));
    if (text[end] !== ",") return found;
    at = skipSpace(text, end + 1);
  }
  return found;
}

/** Whether a key, as it is written, is a step of a path. */
function isKey(written: string, step: string | number): boolean {
  return (
    written === JSON.stringify(step) || (written.includes("\\") && parseJson(written) === step)
  );
}

const nested = /["{}[\]]/g;
const scalarEnd = /[\s,:\]}]/g;

/** Behind the value that begins at an offset; the end of the text where it does not end. */
function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return behindString(text, start);
  if (first !== "{" && first !== "[") {
    scalarEnd.lastIndex = start;
    return scalarEnd.exec(text)?.index ?? text.length;
  }
  let depth = 0;
  nested.lastIndex = start;
  for (let found = nested.exec(text); found !== null; found = nested.exec(text)) {
    const [character] = found;
    if (character === '"') nested.lastIndex = behindString(text, found.index);
    else depth += character === "{" || character === "[" ? 1 : -1;
    if (depth === 0) return found.index + 1;
  }
  return text.length;
}

function behindString(text: string, start: number): number {
  const end = endOfString(text, start);
  return end === -1 ? text.length : end;
}

const space = /[ \t\n\r]*/y;

function skipSpace(text: string, start: number): number {
  space.lastIndex = start;
  space.test(text);
  return Math.max(start, space.lastIndex);
}

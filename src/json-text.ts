import { deepestNesting, readNumber, setMember, type Json, type Path } from "./json.ts";

/**
 * A JSON document with its numbers as written; undefined where it is none, or nested deeper than
 * `deepestNesting`.
 */
export function parseJson(text: string): Json | undefined {
  if (holdsUnusualNumber(text)) {
    const read = scanJson(text, null);
    return "fault" in read ? undefined : read.value;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Numbers whose text `JSON.parse` would lose: trailing zeros, exponents, minus zero, many digits,
 * tiny fractions.
 */
const losesText =
  /(?:^|[[:,])\s*-?(?:\d+\.\d*0(?!\d)|[\d.]+[eE]|0(?=\s*[,\]}]|\s*$)(?<=-0)|[\d.]{16}|0\.000000)/;

/** Whether a number outside of strings would lose its text. */
function holdsUnusualNumber(text: string): boolean {
  if (!losesText.test(text)) return false;
  let from = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', from)) {
    if (losesText.test(text.slice(from, start))) return true;
    from = endOfString(text, start);
    if (from === -1) return false;
  }
  return losesText.test(text.slice(from));
}

function isJson(value: unknown): value is Json {
  return !isDeeper(value, deepestNesting);
}

/** Whether a value is nested deeper than so many levels: `JSON.parse` itself has no limit. */
function isDeeper(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return left === 0 || value.some((item) => isDeeper(item, left - 1));
  return (
    left === 0 ||
    Object.values(value).some((item) => typeof item === "object" && isDeeper(item, left - 1))
  );
}

/**
 * Called for every value and every key, with the offset where it begins. The path is only valid
 * during the call. Whether what is in the value shall be visited too: where it shall not, the value
 * is passed over unread, which is many times quicker.
 */
type JsonVisitor = (path: Path, what: "key" | "value", start: number) => boolean;

/** A number as JSON writes it. */
const jsonNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const whitespace = /[ \t\n\r]*/y;
const literals: readonly (readonly [string, null | boolean])[] = Object.entries({
  null: null,
  true: true,
  false: false,
});

/**
 * Reads JSON by hand: slower than `JSON.parse`, but numbers keep their text, and `visit` learns
 * where everything stands; a value that it has passed over is null. `fault` is the offset of the
 * first character that makes it no JSON.
 */
export function scanJson(
  text: string,
  visit: JsonVisitor | null,
): { readonly value: Json } | { readonly fault: number } {
  let offset = 0;
  const path: (string | number)[] = [];
  const skip = (): void => {
    whitespace.lastIndex = offset;
    whitespace.test(text);
    offset = whitespace.lastIndex;
  };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = offset;
    if (!pattern.test(text)) return null;
    const taken = text.slice(offset, pattern.lastIndex);
    offset = pattern.lastIndex;
    return taken;
  };
  const accept = (character: string): boolean => {
    if (text[offset] !== character) return false;
    offset += 1;
    return true;
  };
  /** A string; `JSON.parse` decodes it. Null: no string here. */
  const quoted = (): string | null => {
    if (text[offset] !== '"') return null;
    const end = endOfString(text, offset);
    if (end === -1) return null;
    try {
      const decoded: unknown = JSON.parse(text.slice(offset, end));
      offset = end;
      return typeof decoded === "string" ? decoded : null;
    } catch {
      return null;
    }
  };
  /** Undefined where the text at `offset` is no JSON. */
  const value = (): Json | undefined => {
    if (path.length > deepestNesting) return undefined;
    if (visit !== null && !visit(path, "value", offset)) {
      offset = endOfValue(text, offset);
      return null;
    }
    const first = text[offset];
    if (first === "{") return members();
    if (first === "[") return items();
    if (first === '"') return quoted() ?? undefined;
    const literal = literals.find(([word]) => text.startsWith(word, offset));
    if (literal !== undefined) {
      offset += literal[0].length;
      return literal[1];
    }
    const digits = take(jsonNumber);
    return digits === null ? undefined : readNumber(digits);
  };
  const items = (): Json | undefined => {
    const list: Json[] = [];
    offset += 1;
    skip();
    if (accept("]")) return list;
    for (;;) {
      path.push(list.length);
      const item = value();
      if (item === undefined) return undefined;
      path.pop();
      list.push(item);
      skip();
      if (accept("]")) return list;
      if (!accept(",")) return undefined;
      skip();
    }
  };
  const members = (): Json | undefined => {
    const object: Record<string, Json> = {};
    offset += 1;
    skip();
    if (accept("}")) return object;
    for (;;) {
      const start = offset;
      const key = quoted();
      if (key === null) return undefined;
      path.push(key);
      if (visit !== null) visit(path, "key", start);
      skip();
      if (!accept(":")) return undefined;
      skip();
      const member = value();
      if (member === undefined) return undefined;
      path.pop();
      setMember(object, key, member);
      skip();
      if (accept("}")) return object;
      if (!accept(",")) return undefined;
      skip();
    }
  };
  skip();
  const root = value();
  if (root === undefined) return { fault: offset };
  skip();
  return offset === text.length ? { value: root } : { fault: offset };
}

/** How many keys the objects of a JSON text have, those that stand twice counted twice. */
export function countKeys(text: string): number {
  let count = 0;
  let from = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', from)) {
    from = endOfString(text, start);
    if (from === -1) return count;
    whitespace.lastIndex = from;
    whitespace.test(text);
    if (text[whitespace.lastIndex] === ":") count += 1;
  }
  return count;
}

const bracketOrQuote = /["[\]{}]/g;
const endOfScalar = /[,\]}\s]|$/g;

/** Offset behind the value that begins at `start` of a text that is JSON; else of its end. */
export function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return ifFound(endOfString(text, start), text);
  if (first !== "[" && first !== "{") {
    endOfScalar.lastIndex = start;
    return endOfScalar.exec(text)?.index ?? text.length;
  }
  let depth = 0;
  bracketOrQuote.lastIndex = start;
  for (let match = bracketOrQuote.exec(text); match !== null; match = bracketOrQuote.exec(text)) {
    const [found] = match;
    if (found === '"') bracketOrQuote.lastIndex = ifFound(endOfString(text, match.index), text);
    else depth += found === "[" || found === "{" ? 1 : -1;
    if (depth === 0) return bracketOrQuote.lastIndex;
  }
  return text.length;
}

function ifFound(offset: number, text: string): number {
  return offset === -1 ? text.length : offset;
}

/** Offset behind the string that begins at `start`; -1 where it does not end. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return -1;
}

/**
 * JSON values as a request holds them. A number whose text is not what JavaScript would print
 * (`1.0`, `1e3`, more than 15 digits) keeps its text, because the model sees the text
 * (framing-tools.md §2).
 */
export type Json = null | boolean | number | string | NumberText | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A number with the text it has in its file. `toJSON` keeps a stray `JSON.stringify` valid. */
export interface NumberText {
  readonly numberText: string;
  readonly toJSON: () => number;
}

/** Keys and indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

export function numberText(text: string): NumberText {
  return {
    numberText: text,
    toJSON: () => Number(text),
  };
}

export function isNumberText(value: unknown): value is NumberText {
  return typeof value === "object" && value !== null && "toJSON" in value && "numberText" in value;
}

export function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value) && !isNumberText(value);
}

/** Whether what JSON.parse made is an object. */
export function isDocument(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * How `writeJson` separates: compact as on the wire, or with the separators of Python's
 * `json.dumps`.
 */
export interface JsonStyle {
  readonly item: string;
  readonly colon: string;
}

export const compact: JsonStyle = { item: ",", colon: ":" };

/**
 * JSON text of a value: keys in the order they have, numbers with the text they have, nothing
 * escaped that need not be.
 */
export function writeJson(value: Json, style: JsonStyle = compact): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isNumberText(value)) return value.numberText;
  if (isArray(value)) return `[${value.map((item) => writeJson(item, style)).join(style.item)}]`;
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}${style.colon}${writeJson(item, style)}`,
  );
  return `{${members.join(style.item)}}`;
}

/** The value at a path, or undefined where nothing stands. */
export function valueAt(root: Json, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const step of path) {
    if (isArray(value)) value = typeof step === "number" ? value[step] : undefined;
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A path in the API's words: `messages.7.content.0`. */
export function formatPath(path: Path): string {
  return path.join(".");
}

/**
 * Deepest nesting that is read. Deeper documents are refused, so that no reader of values runs out
 * of stack.
 */
export const deepestNesting = 500;

/** A number as JSON writes it. */
const jsonNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * The value of a number's text: a plain number where JavaScript prints it so, else the text itself.
 */
export function readNumber(text: string): number | NumberText {
  const value = Number(text);
  return String(value) === text ? value : numberText(text);
}

/** Sets an own member, `__proto__` too. */
export function setMember(target: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else target[key] = value;
}

/**
 * Told of every value and every key, with the offset where it begins. The path is only valid during
 * the call.
 */
type JsonVisitor = (path: Path, what: "key" | "value", start: number) => void;

const whitespace = /[ \t\n\r]*/y;
const words: readonly (readonly [string, null | boolean])[] = Object.entries({
  null: null,
  true: true,
  false: false,
});

/**
 * Numbers whose text `JSON.parse` would lose: trailing zeros, exponents, minus zero, many digits,
 * tiny fractions.
 */
const losesText =
  /(?:^|[[:,])\s*-?(?:\d+\.\d*0(?!\d)|[\d.]+[eE]|0(?=\s*[,\]}]|\s*$)(?<=-0)|[\d.]{16}|0\.000000)/;

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

/** Offset behind the string that begins at `start`; -1 where it does not end. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return -1;
}

/**
 * Reads JSON by hand: slower than `JSON.parse`, but numbers keep their text, and every place is
 * known.
 */
function scanJson(
  text: string,
  visit: JsonVisitor | null,
): { readonly value: Json } | { readonly fault: number } {
  let at = 0;
  const path: (string | number)[] = [];
  const skip = (): void => {
    whitespace.lastIndex = at;
    whitespace.test(text);
    at = whitespace.lastIndex;
  };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return null;
    const taken = text.slice(at, pattern.lastIndex);
    at = pattern.lastIndex;
    return taken;
  };
  const accept = (character: string): boolean => {
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  /** A string; `JSON.parse` decodes it. Null: no string here. */
  const quoted = (): string | null => {
    if (text[at] !== '"') return null;
    const end = endOfString(text, at);
    if (end === -1) return null;
    try {
      const decoded: unknown = JSON.parse(text.slice(at, end));
      at = end;
      return typeof decoded === "string" ? decoded : null;
    } catch {
      return null;
    }
  };
  /** Undefined: a fault at `at`. */
  const value = (): Json | undefined => {
    if (path.length > deepestNesting) return undefined;
    if (visit !== null) visit(path, "value", at);
    const first = text[at];
    if (first === "{") return members();
    if (first === "[") return items();
    if (first === '"') return quoted() ?? undefined;
    const known = words.find(([word]) => text.startsWith(word, at));
    if (known !== undefined) {
      at += known[0].length;
      return known[1];
    }
    const digits = take(jsonNumber);
    return digits === null ? undefined : readNumber(digits);
  };
  const items = (): Json | undefined => {
    const list: Json[] = [];
    at += 1;
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
    at += 1;
    skip();
    if (accept("}")) return object;
    for (;;) {
      const start = at;
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
  if (root === undefined) return { fault: at };
  skip();
  return at === text.length ? { value: root } : { fault: at };
}

function isJson(value: unknown): value is Json {
  return !isDeeper(value, deepestNesting);
}

/** `JSON.parse` reads any depth; readers of values recurse. */
function isDeeper(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return left === 0 || value.some((item) => isDeeper(item, left - 1));
  return (
    left === 0 ||
    Object.values(value).some((item) => typeof item === "object" && isDeeper(item, left - 1))
  );
}

/** Offset of the first character that makes a text no JSON; null where it is JSON. */
export function findJsonFault(text: string): number | null {
  const read = scanJson(text, null);
  return "fault" in read ? read.fault : null;
}

/**
 * Offset of the value, or of the key, at a path of a JSON text; null where there is none. Reads the
 * whole text: for problems only.
 */
export function locateJson(text: string, path: Path, what: "key" | "value"): number | null {
  let found: number | null = null;
  scanJson(text, (here, kind, start) => {
    if (
      kind === what &&
      here.length === path.length &&
      path.every((step, index) => here[index] === step)
    )
      found = start;
  });
  return found;
}

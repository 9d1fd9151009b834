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

/**
 * The value of a number's text: a plain number where JavaScript prints it so, else the text itself.
 */
export function readNumber(text: string): number | NumberText {
  const value = Number(text);
  return String(value) === text ? value : numberText(text);
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

/** Whether two values are written alike (`writeJson`): keys in the same order, the same texts of numbers. */
export function isSameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isNumberText(a) || isNumberText(b))
    return isNumberText(a) && isNumberText(b) && a.numberText === b.numberText;
  if (isArray(a) && isArray(b))
    return a.length === b.length && a.every((item, index) => isSameJson(item, b[index] ?? null));
  if (!isObject(a) || !isObject(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key, index) => others[index] === key && isSameJson(a[key] ?? null, b[key] ?? null))
  );
}

/** Whether what JSON.parse made is an object. */
export function isDocument(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Compact JSON text of a value, as on the wire: keys in the order they have, numbers with the text
 * they have, nothing escaped that need not be.
 */
export function writeJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isNumberText(value)) return value.numberText;
  if (isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`,
  );
  return `{${members.join(",")}}`;
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

/** A value with another one at a path; the same where nothing stands there. */
export function replaceAt(value: Json, path: Path, replace: (value: Json) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return replace(value);
  if (isArray(value))
    return value.map((item, index) => (index === step ? replaceAt(item, rest, replace) : item));
  if (!isObject(value)) return value;
  const item = value[step];
  return item === undefined ? value : { ...value, [step]: replaceAt(item, rest, replace) };
}

/** A path in the API's words: `messages.7.content.0`. */
export function formatPath(path: Path): string {
  return path.join(".");
}

/** The path that the API's words say. */
export function readPath(written: string): Path {
  return written.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/**
 * The deepest nesting of a document, JSON or YAML, that is read: deeper ones are refused, so that
 * nothing that goes through values by recursion runs out of stack.
 */
export const deepestNesting = 500;

/** Sets an own member of an object; `__proto__` too, which an assignment would not. */
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

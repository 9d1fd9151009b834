/**
 * JSON values as a request holds them. A number whose text is not what JavaScript would print (`1.0`, `1e3`, more than
 * 15 digits) keeps its text, because the model sees the text (framing-tools.md §2).
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

export const numberText = (text: string): NumberText => ({ numberText: text, toJSON: () => Number(text) });

export const isNumberText = (value: unknown): value is NumberText =>
  typeof value === "object" && value !== null && "toJSON" in value && "numberText" in value;

export const isArray = (value: unknown): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !isArray(value) && !isNumberText(value);

/** How `writeJson` separates: compact as on the wire, or with the separators of Python's `json.dumps`. */
export interface JsonStyle {
  readonly item: string;
  readonly colon: string;
}

export const compact: JsonStyle = { item: ",", colon: ":" };

/** JSON text of a value: keys in the order they have, numbers with the text they have, nothing escaped that need not be. */
export const writeJson = (value: Json, style: JsonStyle = compact): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isNumberText(value)) return value.numberText;
  if (isArray(value)) return `[${value.map((item) => writeJson(item, style)).join(style.item)}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}${style.colon}${writeJson(item, style)}`);
  return `{${members.join(style.item)}}`;
};

/** The value at a path, or undefined where nothing stands. */
export const valueAt = (root: Json, path: Path): Json | undefined => {
  let value: Json | undefined = root;
  for (const step of path) {
    if (isArray(value)) value = typeof step === "number" ? value[step] : undefined;
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
};

/** A path in the API's words: `messages.7.content.0`. */
export const formatPath = (path: Path): string => path.join(".");

import { isArray, isNumberText, type Json, type NumberText } from "./json.ts";

/** A value that holds no others. */
export type Scalar = null | boolean | number | string | NumberText;

/** How a text of JSON is written. */
export interface JsonStyle {
  readonly scalar: (value: Scalar) => string;
  /** A key of an object, with what parts it from its value. */
  readonly key: (name: string) => string;
  /** The keys of an object in the order they are written in; may sort them in place. */
  readonly order: (names: string[]) => readonly string[];
  readonly separator: string;
  /** What stands before an item, or a closing bracket, that is so many levels deep. */
  readonly margin: (depth: number) => string;
}

/** A list or an object that is being written. */
interface OpenValue {
  /** Null: it is a list. */
  readonly names: readonly string[] | null;
  readonly items: readonly Json[];
  next: number;
}

/** JSON text of a value. Without recursion: a body may be nested a hundred thousand deep. */
export function writeJsonAs(root: Json, style: JsonStyle): string {
  const parts: string[] = [];
  const open: OpenValue[] = [];
  const begin = (value: Json): void => {
    if (value === null || typeof value !== "object" || isNumberText(value)) {
      parts.push(style.scalar(value));
    } else if (isArray(value)) {
      parts.push("[");
      open.push({ names: null, items: value, next: 0 });
    } else {
      parts.push("{");
      const names = style.order(Object.keys(value));
      open.push({ names, items: names.map((name) => value[name] ?? null), next: 0 });
    }
  };
  begin(root);
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { names, items, next } = last;
    if (next === items.length) {
      open.pop();
      if (next > 0) parts.push(style.margin(open.length));
      parts.push(names === null ? "]" : "}");
      continue;
    }
    if (next > 0) parts.push(style.separator);
    parts.push(style.margin(open.length));
    if (names !== null) parts.push(style.key(names[next] ?? ""));
    last.next += 1;
    begin(items[next] ?? null);
  }
  return parts.join("");
}

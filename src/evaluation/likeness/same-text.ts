/** How much of a text stands in another one. */
import { isArray, isObject, writeJson, type Json } from "../../json.ts";
import { sum } from "../../arithmetic.ts";

/** The lines of a text that say something, without the blanks around them. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n|(?<=[.!?]) /)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The lines of all texts of a value, and its other values as they are written. */
export function linesIn(value: Json): readonly string[] {
  if (typeof value === "string") return linesOf(value);
  if (isArray(value)) return value.flatMap(linesIn);
  if (isObject(value)) return Object.values(value).flatMap(linesIn);
  return value === null ? [] : [writeJson(value)];
}

/** How much of some lines is among others, by their characters, in parts of one; 0 of none. */
export function sharedPart(lines: readonly string[], others: ReadonlySet<string>): number {
  const lengthOf = (some: readonly string[]): number => sum(some.map(({ length }) => length));
  const all = lengthOf(lines);
  return all === 0 ? 0 : lengthOf(lines.filter((line) => others.has(line))) / all;
}

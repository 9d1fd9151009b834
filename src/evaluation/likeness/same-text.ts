/** How much of a text stands in another one. */
import { isArray, isObject, writeJson, type Json } from "../../json.ts";
import { sum } from "../../arithmetic.ts";

/** Every three words of a text that follow each other: where lines are broken does not matter. */
export function phrasesOf(text: string): readonly string[] {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length < 3
    ? [words.join(" ")]
    : words
        .slice(2)
        .map((word, index) => `${words[index] ?? ""} ${words[index + 1] ?? ""} ${word}`);
}

/** The phrases of all texts of a value, and its other values as they are written. */
export function phrasesIn(value: Json): readonly string[] {
  if (typeof value === "string") return phrasesOf(value);
  if (isArray(value)) return value.flatMap(phrasesIn);
  if (isObject(value)) return Object.values(value).flatMap(phrasesIn);
  return value === null ? [] : [writeJson(value)];
}

/** How much of some phrases is among others, by their characters, in parts of one; 0 of none. */
export function sharedPart(phrases: readonly string[], others: ReadonlySet<string>): number {
  const lengthOf = (some: readonly string[]): number => sum(some.map(({ length }) => length));
  const all = lengthOf(phrases);
  return all === 0 ? 0 : lengthOf(phrases.filter((phrase) => others.has(phrase))) / all;
}

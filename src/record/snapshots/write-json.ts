import { isArray, isNumberText, isObject, writeJson, type Json } from "../../json.ts";

/**
 * A value as JSON for people: two spaces a level, a line for each member, keys in the order they
 * have, numbers with their text. Equal values give equal bytes.
 */
export function writeIndented(value: Json, indent = ""): string {
  const inner = `${indent}  `;
  if (isArray(value) && value.length > 0)
    return `[\n${value.map((item) => inner + writeIndented(item, inner)).join(",\n")}\n${indent}]`;
  if (isObject(value) && !isNumberText(value) && Object.keys(value).length > 0) {
    const members = Object.entries(value).map(
      ([key, member]) => `${inner}${JSON.stringify(key)}: ${writeIndented(member, inner)}`,
    );
    return `{\n${members.join(",\n")}\n${indent}}`;
  }
  return writeJson(value);
}

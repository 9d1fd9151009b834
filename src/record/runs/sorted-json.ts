import { isArray, isNumberText, isObject, writeJson, type Json } from "../../json.ts";
import { ascendingBy } from "../../order.ts";

/**
 * A value as compact JSON that is equal where only keys stand in another order. `textOf`: what is
 * written for a text.
 */
export function writeSorted(
  value: Json,
  textOf: (text: string) => string = (text) => text,
): string {
  if (typeof value === "string") return JSON.stringify(textOf(value));
  if (isArray(value)) return `[${value.map((item) => writeSorted(item, textOf)).join(",")}]`;
  if (!isObject(value) || isNumberText(value)) return writeJson(value);
  const members = Object.entries(value)
    .sort(ascendingBy(([key]) => key))
    .map(([key, member]) => `${JSON.stringify(key)}:${writeSorted(member, textOf)}`);
  return `{${members.join(",")}}`;
}

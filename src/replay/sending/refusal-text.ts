/** The API's own words about a request it refused, without those of the request. */
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";

/** Members below which keys too are the user's own words. */
const userNamed = new Set(["input", "input_schema", "schema", "metadata"]);

/** Words of JSON Schema itself: they may be shown. */
const schemaWords = new Set(
  (
    "type properties required items description title enum const default format object " +
    "array string number integer boolean null minimum maximum additionalProperties anyOf " +
    "oneOf allOf not $ref $defs"
  ).split(" "),
);

/**
 * Members whose values name blocks, tools and choices: they may be shown, except below a
 * `userNamed` member.
 */
const names = new Set(["type", "role", "name", "id", "tool_use_id", "model"]);

/** So many characters of a prompt in a row are taken for a quote. */
const quoteLength = 12;
/** Texts shorter than a quote are looked for as a whole, from this length on. */
const shortestText = 3;
const longestMessage = 400;

/**
 * A message with everything replaced by `…` that the request's texts say too, on one line and cut
 * to 400 characters.
 */
export function withoutQuotes(message: string, body: JsonObject): string {
  const line = oneLine(message).slice(0, longestMessage);
  const texts = [...textsOf(body, false)]
    .filter((text) => !schemaWords.has(text))
    .flatMap((text) => [oneLine(text), JSON.stringify(text).slice(1, -1)]);
  const quoted = new Set<number>();
  const mark = (from: number, length: number): void => {
    for (let index = from; index < from + length; index += 1) quoted.add(index);
  };
  for (const text of new Set(texts)) {
    if (text.length >= quoteLength) {
      for (let index = 0; index + quoteLength <= line.length; index += 1)
        if (text.includes(line.slice(index, index + quoteLength))) mark(index, quoteLength);
    } else if (text.length >= shortestText) {
      for (let index = line.indexOf(text); index >= 0; index = line.indexOf(text, index + 1))
        mark(index, text.length);
    }
  }
  return Array.from({ length: line.length }, (_, index) =>
    !quoted.has(index) ? line.charAt(index) : quoted.has(index - 1) ? "" : "…",
  ).join("");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** The texts of a request that must not be shown. */
function* textsOf(value: Json | undefined, isUserNamed: boolean): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isArray(value)) for (const item of value) yield* textsOf(item, isUserNamed);
  else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (isUserNamed && !schemaWords.has(key)) yield key;
      if (isUserNamed || !names.has(key)) yield* textsOf(member, isUserNamed || userNamed.has(key));
    }
  }
}

/** The API's own words about a request it refused, without those of the request. */
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";

/** Members whose keys are the user's own words, and all below them. */
const free = new Set(["input", "input_schema", "schema", "metadata"]);

/** What JSON Schema itself says. */
const schemaWords = new Set(
  (
    "type properties required items description title enum const default format object " +
    "array string number integer boolean null minimum maximum additionalProperties anyOf " +
    "oneOf allOf not $ref $defs"
  ).split(" "),
);

/**
 * Members that name things where the API names them too: of blocks, tools and choices, never of
 * what a user put into them.
 */
const named = new Set(["type", "role", "name", "id", "tool_use_id", "model"]);

/** So many characters of a prompt in a row are taken for a quote. */
const quoteLength = 12;
/** A text of so many characters is looked for as a whole. */
const shortest = 3;
const longest = 400;

/**
 * A message with everything taken out that the request's texts say too, on one line and not too
 * long.
 */
export function withoutQuotes(message: string, body: JsonObject): string {
  const line = oneLine(message).slice(0, longest);
  const texts = [...textsOf(body, false)]
    .filter((text) => !schemaWords.has(text))
    .flatMap((text) => [oneLine(text), JSON.stringify(text).slice(1, -1)]);
  const quoted = new Set<number>();
  const mark = (from: number, length: number): void => {
    for (let at = from; at < from + length; at += 1) quoted.add(at);
  };
  for (const text of new Set(texts)) {
    if (text.length >= quoteLength) {
      for (let at = 0; at + quoteLength <= line.length; at += 1)
        if (text.includes(line.slice(at, at + quoteLength))) mark(at, quoteLength);
    } else if (text.length >= shortest) {
      for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1))
        mark(at, text.length);
    }
  }
  return Array.from({ length: line.length }, (_, at) =>
    !quoted.has(at) ? line.charAt(at) : quoted.has(at - 1) ? "" : "…",
  ).join("");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function* textsOf(value: Json | undefined, isFree: boolean): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isArray(value)) for (const one of value) yield* textsOf(one, isFree);
  else if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      if (isFree && !schemaWords.has(key)) yield key;
      if (isFree || !named.has(key)) yield* textsOf(one, isFree || free.has(key));
    }
  }
}

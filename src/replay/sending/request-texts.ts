/** The texts of a request that are the user's own and must not be shown. */
import { isArray, isNumberText, isObject, type Json, type JsonObject } from "../../json.ts";

/** Members below which keys too are the user's own words, and every value. */
const userNamed = new Set(["input", "input_schema", "schema", "metadata"]);

/** Words of JSON Schema itself. */
const schemaWords = new Set(
  (
    "type properties required items description title enum const default format object " +
    "array string number integer boolean null minimum maximum additionalProperties anyOf " +
    "oneOf allOf not $ref $defs"
  ).split(" "),
);

/** Members whose values are the API's own, except below a `userNamed` member. */
const apiValued = new Set([
  "type",
  "role",
  "model",
  "ttl",
  "effort",
  "media_type",
  "service_tier",
  "speed",
  "inference_geo",
  "display",
]);

/** Every text that the user wrote into a request, each by itself. */
export function requestTexts(body: JsonObject): Generator<string> {
  return textsOf(body, false);
}

function* textsOf(value: Json | undefined, isUserNamed: boolean): Generator<string> {
  if (typeof value === "string") {
    if (!isUserNamed || !schemaWords.has(value)) yield value;
  } else if (typeof value === "number" || isNumberText(value)) {
    if (isUserNamed) yield typeof value === "number" ? String(value) : value.numberText;
  } else if (isArray(value)) for (const item of value) yield* textsOf(item, isUserNamed);
  else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (isUserNamed && !schemaWords.has(key)) yield key;
      if (isUserNamed || !apiValued.has(key))
        yield* textsOf(member, isUserNamed || userNamed.has(key));
    }
  }
}

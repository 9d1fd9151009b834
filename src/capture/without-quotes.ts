/** The API's own words about a request it refused, without those of the request. */
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";

/** Members that name things: the API has to name them too, and they are no prompt. */
const names = new Set(["type", "role", "name", "id", "tool_use_id"]);

function* textsOf(value: Json | undefined): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isArray(value)) for (const one of value) yield* textsOf(one);
  else if (isObject(value)) for (const [key, one] of Object.entries(value)) if (!names.has(key)) yield* textsOf(one);
}

/** So many characters of a prompt in a row are taken for a quote. */
const quoteLength = 12;
/** A text of so many characters is looked for as a whole. */
const shortest = 3;
const longest = 400;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** A message with everything taken out that the request's texts say too, on one line and not too long. */
export const withoutQuotes = (message: string, body: JsonObject): string => {
  const line = oneLine(message).slice(0, longest);
  const parts = [body["system"], body["tools"], body["messages"], body["metadata"]];
  const texts = parts.flatMap((part) => [...textsOf(part)].flatMap((text) => [oneLine(text), JSON.stringify(text).slice(1, -1)]));
  const quoted = new Set<number>();
  const mark = (from: number, length: number): void => {
    for (let at = from; at < from + length; at += 1) quoted.add(at);
  };
  for (const text of new Set(texts)) {
    if (text.length >= quoteLength) {
      for (let at = 0; at + quoteLength <= line.length; at += 1) if (text.includes(line.slice(at, at + quoteLength))) mark(at, quoteLength);
    } else if (text.length >= shortest) {
      for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) mark(at, text.length);
    }
  }
  return Array.from({ length: line.length }, (_, at) => (!quoted.has(at) ? line.charAt(at) : quoted.has(at - 1) ? "" : "…")).join("");
};

/** Requests as they are told apart while runs are looked for: without what changes by itself. */
import { withoutMarkers } from "../../api/cache-control.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { rememberTexts } from "../../text-memo.ts";
import { writeSorted } from "./sorted-json.ts";

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** A day, in front of a time of day or alone. */
const isoTime =
  /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?/g;
const clock = /\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?[ap]m\b)?/gi;
const slashed = /\b\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\b/g;
const months = [
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?",
  "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
].join("|");
const day = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const named = new RegExp(
  String.raw`\b(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?` +
    String.raw`(?:${day}\s(?:${months})|(?:${months})\.?\s${day})(?:,?\s\d{4})?`,
  "gi",
);
/** Seconds or milliseconds since 1970, and other numbers that long. */
const longNumber = /\b\d{10,}\b/g;
/** Letters and digits mixed, as ids have them. */
const id = /\b(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{12,}\b/g;

const mask = rememberTexts((text) =>
  text
    .replace(uuid, "#")
    .replace(isoTime, "@")
    .replace(named, "@")
    .replace(clock, "@")
    .replace(slashed, "@")
    .replace(longNumber, "#")
    .replace(id, "#"),
);

/** A text with times, dates and ids made equal. */
export function maskText(text: string): string {
  return /\d/.test(text) ? mask(text) : text;
}

/**
 * A value without markers and with what changes by itself made equal, keys sorted: a list of tools
 * whose keys come in random order is equal to itself. As compact text.
 */
export function writeMasked(value: Json): string {
  return writeSorted(withoutMarkers(value), maskText);
}

/** The same with texts as they are: of tools and settings, where what looks like an id is a name. */
export function writeUnmarked(value: Json): string {
  return writeSorted(withoutMarkers(value));
}

/** A message whose content is one text as a list with that text: clients write both. */
export function inBlocks(message: Json): Json {
  if (!isObject(message) || typeof message["content"] !== "string") return message;
  return { ...message, content: [{ type: "text", text: message["content"] }] };
}

/** `system` as blocks. */
export function systemBlocks(body: JsonObject): readonly Json[] {
  const { system } = body;
  if (typeof system === "string") return system === "" ? [] : [{ type: "text", text: system }];
  return isArray(system) ? system : [];
}

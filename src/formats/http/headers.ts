/** Recorded headers, in whatever form a recorder keeps them. */
import { isArray, isObject, type Json } from "../../json.ts";
import { readMoment } from "../../moment.ts";

/**
 * A header by its name, whatever its case; several of one name are joined with commas, as HTTP has
 * it. Null: it was not recorded. Forms: an object of texts, of lists (vcrpy, Ruby VCR, go-vcr) or
 * of matchers (`equalTo`, WireMock); a list of `{ name, value }` (HAR, httpmock), of pairs, or of
 * names and values in turn (nock 13).
 */
export function headerOf(headers: Json | undefined, name: string): string | null {
  const wanted = name.toLowerCase();
  const found = pairsOf(headers).flatMap(([key, value]) =>
    key.toLowerCase() === wanted ? textsOf(value) : [],
  );
  return found.length === 0 ? null : found.join(",");
}

/**
 * The values of `anthropic-beta`, sorted; null where the headers do not say. Recorders drop and
 * mask headers: only where `anthropic-version` stands, which every request has (the API refuses one
 * without), does a missing `anthropic-beta` say that none was sent. The name of a beta ends in its
 * date; anything else is a mask.
 */
export function betasOf(headers: Json | undefined): readonly string[] | null {
  const written = headerOf(headers, "anthropic-beta");
  if (written === null) return headerOf(headers, "anthropic-version") === null ? null : [];
  const names = written
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.every((name) => /^[a-z][a-z0-9._-]*\d$/.test(name)) ? names.sort() : null;
}

/**
 * When something was sent, ISO in UTC: the recorder's own time, else the answer's `Date` header; a
 * time without its zone comes last, read as UTC. Numbers are seconds since 1970, or milliseconds
 * where they are that large. Null: nothing says.
 */
export function timeOf(recorded: Json | undefined, headers: Json | undefined): string | null {
  const own = readMoment(typeof recorded === "number" ? isoOf(recorded) : textOf(recorded));
  const moment = own?.timed === true ? own : null;
  if (moment?.zoned === true) return moment.iso;
  const sent = readMoment(headerOf(headers, "date") ?? "");
  return (sent?.timed === true ? sent.iso : moment?.iso) ?? null;
}

/** A number below the year 2001 is no time but a duration. */
function isoOf(time: number): string {
  if (time < 1e9) return "";
  const date = new Date(time > 1e11 ? time : time * 1_000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function pairsOf(headers: Json | undefined): readonly (readonly [string, Json | undefined])[] {
  if (isObject(headers)) return Object.entries(headers);
  if (!isArray(headers)) return [];
  if (headers.every((item) => typeof item === "string"))
    return headers.flatMap((item, index) => (index % 2 === 0 ? [[item, headers[index + 1]]] : []));
  return headers.flatMap((item): [string, Json | undefined][] => {
    if (isArray(item) && typeof item[0] === "string") return [[item[0], item[1]]];
    const name = isObject(item) ? (item["name"] ?? item["key"]) : undefined;
    return isObject(item) && typeof name === "string" ? [[name, item["value"]]] : [];
  });
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? textsOf(value["equalTo"] ?? value["values"]) : [];
}

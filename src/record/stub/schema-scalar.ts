/** Texts and numbers that a JSON Schema takes. */
import { anyNumber } from "../../api/number.ts";
import type { Json, JsonObject } from "../../json.ts";

/** A text of each format that JSON Schema names. */
const formats: Readonly<Record<string, string>> = {
  "date-time": "2026-01-01T00:00:00Z",
  date: "2026-01-01",
  time: "00:00:00Z",
  duration: "P1D",
  email: "user@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  "uri-reference": "/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** Texts that most patterns of identifiers, numbers and codes take, the first that fits is it. */
const candidates = [
  "text",
  "Text",
  "TEXT",
  "a",
  "A",
  "1",
  "10",
  "2026-01-01",
  "12:00",
  "AB12",
  "a1",
  "A-1",
  "a@example.com",
  "https://example.com/",
  "#000000",
  "en",
  "en-US",
  "USD",
  "+10000000000",
  "10000",
  "",
];

/** No tool takes a text that must be longer, in characters. */
const longest = 100_000;

/** A text that a schema takes: by its format, its length, or what of the usual ones its pattern fits. */
export function textFor(schema: JsonObject): string {
  const format = schema["format"];
  const named = typeof format === "string" ? formats[format] : undefined;
  if (named !== undefined) return named;
  const least = Math.min(boundOf(schema["minLength"]) ?? 0, longest);
  const most = boundOf(schema["maxLength"]) ?? Infinity;
  const fit = (text: string): string => text.padEnd(least, "x").slice(0, most);
  const pattern = readPattern(schema["pattern"]);
  if (pattern === null) return fit("text");
  const found = candidates.map(fit).find((text) => pattern.test(text));
  return found ?? fit("text");
}

function readPattern(pattern: Json | undefined): RegExp | null {
  if (typeof pattern !== "string") return null;
  try {
    return new RegExp(pattern, "u");
  } catch {
    return null;
  }
}

/** A number that a schema takes. `unit`: what it is a multiple of where the schema does not say. */
export function numberFor(schema: JsonObject, unit: number | null): number {
  const step = boundOf(schema["multipleOf"]) ?? unit;
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  const above = boundOf(exclusiveMinimum);
  const below = boundOf(exclusiveMaximum);
  const least = boundOf(schema["minimum"]) ?? (above === null ? null : above + (step ?? 0.5));
  const most = boundOf(schema["maximum"]) ?? (below === null ? null : below - (step ?? 0.5));
  const wanted = Math.min(Math.max(1, least ?? 1), most ?? Infinity);
  if (step === null || step <= 0) return wanted;
  const up = Math.ceil(wanted / step) * step;
  return most !== null && up > most ? Math.floor(most / step) * step : up;
}

/** A number of a schema; null where it has none there. */
export function boundOf(value: Json | undefined): number | null {
  const number = anyNumber(value);
  return Number.isFinite(number) ? number : null;
}

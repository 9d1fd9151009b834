import { parseUsd } from "../money.ts";
import { tokenClasses, tokenParts, type Paragraph, type Usd } from "./entry.ts";

/** The schema this version writes and the newest it reads. */
export const baselineVersion = 1;

const KEY = "scenario:";

/** What a baseline file is. Only `ok` has paragraphs, by scenario id. */
export type ParsedBaseline =
  | { readonly state: "ok"; readonly paragraphs: ReadonlyMap<string, Paragraph> }
  | { readonly state: "missing" | "empty" | "corrupt" | "newer" };

const sortKeys = (value: unknown): unknown => {
  if (!isRecord(value)) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(sorted.map(([key, item]) => [key, sortKeys(item)]));
};

/** A paragraph's members, each one line of the file: figures by variant apart, so that a reader sees which one moved. */
const linesOf = (paragraph: Paragraph): readonly (readonly [string, unknown])[] => {
  const { usd, ...others } = paragraph;
  return [...Object.entries(others), ...Object.entries(usd).map(([name, value]) => [`usd ${name}`, value] as const)];
};

const writeParagraph = (id: string, paragraph: Paragraph): string => {
  const lines = linesOf(paragraph)
    .map(([name, value]) => `    ${JSON.stringify(`${id} ${name}`)}: ${JSON.stringify(sortKeys(value))}`)
    .sort();
  return `  ${JSON.stringify(`${KEY}${id}`)}: {\n${lines.join(",\n")}\n  },\n`;
};

/**
 * The file's text. Branches that touch different scenarios merge: one member per scenario, sorted, `version` always the
 * last, so that nobody touches another's comma; and every line names its scenario, so that git never takes a line of one
 * for a line of another.
 */
export const writeBaseline = (paragraphs: ReadonlyMap<string, Paragraph>): string => {
  const sorted = [...paragraphs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n${sorted.map(([id, paragraph]) => writeParagraph(id, paragraph)).join("")}  "version": ${baselineVersion}\n}\n`;
};

/** Reads a baseline; `null` is a file that does not exist. Whatever is not wholly of this schema is `corrupt`, never half read. */
export const parseBaseline = (text: string | null): ParsedBaseline => {
  if (text === null) return { state: "missing" };
  if (text.trim() === "") return { state: "empty" };
  const root = parseJson(text);
  if (!isRecord(root)) return { state: "corrupt" };
  const version = root["version"];
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 1) return { state: "corrupt" };
  if (version > baselineVersion) return { state: "newer" };
  const paragraphs = new Map<string, Paragraph>();
  for (const [key, value] of Object.entries(root)) {
    if (key === "version") continue;
    const id = key.slice(KEY.length);
    const paragraph = key.startsWith(KEY) ? readParagraph(id, value) : null;
    if (paragraph === null) return { state: "corrupt" };
    paragraphs.set(id, paragraph);
  }
  return { state: "ok", paragraphs };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === "string";

const isDecimal = (value: unknown): value is string => isText(value) && /^\d+(\.\d+)?$/.test(value);

const isMoney = (value: unknown): value is string => isText(value) && parseUsd(value) !== null;

const isUsd = (value: unknown): value is Usd =>
  isRecord(value) && isMoney(value["run"]) && (value["month"] === null || isMoney(value["month"]));

const isTraffic = (value: unknown): value is Paragraph["traffic"] =>
  value === null || (isRecord(value) && isText(value["arrivals"]) && isDecimal(value["runsPerMonth"]));

const isTokens = <Name extends string>(value: unknown, names: readonly Name[]): value is Readonly<Record<Name, string>> =>
  isRecord(value) && names.every((name) => isDecimal(value[name]));

const isUsdByVariant = (value: unknown): value is Readonly<Record<string, Usd>> =>
  isRecord(value) && isUsd(value["as-written"]) && Object.values(value).every(isUsd);

const isFees = (value: unknown): value is Paragraph["fees"] => isRecord(value) && isDecimal(value["webSearches"]);

const isNames = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

const readParagraph = (id: string, value: unknown): Paragraph | null => {
  if (!isRecord(value) || !Object.keys(value).every((key) => key.startsWith(`${id} `))) return null;
  const of = (name: string): unknown => value[`${id} ${name}`];
  const [inputs, engine, counter, prices] = [of("inputs"), of("engine"), of("counter"), of("prices")];
  const [traffic, models, fees, hitRate] = [of("traffic"), of("models"), of("fees"), of("hitRate")];
  const [tokensByClass, tokensByPart] = [of("tokensByClass"), of("tokensByPart")];
  const usdKey = `${id} usd `;
  const usd = Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key.startsWith(usdKey) ? [[key.slice(usdKey.length), item] as const] : [])),
  );
  if (!isText(inputs) || !isText(engine) || !isText(counter) || !isText(prices)) return null;
  if (!isTraffic(traffic) || !isNames(models) || !isFees(fees)) return null;
  if (!isTokens(tokensByClass, tokenClasses) || !isTokens(tokensByPart, tokenParts)) return null;
  if ((hitRate !== null && !isDecimal(hitRate)) || !isUsdByVariant(usd)) return null;
  return { inputs, engine, counter, prices, traffic, models, tokensByClass, tokensByPart, fees, hitRate, usd };
};

import { isDocument } from "../json.ts";
import { parseUsd } from "../money.ts";
import { ascendingBy } from "../order.ts";
import type { Tree } from "../tree.ts";
import {
  factNames,
  tokenClasses,
  tokenParts,
  type BaselineEntry,
  type ScenarioFacts,
  type Usd,
} from "./entry.ts";

/** The schema this version writes and the newest it reads. */
const baselineVersion = 1;

/** In front of a scenario's id in its key. */
const keyPrefix = "scenario:";

/** What a baseline file is. Only `ok` has entries, by scenario id. */
export type ParsedBaseline =
  | { readonly state: "ok"; readonly entries: ReadonlyMap<string, BaselineEntry> }
  | { readonly state: "missing" | "empty" | "corrupt" | "newer" };

/** What a baseline says, by scenario id; nothing where the file cannot be read. */
export function entriesOf(baseline: ParsedBaseline): ReadonlyMap<string, BaselineEntry> {
  return baseline.state === "ok" ? baseline.entries : new Map<string, BaselineEntry>();
}

/**
 * The file's text. Branches that touch different scenarios merge: one member per scenario, sorted,
 * `version` always the last, so that nobody touches another's comma; and every line names its
 * scenario, so that git never takes a line of one for a line of another.
 */
export function writeBaseline(entries: ReadonlyMap<string, BaselineEntry>): string {
  const sorted = [...entries].sort(ascendingBy(([id]) => id));
  const members = sorted.map(([id, entry]) => writeEntry(id, entry));
  return `{\n${members.join("")}  "version": ${baselineVersion}\n}\n`;
}

function writeEntry(id: string, entry: BaselineEntry): string {
  const lines = linesOf(entry)
    .map(
      ([name, value]) =>
        `    ${JSON.stringify(`${id} ${name}`)}: ${JSON.stringify(sortKeys(value))}`,
    )
    .sort();
  return `  ${JSON.stringify(`${keyPrefix}${id}`)}: {\n${lines.join(",\n")}\n  },\n`;
}

/**
 * An entry's members, each one line of the file: figures by variant apart, so that a reader sees
 * which one moved.
 */
function linesOf(entry: BaselineEntry): readonly (readonly [string, unknown])[] {
  const { usd, ...others } = entry;
  return [
    ...Object.entries(others),
    ...Object.entries(usd).map(([name, value]) => [`usd ${name}`, value] as const),
  ];
}

function sortKeys(value: unknown): unknown {
  if (!isDocument(value)) return value;
  const sorted = Object.entries(value).sort(ascendingBy(([key]) => key));
  return Object.fromEntries(sorted.map(([key, item]) => [key, sortKeys(item)]));
}

/**
 * The text of the baseline in a tree; null where there is no such file. One that is no UTF-8 is
 * there and cannot be read: an empty text, for every command alike.
 */
export function baselineText(tree: Tree, path: string): string | null {
  return tree.entry(path)?.kind === "file" ? (tree.text(path) ?? "") : null;
}

/**
 * Reads a baseline; `null` is a file that does not exist. Whatever is not wholly of this schema is
 * `corrupt`, never half read.
 */
export function parseBaseline(text: string | null): ParsedBaseline {
  if (text === null) return { state: "missing" };
  if (text.trim() === "") return { state: "empty" };
  const root = parseJson(text);
  if (!isDocument(root)) return { state: "corrupt" };
  const version = root["version"];
  // Stryker disable next-line ConditionalExpression: no safe integer is another type
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 1)
    return { state: "corrupt" };
  if (version > baselineVersion) return { state: "newer" };
  const entries = new Map<string, BaselineEntry>();
  for (const [key, value] of Object.entries(root)) {
    if (key === "version") continue;
    const id = key.slice(keyPrefix.length);
    const entry = key.startsWith(keyPrefix) ? readEntry(id, value) : null;
    if (entry === null) return { state: "corrupt" };
    entries.set(id, entry);
  }
  return { state: "ok", entries };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readEntry(id: string, value: unknown): BaselineEntry | null {
  if (!isDocument(value) || !Object.keys(value).every((key) => key.startsWith(`${id} `)))
    return null;
  const member = (name: string): unknown => value[`${id} ${name}`];
  const facts = Object.fromEntries(factNames.map((name) => [name, member(name)]));
  const [traffic, models, fees] = [member("traffic"), member("models"), member("fees")];
  const [tokensByClass, tokensByPart] = [member("tokensByClass"), member("tokensByPart")];
  const hitRate = member("hitRate");
  const usdKey = `${id} usd `;
  const usd = Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      key.startsWith(usdKey) ? [[key.slice(usdKey.length), item] as const] : [],
    ),
  );
  if (!isFacts(facts) || !isTraffic(traffic) || !isNames(models) || !isFees(fees)) return null;
  if (!isTokens(tokensByClass, tokenClasses) || !isTokens(tokensByPart, tokenParts)) return null;
  if ((hitRate !== null && !isDecimal(hitRate)) || !isUsdByVariant(usd)) return null;
  return { ...facts, traffic, models, tokensByClass, tokensByPart, fees, hitRate, usd };
}

function isFacts(value: Readonly<Record<string, unknown>>): value is ScenarioFacts {
  return factNames.every((name) => isText(value[name]));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTraffic(value: unknown): value is BaselineEntry["traffic"] {
  return (
    value === null ||
    (isDocument(value) && isText(value["arrivals"]) && isDecimal(value["runsPerMonth"]))
  );
}

function isDecimal(value: unknown): value is string {
  return isText(value) && /^\d{1,60}(\.\d{1,60})?$/.test(value);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isFees(value: unknown): value is BaselineEntry["fees"] {
  return isDocument(value) && isDecimal(value["webSearches"]);
}

function isTokens<Name extends string>(
  value: unknown,
  names: readonly Name[],
): value is Readonly<Record<Name, string>> {
  return isDocument(value) && names.every((name) => isDecimal(value[name]));
}

function isUsdByVariant(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, Usd>> {
  return isUsd(value["as-written"]) && Object.values(value).every(isUsd);
}

function isUsd(value: unknown): value is Usd {
  return (
    isDocument(value) &&
    isMoney(value["run"]) &&
    (value["month"] === null || isMoney(value["month"]))
  );
}

function isMoney(value: unknown): value is string {
  return isText(value) && value.length <= 80 && parseUsd(value) !== null;
}

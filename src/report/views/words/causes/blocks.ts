/** What a change is of, how it differs and how large it is, in words. */
import { listNames, plural } from "../../../../words.ts";
import type { ReportedChange } from "../../../report.ts";
import { showCount } from "../../amount.ts";
import { named, placed, type Phrase } from "../phrase.ts";

/**
 * `result of lookup_order in message 3 of exchange 2 (f/r.json:50) added, 1,900 tokens, carried
 * through 13 requests`.
 */
export function describeChange(change: ReportedChange): Phrase {
  const { what } = change;
  return [
    ...describeSubject(change),
    ` ${describeKind(change)}`,
    ...(change.name === null || isOwnName(change) ? [] : [" (", named(change.name), ")"]),
    ...(what === null ? [] : [`, ${what}`]),
    ...describeSizes(change),
    ...describeCarried(change),
  ];
}

/** Where a change stands, as a name that links there; empty where nobody knows. */
export function placeOf(change: ReportedChange): Phrase {
  return change.file === null ? [] : [placed(change.file, change.line)];
}

/** What the API's words for blocks are for people. */
const itemWords: Readonly<Record<string, string>> = {
  tool_use: "call",
  tool_result: "result",
  server_tool_use: "call",
  search_result: "search result",
  redacted_thinking: "thinking",
};

function describeSubject(change: ReportedChange): Phrase {
  const { name, item, tool, message, block, file, line } = change;
  const at = placeOf(change);
  if (name !== null && isOwnName(change)) return [{ name, file, line }];
  const noun =
    item === null || item === "text" ? null : (itemWords[item] ?? item.replaceAll("_", " "));
  const said: Phrase = [
    ...(noun === null ? [] : [noun]),
    ...(noun === null || tool === null ? [] : [" of ", named(tool)]),
    ...(message === null ? [] : [`${noun === null ? "text" : ""} in ${describeMessage(change)}`]),
  ];
  if (said.length === 0) return at.length > 0 ? at : [block === null ? "" : describeBlock(block)];
  return at.length === 0 ? said : [...said, " (", ...at, ")"];
}

/** Whether its name is its own: in a text a name is that of a variable. */
function isOwnName({ item, block }: ReportedChange): boolean {
  return item === "tool" || block === null;
}

function describeMessage({ message, exchange }: ReportedChange): string {
  const first = exchange === null || exchange === 1 ? "" : ` of exchange ${exchange}`;
  return `message ${message ?? 1}${first}`;
}

const differenceWords: Readonly<Record<NonNullable<ReportedChange["difference"]>, string>> = {
  time: "another time",
  date: "another date",
  id: "another id",
  number: "another number",
  "key-order": "keys in another order",
  "line-order": "lines in another order",
  whitespace: "only white space",
  appended: "appended",
  prepended: "prepended",
  inserted: "inserted",
  "cut-at-end": "cut at its end",
  "cut-at-start": "cut at its start",
  "cut-out": "cut",
  edited: "edited",
  replaced: "replaced",
};

/** `appended`, `added`, `description and schema changed`, `1,024 → 2,048`. */
export function describeKind({ kind, difference, from, to, parts, item }: ReportedChange): string {
  if (from !== null && to !== null) return `${from} → ${to}`;
  if (to !== null) return `${kind}: ${to}`;
  if (from !== null) return `${kind}, was ${from}`;
  if (kind === "order only") return differenceWords["key-order"];
  if (kind !== "changed") return kind;
  const how = difference === null ? kind : differenceWords[difference];
  const of = item === "tool" ? listNames(parts.map(showPart), "and") : "";
  return of === "" ? how : `${of} ${how}`;
}

/** A member of a tool, as people call it. */
function showPart(part: string): string {
  return part === "input_schema" ? "schema" : part.replaceAll("_", " ");
}

/** `412 tokens` that came or went, `4,210 → 6,800 tokens` of what is still there. */
export function describeSizes(change: ReportedChange): Phrase {
  const { tokensBefore, tokensAfter, tokens, kind, from, to } = change;
  if (tokensBefore !== null && tokensAfter !== null) {
    const [before, after] = [showCount(tokensBefore), showCount(tokensAfter)];
    // A limit that answers fill is said once.
    if (tokensBefore === tokensAfter || (from === before && to === after)) return [];
    return [`, ${before} → ${showTokens(tokensAfter)}`];
  }
  if (tokens === null || tokens === 0) return [];
  const isThere = kind === "added" || kind === "removed";
  return [`, ${showTokens(tokens)}${isThere ? "" : tokens > 0 ? " longer" : " shorter"}`];
}

export function showTokens(count: number): string {
  return `${showCount(Math.abs(count))} ${plural(Math.abs(Math.round(count)), "token")}`;
}

/** Through how many requests of a run a change is sent again and again: that is what makes it dear. */
function describeCarried({ requests, runs }: ReportedChange): Phrase {
  if (requests === null || requests < 2) return [];
  const most = runs !== null && runs > 1 ? "up to " : "";
  return [`, carried through ${most}${showCount(requests)} requests`];
}

const ordinals = ["first", "second", "third", "fourth"];

/**
 * A block in words: `system.0` is `the first system block`, `messages.2.content.0` is in `the third
 * message`.
 */
export function describeBlock(block: string): string {
  const match = /^(tools|system|messages)(?:\.(\d+))?(?:\.|$)/.exec(block);
  const [level, index] = [match?.[1], Number(match?.[2] ?? 0)];
  if (level === undefined) return block;
  const nouns: Readonly<Record<string, string>> = { tools: "tool", system: "system block" };
  const noun = nouns[level] ?? "message";
  const ordinal = ordinals[index];
  return ordinal === undefined ? `${noun} ${index + 1}` : `the ${ordinal} ${noun}`;
}

/** In what a fixture is not what the code sends: names, places and sizes, never a prompt's text. */
import { levels } from "../../api/request.ts";
import { isObject, writeJson, type JsonObject } from "../../json.ts";
import type { BlockTable } from "../../prompt/block-table.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import { firstDifference, type Difference } from "../../prompt/difference/difference.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { groupBy } from "../../order.ts";
import type { Counter } from "../../tokens/count.ts";
import { listNames, quoteNames } from "../../words.ts";
import { maskText } from "../runs/masked.ts";
import type { ChangedRequest } from "../snapshot-plan.ts";

/** Longer texts are no single time or id. */
const longestHint = 120;

/** One respect in which a scenario's fixtures and what was sent differ. */
export interface SnapshotDifference {
  readonly scenario: string;
  /** The run's name, and its fixture from the root: where it is, or would be. */
  readonly run: string;
  readonly file: string;
  /** Place in its run, from 0; null: the whole run. */
  readonly exchange: number | null;
  readonly kind: keyof typeof differenceKinds;
  /** The block that differs first, in the API's words (`system.0`); null: no block does. */
  readonly block: string | null;
  /** What is different about it, as the end of a sentence about the block or the request. */
  readonly what: string;
  /** How many tokens longer the request is now, by our own count; null: nothing to hold it against. */
  readonly tokens: number | null;
}

/** What a difference is, for a sentence about a run. */
export const differenceKinds = {
  "new-run": "is sent, and there is no fixture of it",
  "gone-run": "is not sent any more",
  "new-exchange": "is sent too",
  "gone-exchange": "is not sent any more",
  changed: "differs",
} as const;

/** A counter and the table its prompts are read with. */
export interface DifferenceOptions {
  readonly table: BlockTable;
  readonly counter: Counter;
}

/** What differs, run by run: of each request the first difference, of a whole run one. */
export function findSnapshotDifferences(
  changes: readonly ChangedRequest[],
  options: DifferenceOptions,
): readonly SnapshotDifference[] {
  const runs = groupBy(changes, ({ scenario, run }) => JSON.stringify([scenario, run]));
  return [...runs.values()].flatMap((requests): readonly SnapshotDifference[] => {
    const [first] = requests;
    if (first === undefined) return [];
    const { scenario, run, file } = first;
    const whole = { scenario, run, file, exchange: null, block: null, what: "", tokens: null };
    const starts = requests.some(({ index }) => index === 0);
    if (starts && requests.every(({ before }) => before === null))
      return [{ ...whole, kind: "new-run" }];
    if (starts && requests.every(({ after }) => after === null))
      return [{ ...whole, kind: "gone-run" }];
    return requests.map((request) => ({ ...whole, ...describeRequest(request, options) }));
  });
}

type RequestDifference = Omit<SnapshotDifference, "scenario" | "run" | "file">;

function describeRequest(
  { index, before, after }: ChangedRequest,
  options: DifferenceOptions,
): RequestDifference {
  const bare = { exchange: index, block: null, what: "", tokens: null };
  if (before === null) return { ...bare, kind: "new-exchange" };
  if (after === null) return { ...bare, kind: "gone-exchange" };
  return { ...bare, ...describeChange({ before, after }, options), kind: "changed" };
}

type Changed = Pick<SnapshotDifference, "block" | "what" | "tokens">;

function describeChange(
  { before, after }: { readonly before: JsonObject; readonly after: JsonObject },
  { table, counter }: DifferenceOptions,
): Changed {
  const [was, is] = [before, after].map((body) =>
    readPrompt({ request: { body, placeholders: [], links: [] }, betas: [], table }),
  );
  if (was === undefined || is === undefined) return { block: null, what: "", tokens: null };
  // Another model may count by another vocabulary: its figure says nothing of the request's length.
  const isOneModel = writeMember(before, "model") === writeMember(after, "model");
  const tokens = isOneModel ? counter.count(is).total - counter.count(was).total : null;
  const difference = firstDifference(was, is);
  return difference === null
    ? { block: null, what: diffMembers(before, after), tokens }
    : {
        block: difference.block,
        what: describe(difference, { before, after, prompt: is }),
        tokens,
      };
}

/** Members beside the prompt, by name. */
function diffMembers(before: JsonObject, after: JsonObject): string {
  const prompt: ReadonlySet<string> = new Set(levels);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !prompt.has(name) && writeMember(before, name) !== writeMember(after, name),
  );
  return names.length === 0
    ? "goes with other `betas`"
    : `has ${names.some((name) => name in before) ? "another" : "a"} ${listNames(quoteNames(names), "and")}`;
}

function writeMember(body: JsonObject, name: string): string {
  const value = body[name];
  return value === undefined ? "" : writeJson(value);
}

interface Sides {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Of what was sent. */
  readonly prompt: Prompt;
}

/** What is different about a block, for the end of a sentence about it. */
function describe(difference: Difference, { prompt }: Sides): string {
  const { kind, name, offset, length, lengthBefore } = difference;
  if (kind === "setting") return `has another \`${name ?? ""}\``;
  if (kind === "marker") return describeMarker(difference, prompt);
  if (kind === "added") return `is new${named(name)}`;
  if (kind === "removed") return `is gone${named(name)}`;
  if (kind === "moved") return `stands elsewhere${named(name)}`;
  if (kind === "order only") return `has its keys in another order${named(name)}`;
  if (offset === null || length === null || lengthBefore === null)
    return `is another one${named(name)}`;
  const where = offset === 0 ? "starts with" : `has from character ${String(offset + 1)} on`;
  if (length === 0 && lengthBefore === 0) return `is another one${named(name)}`;
  return `${where} other text${hintAt(prompt, difference)}`;
}

/** What kind of text it is that differs, where it looks like one that changes by itself. */
function hintAt(prompt: Prompt, { block, offset, length }: Difference): string {
  const content = prompt.blocks.find(({ path }) => path === block)?.content;
  const text = isObject(content) ? content["text"] : undefined;
  if (typeof text !== "string" || offset === null || length === null) return "";
  const joined = (character: string | undefined): boolean => /[\w:.+-]/.test(character ?? "");
  let [from, until] = [offset, offset + length];
  while (from > 0 && offset - from < longestHint && joined(text[from - 1])) from -= 1;
  while (until < text.length && until - offset < longestHint && joined(text[until])) until += 1;
  if (until - from > longestHint) return "";
  const masked = maskText(text.slice(from, until));
  if (masked.includes("@")) return " (a time)";
  return masked.includes("#") ? " (an id)" : "";
}

function describeMarker({ name, block }: Difference, after: Prompt): string {
  if (name !== "ttl")
    return `has ${name === "added" ? "a" : "no"} \`cache_control\` ${name === "added" ? "now" : "any more"}`;
  const marked = after.breakpoints.find(
    (breakpoint) => after.blocks[breakpoint.block]?.path === block || breakpoint.automatic,
  );
  return `is kept for ${marked?.ttl ?? "another time"} now`;
}

function named(name: string | null): string {
  return name === null ? "" : ` (\`${name}\`)`;
}

/** A block as people name it: `system block 1`, `message 3, block 2`, `tool 4`. */
export function nameBlock(path: string): string {
  const [first, index = 0, , inner] = path.split(".");
  const at = String(Number(index) + 1);
  const level = levels.find((known) => known === first);
  if (level === "tools") return `tool ${at}`;
  if (level === "system") return `system block ${at}`;
  return level === "messages"
    ? `message ${at}${inner === undefined ? "" : `, block ${String(Number(inner) + 1)}`}`
    : `\`${path}\``;
}

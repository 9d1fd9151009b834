/** In what a fixture is not what the code sends: names, places and sizes, never a prompt's text. */
import { levels } from "../../api/request.ts";
import type { Exchange, Run } from "../../fixture/fixture.ts";
import { writeSent } from "../../fixture/sent.ts";
import { writeJson, type JsonObject } from "../../json.ts";
import type { BlockTable } from "../../prompt/block-table.ts";
import { readPrompt } from "../../prompt/blocks.ts";
import { firstDifference, type Difference } from "../../prompt/difference/difference.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Counter } from "../../tokens/count.ts";

/** One respect in which a scenario's fixtures and what was sent differ. */
export interface SnapshotDifference {
  readonly scenario: string;
  /** The run's id. */
  readonly run: string;
  /** Place in its run, from 0; null: the whole run. */
  readonly exchange: number | null;
  readonly kind: keyof typeof differenceKinds;
  /** The block that differs first, in the API's words (`system.0`); null: no block does. */
  readonly block: string | null;
  /** What is different about it, as the end of a sentence about the block or the request. */
  readonly what: string;
  /** How many tokens longer the request is now, by our own count; null: it is not there twice. */
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

/** Runs of one scenario as its fixtures hold them, and as they would be written now. */
interface ScenarioRuns {
  readonly scenario: string;
  readonly before: readonly Run[];
  readonly after: readonly Run[];
}

/** Both must be counted and read with one table. */
export interface DifferenceOptions {
  readonly table: BlockTable;
  readonly counter: Counter;
}

/** What differs, run by run in order of their ids, exchange by exchange: the first of each. */
export function findSnapshotDifferences(
  { scenario, before, after }: ScenarioRuns,
  options: DifferenceOptions,
): readonly SnapshotDifference[] {
  const [old, current] = [before, after].map((runs) => new Map(runs.map((run) => [run.id, run])));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))].sort();
  return ids.flatMap((run): readonly SnapshotDifference[] => {
    const [was, is] = [old?.get(run), current?.get(run)];
    const whole = { scenario, run, exchange: null, block: null, what: "", tokens: null };
    if (was === undefined) return [{ ...whole, kind: "new-run" }];
    if (is === undefined) return [{ ...whole, kind: "gone-run" }];
    return diffRun(was, is, options).map((difference) => ({ ...whole, ...difference }));
  });
}

type RunDifference = Omit<SnapshotDifference, "scenario" | "run">;

function diffRun(before: Run, after: Run, options: DifferenceOptions): readonly RunDifference[] {
  const longest = Math.max(before.exchanges.length, after.exchanges.length);
  return Array.from({ length: longest }, (_, index) => index).flatMap(
    (exchange): readonly RunDifference[] => {
      const [was, is] = [before.exchanges[exchange], after.exchanges[exchange]];
      const bare = { exchange, block: null, what: "", tokens: null };
      if (was === undefined) return [{ ...bare, kind: "new-exchange" }];
      if (is === undefined) return [{ ...bare, kind: "gone-exchange" }];
      const change = diffExchange(was, is, options);
      return change === null ? [] : [{ ...bare, ...change, kind: "changed" }];
    },
  );
}

type Changed = Pick<SnapshotDifference, "block" | "what" | "tokens">;

function diffExchange(
  before: Exchange,
  after: Exchange,
  { table, counter }: DifferenceOptions,
): Changed | null {
  if (writeSent(before) === writeSent(after)) return diffPlaceholders(before, after);
  const prompts = [before, after].map(({ request, betas }) =>
    readPrompt({ request, betas, table }),
  );
  const [was, is] = prompts;
  const counts = prompts.map((prompt) => counter.count(prompt));
  const [short, long] = counts;
  const tokens = (long?.total ?? 0) - (short?.total ?? 0);
  const difference = was === undefined || is === undefined ? null : firstDifference(was, is);
  if (difference === null || was === undefined || is === undefined)
    return { block: null, what: diffMembers(before, after), tokens };
  return { block: difference.block, what: describe(difference, was, is), tokens };
}

/** Members beside the prompt, by name. */
function diffMembers(before: Exchange, after: Exchange): string {
  const [was, is] = [before.request.body, after.request.body];
  const prompt: ReadonlySet<string> = new Set(levels);
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !prompt.has(name) && writeMember(was, name) !== writeMember(is, name),
  );
  if (before.betas.join(",") !== after.betas.join(",")) names.push("anthropic-beta");
  const [first] = names;
  if (first === undefined) return "is written in another form";
  return `has ${names.some((name) => name in was) ? "another" : "a"} \`${names.join("`, `")}\``;
}

function writeMember(body: JsonObject, name: string): string {
  const value = body[name];
  return value === undefined ? "" : writeJson(value);
}

/** Texts that are equal, but are known to change in another way. */
function diffPlaceholders(before: Exchange, after: Exchange): Changed | null {
  const write = ({ request }: Exchange): readonly string[] =>
    request.placeholders.map(
      ({ path, name, changes }) => `${path.join(".")} ${name} ${String(changes)}`,
    );
  const known = new Set(write(before));
  const written = write(after);
  const come = after.request.placeholders.find((_, index) => !known.has(written[index] ?? ""));
  if (come === undefined) return null;
  const what = `has a \`{{${come.name}}}\` that changes ${frequency(come.changes)}`;
  return { block: come.path.join("."), what, tokens: 0 };
}

function frequency(changes: string | number): string {
  if (typeof changes === "number") return `among ${String(changes)} values`;
  return changes === "never" ? "never" : `with every ${changes}`;
}

/** What is different about a block, for the end of a sentence about it. */
function describe(difference: Difference, before: Prompt, after: Prompt): string {
  const { kind, name, offset, length, lengthBefore } = difference;
  if (kind === "setting") return `has another \`${name ?? ""}\``;
  if (kind === "marker") return describeMarker(difference, after);
  if (kind === "added") return `is new${named(name)}`;
  if (kind === "removed") return `is gone${named(name)}`;
  if (kind === "moved") return `stands elsewhere${named(name)}`;
  if (kind === "order only") return `has its keys in another order${named(name)}`;
  if (offset === null || length === null || lengthBefore === null)
    return `is another one${named(name)}`;
  const where = offset === 0 ? "starts with" : `has from character ${String(offset + 1)} on`;
  return length === 0 && lengthBefore === 0
    ? `is another one${named(name)}`
    : `${where} other text${name === null ? "" : ` (\`{{${name}}}\`)`}`;
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

/** Which blocks of a level a step changes: how, from how many tokens to how many, how often sent. */
import { largest } from "../../arithmetic.ts";
import type { Level } from "../../api/request.ts";
import { descendingBy } from "../../order.ts";
import { rememberBy } from "../../remember.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import { diffLevel, type Difference } from "../../prompt/difference/difference.ts";
import { bareChange, type Change, type NamedChanges } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import type { TakenStep } from "../substitution/bridge.ts";
import { subjectOf } from "./block-subject.ts";
import { placed } from "./shown-change.ts";

/** Of more changes of one cause the rest is counted. */
export const mostNamed = 100;

/** A difference with the first exchange that shows it, and how many of each run do. */
interface SharedDifference {
  readonly difference: Difference;
  readonly before: MeasuredExchange;
  readonly after: MeasuredExchange;
  readonly requestsByRun: Map<string, number>;
}

/**
 * What a step changes in the blocks of its level, each change once though many requests carry it.
 * What weighs most comes first: tokens times the requests that carry them.
 */
export function blockChanges(step: TakenStep<CauseStep>, level: Level): NamedChanges {
  const shared = new Map<string, SharedDifference>();
  for (const { run, before, after } of step.exchanges) {
    if (before === null || after === null) continue;
    const seen = new Map<string, number>();
    for (const difference of diffLevel(before.prompt, after.prompt, level)) {
      const same = keyOf(difference);
      // Of equal blocks in one request each is a change of its own.
      const nth = seen.get(same) ?? 0;
      seen.set(same, nth + 1);
      const key = `${nth} ${same}`;
      const known = shared.get(key) ?? { difference, before, after, requestsByRun: new Map() };
      known.requestsByRun.set(run, (known.requestsByRun.get(run) ?? 0) + 1);
      shared.set(key, known);
    }
  }
  const weighed = [...shared.values()].map((one) => ({ ...one, sizes: sizesIn(one) }));
  const named = weighed.sort(descendingBy(weightOf)).slice(0, mostNamed);
  return { changes: named.map(describe), more: weighed.length - named.length };
}

interface Weighed extends SharedDifference {
  readonly sizes: Sizes;
}

function weightOf({ sizes, requestsByRun }: Weighed): number {
  let requests = 0;
  for (const count of requestsByRun.values()) requests += count;
  return Math.abs(sizes.tokens ?? 0) * requests;
}

/**
 * A text that a file feeds is one, though runs fill it each with other values; what stands in
 * fixtures is one where its bytes are.
 */
function keyOf({ kind, id, name, place }: Difference): string {
  return JSON.stringify(
    place.file !== null && place.line !== null ? [kind, name, place.file, place.line] : [kind, id],
  );
}

function describe({ difference, before, after, requestsByRun, sizes }: Weighed): Change {
  const { kind, breaks, name, block, offset, length, lengthBefore, place } = difference;
  const shown = kind === "removed" ? before : after;
  const { difference: textDifference, parts } = difference.describe();
  const change = {
    ...bareChange,
    ...sizes,
    ...subjectOf(shown.prompt, block),
    kind,
    breaks,
    name,
    difference: textDifference,
    parts,
    block,
    offset,
    length,
    lengthBefore,
    exchange: shown.exchange.index + 1,
    requests: largest<number>(requestsByRun.values(), 0),
    runs: requestsByRun.size,
    // The line of what is gone is main's, and links lead to the head.
    place: kind === "removed" ? { ...place, line: null, column: null } : place,
  };
  return placed({ change, exchange: after.exchange });
}

type Sizes = Pick<Change, "tokens" | "tokensBefore" | "tokensAfter">;

/** The block's tokens on both sides, counted in the first exchange that shows the change. */
function sizesIn({ difference, before, after }: SharedDifference): Sizes {
  if (movesToolPrompt(difference, before, after))
    return { tokens: null, tokensBefore: null, tokensAfter: null };
  const { kind, block, blockBefore } = difference;
  const old = kind === "added" ? null : tokensAt(before, blockBefore);
  const now = kind === "removed" ? null : tokensAt(after, block);
  const tokens = now === null ? old : now - (old ?? 0);
  // The tool prompt is no part of the tool that it is counted with.
  return block === firstTool
    ? { tokens, tokensBefore: null, tokensAfter: null }
    : { tokens, tokensBefore: old, tokensAfter: now };
}

/**
 * Whether a tool opens the list on one side and not on the other. The tool prompt is counted with
 * the first tool, so a size would hold it too, though it is still there, or was.
 */
function movesToolPrompt(
  { level, kind, block, blockBefore }: Difference,
  before: MeasuredExchange,
  after: MeasuredExchange,
): boolean {
  if (!(block ?? "").startsWith("tools.") || level === "messages") return false;
  if (kind === "added") return block === firstTool && hasTools(before);
  if (kind === "removed") return block === firstTool && hasTools(after);
  return (block === firstTool) !== (blockBefore === firstTool);
}

const firstTool = "tools.0";

function hasTools({ prompt }: MeasuredExchange): boolean {
  return prompt.blocks[0]?.level === "tools";
}

function tokensAt(exchange: MeasuredExchange, path: string | null): number {
  return (path === null ? undefined : sizesOf(exchange).get(path)) ?? 0;
}

/** The tokens of each block of an exchange, by its path. */
const sizesOf = rememberBy(
  ({ prompt, count }: MeasuredExchange): ReadonlyMap<string, number> =>
    new Map(prompt.blocks.map(({ path }, index) => [path, count.blocks[index] ?? 0])),
);

import type { Placeholder } from "../../fixture/fixture.ts";
import { nowhere } from "../../problem.ts";
import { firstDifference, type Difference } from "../../prompt/difference/difference.ts";
import type { Ttl } from "../../api/cache-control.ts";
import { levels, type Block, type Level, type Prompt } from "../../prompt/prompt.ts";
import type { Change } from "../comparison.ts";

const times = new Set([
  "now",
  "time",
  "date",
  "datetime",
  "timestamp",
  "today",
  "day",
  "hour",
  "minute",
  "clock",
  "iso",
  "utc",
]);
const ids = new Set(["id", "uuid", "guid", "ulid", "nonce", "trace", "session", "request"]);

/** What a variable holds, judged by its name alone: `a time`, `an id`, else `a variable`. */
export function nameInWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  if (words.some((word) => times.has(word))) return "a time";
  return words.some((word) => ids.has(word)) ? "an id" : "a variable";
}

const breaks = {
  tools: "tools_changed",
  system: "system_changed",
  messages: "messages_changed",
} as const satisfies Record<Level, Change["breaks"]>;

/** A prompt on both sides. */
export interface PromptPair {
  readonly before: Prompt;
  readonly after: Prompt;
}

/**
 * Why the cache serves prompts otherwise than before, most telling first: something that changes
 * all the time in front of a breakpoint, a breakpoint that came, went or moved, else where the two
 * part (caching-rules.md §9). Of the first of these that any of the prompts shows, all; none where
 * they are one to the cache. A text that only differs is read again as soon as it was written once;
 * so it comes last, and is no reason where another prompt has a better one.
 */
export function explainCache(pairs: readonly PromptPair[]): readonly Change[] {
  for (const explain of [newlyVolatile, movedMarker, partedAt]) {
    const found = pairs.flatMap(({ before, after }) => explain(before, after) ?? []);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * A fill in front of a breakpoint on one side that the other side has not got there. Null where
 * there is none.
 */
function newlyVolatile(before: Prompt, after: Prompt): Change | null {
  const [old, current] = [volatilePlaceholders(before), volatilePlaceholders(after)];
  const [had, has] = [new Set(old.map(keyOf)), new Set(current.map(keyOf))];
  const came = current.find((one) => !had.has(keyOf(one)));
  if (came !== undefined) return describePlaceholder(came.block, came.placeholder, "added");
  const went = old.find((one) => !has.has(keyOf(one)));
  return went === undefined
    ? null
    : { ...describePlaceholder(went.block, went.placeholder, "removed"), breaks: null };
}

function volatilePlaceholders(
  prompt: Prompt,
): readonly { readonly block: Block; readonly placeholder: Placeholder }[] {
  const last = prompt.breakpoints.at(-1)?.block ?? -1;
  return prompt.blocks
    .slice(0, last + 1)
    .flatMap((block) =>
      block.placeholders.filter(isVolatile).map((placeholder) => ({ block, placeholder })),
    );
}

/**
 * Whether a fill keeps other requests from reading what follows it. A day is shared by all who ask
 * on it.
 */
function isVolatile(placeholder: Placeholder): boolean {
  return (
    !placeholder.inherited &&
    placeholder.changes !== "never" &&
    placeholder.changes !== "day" &&
    placeholder.changes !== 1
  );
}

function keyOf({
  block,
  placeholder,
}: {
  readonly block: Block;
  readonly placeholder: Placeholder;
}): string {
  return `${block.level} ${placeholder.name} ${placeholder.changes}`;
}

function describePlaceholder(block: Block, placeholder: Placeholder, kind: string): Change {
  return {
    kind,
    breaks: breaks[block.level],
    name: placeholder.name,
    what: placeholder.kind === "block" ? "a changing block" : nameInWords(placeholder.name),
    tokens: null,
    block: block.path,
    offset: placeholder.kind === "text" ? placeholder.offset : null,
    length: null,
    place: placeholder.place,
  };
}

function movedMarker(before: Prompt, after: Prompt): Change | null {
  const [old, current] = [placeMarkers(before), placeMarkers(after)];
  for (const level of levels) {
    const gone = old.find(
      (one) => one.level === level && !current.some((other) => other.key === one.key),
    );
    const come = current.find(
      (one) => one.level === level && !old.some((other) => other.key === one.key),
    );
    if (come !== undefined) return marker(gone === undefined ? "added" : "moved", come.path);
    if (gone !== undefined) return marker("removed", gone.path);
  }
  const other = current.find((one) =>
    old.some((was) => was.key === one.key && was.ttl !== one.ttl),
  );
  return other === undefined ? null : marker("kept longer or shorter", other.path);
}

/**
 * A prompt's breakpoints, by level and place from that level's end: a block put in front moves
 * none.
 */
function placeMarkers(prompt: Prompt): readonly {
  readonly level: Level;
  readonly key: string;
  readonly ttl: Ttl;
  readonly path: string;
}[] {
  return prompt.breakpoints.flatMap((one) => {
    const block = prompt.blocks[one.block];
    if (block === undefined) return [];
    const behind = prompt.blocks
      .slice(one.block)
      .filter((other) => other.level === block.level).length;
    return [
      {
        level: block.level,
        key: `${block.level} ${one.automatic ? "automatic" : behind}`,
        ttl: one.ttl,
        path: block.path,
      },
    ];
  });
}

function marker(kind: string, block: string | null): Change {
  return {
    kind,
    breaks: null,
    name: "cache_control",
    what: `a breakpoint ${kind}`,
    tokens: null,
    block,
    offset: null,
    length: null,
    place: nowhere,
  };
}

function partedAt(before: Prompt, after: Prompt): Change | null {
  const parted = firstDifference(before, after);
  return parted === null ? null : describeDifference(parted);
}

function describeDifference(one: Difference): Change {
  return {
    kind: one.kind,
    breaks: one.breaks,
    name: one.name,
    what:
      one.level === "tools" && one.block !== null
        ? "a tool"
        : one.kind === "setting"
          ? "a setting"
          : null,
    tokens: null,
    block: one.block,
    offset: one.offset,
    length: one.length,
    place: one.place,
  };
}

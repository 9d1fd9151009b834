import type { Level } from "../../api/request.ts";
import type { Placeholder } from "../../fixture/fixture.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";
import { bareChange, type Change } from "../comparison.ts";

/** A placeholder in front of a prompt's last breakpoint, with the block it stands in. */
interface PlacedPlaceholder {
  readonly block: Block;
  readonly placeholder: Placeholder;
}

/**
 * A placeholder in front of a breakpoint that changes all the time, where the other side has none
 * such: one that came, else one that went. Null where there is neither.
 */
export function volatilePlaceholder(before: Prompt, after: Prompt): Change | null {
  const [old, current] = [volatilePlaceholders(before), volatilePlaceholders(after)];
  const [had, has] = [new Set(old.map(keyOf)), new Set(current.map(keyOf))];
  const came = current.find((placed) => !had.has(keyOf(placed)));
  if (came !== undefined) return describePlaceholder(came, "added");
  const went = old.find((placed) => !has.has(keyOf(placed)));
  return went === undefined ? null : { ...describePlaceholder(went, "removed"), breaks: null };
}

function volatilePlaceholders(prompt: Prompt): readonly PlacedPlaceholder[] {
  const last = prompt.breakpoints.at(-1)?.block ?? -1;
  return prompt.blocks
    .slice(0, last + 1)
    .flatMap((block) =>
      block.placeholders.filter(isVolatile).map((placeholder) => ({ block, placeholder })),
    );
}

/**
 * Whether a placeholder keeps other requests from reading what follows it. A day is shared by all
 * who ask on it.
 */
function isVolatile({ inherited, changes }: Placeholder): boolean {
  return !inherited && changes !== "never" && changes !== "day" && changes !== 1;
}

function keyOf({ block, placeholder }: PlacedPlaceholder): string {
  return `${block.level} ${placeholder.name} ${placeholder.changes}`;
}

const breaks = {
  tools: "tools_changed",
  system: "system_changed",
  messages: "messages_changed",
} as const satisfies Readonly<Record<Level, Change["breaks"]>>;

function describePlaceholder({ block, placeholder }: PlacedPlaceholder, kind: string): Change {
  return {
    ...bareChange,
    kind,
    breaks: breaks[block.level],
    name: placeholder.name,
    what: placeholder.kind === "block" ? "a changing block" : nameInWords(placeholder.name),
    block: block.path,
    offset: placeholder.kind === "text" ? placeholder.offset : null,
    place: placeholder.place,
  };
}

const timeWords = new Set([
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
const idWords = new Set(["id", "uuid", "guid", "ulid", "nonce", "trace", "session", "request"]);

/** What a variable holds, judged by its name alone: `a time`, `an id`, else `a variable`. */
function nameInWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  if (words.some((word) => timeWords.has(word))) return "a time";
  return words.some((word) => idWords.has(word)) ? "an id" : "a variable";
}

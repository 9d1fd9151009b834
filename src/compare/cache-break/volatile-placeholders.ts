import type { Level } from "../../api/request.ts";
import type { Placeholder } from "../../fixture/fixture.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { TextDifference } from "../../prompt/difference/text-difference.ts";
import { valueKinds, type ValueKind } from "../../prompt/difference/written-values.ts";
import { pairBlocks } from "./paired-blocks.ts";

/** A placeholder in front of a prompt's last breakpoint, with the block it stands in. */
interface PlacedPlaceholder {
  readonly block: Block;
  readonly placeholder: Placeholder;
}

/** A placeholder in front of a breakpoint that changes all the time and was not there before. */
export function placeholderThatCame(before: Prompt, after: Prompt): Change | null {
  const came = onlyIn(after, before);
  return came === undefined ? null : describePlaceholder(came, "added");
}

/** One that was there before and is not any more. */
export function placeholderThatWent(before: Prompt, after: Prompt): Change | null {
  const went = onlyIn(before, after);
  return went === undefined ? null : { ...describePlaceholder(went, "removed"), breaks: null };
}

/**
 * What stands in front of a breakpoint here and did not on the other side. Where its block had it
 * there too, behind the breakpoints, the breakpoint is what moved.
 */
function onlyIn(prompt: Prompt, other: Prompt): PlacedPlaceholder | undefined {
  const inFront = new Set(volatileIn(blocksInFront(other)).map(keyOf));
  const partners = new Map(pairBlocks(prompt, other));
  return volatileIn(blocksInFront(prompt)).find((placed) => {
    const partner = other.blocks[partners.get(prompt.blocks.indexOf(placed.block)) ?? -1];
    const there = partner === undefined ? [] : volatileIn([partner]).map(keyOf);
    return !inFront.has(keyOf(placed)) && !there.includes(keyOf(placed));
  });
}

function blocksInFront({ blocks, breakpoints }: Prompt): readonly Block[] {
  return blocks.slice(0, (breakpoints.at(-1)?.block ?? -1) + 1);
}

function volatileIn(blocks: readonly Block[]): readonly PlacedPlaceholder[] {
  return blocks.flatMap((block) =>
    block.placeholders.filter(isVolatile).map((placeholder) => ({ block, placeholder })),
  );
}

/**
 * Whether a placeholder keeps other requests from reading what follows it. A day is shared by all
 * who ask on it.
 */
export function isVolatile({ inherited, changes }: Placeholder): boolean {
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
    difference: kindOfName(placeholder.name),
    block: block.path,
    offset: placeholder.kind === "text" ? placeholder.offset : null,
    place: placeholder.place,
  };
}

/** What names say of the value they stand for; what stands first is looked for first. */
const wordsByKind = {
  time: "now time datetime timestamp hour minute second clock iso utc epoch",
  date: "date today day weekday yesterday tomorrow",
  id: "id uuid guid ulid nonce trace session request hash sha",
  number: "number count counter seq sequence random",
} as const satisfies Readonly<Record<ValueKind, string>>;

/** What a variable holds, judged by its name alone; null: the name does not say. */
function kindOfName(name: string): TextDifference | null {
  if (/^key_order(?:_\d+)?$/.test(name)) return "key-order";
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return (
    valueKinds.find((kind) =>
      wordsByKind[kind].split(" ").some((known) => words.includes(known)),
    ) ?? null
  );
}

/**
 * What a variable holds, judged by its name alone: `a time`, `an id`, `the order of keys`, else `a
 * variable`.
 */
export function nameInWords(name: string): string {
  if (/^tool_order(?:_\d+)?$/.test(name)) return "the order of tools";
  const kind = kindOfName(name);
  if (kind === "key-order") return "the order of keys";
  return valueInWords(valueKinds.find((known) => known === kind) ?? null) ?? "a variable";
}

/** `a time`, `an id`; null: it is none of the values that are told apart. */
export function valueInWords(kind: ValueKind | null): string | null {
  return kind === null ? null : kind === "id" ? "an id" : `a ${kind}`;
}

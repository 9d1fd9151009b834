/** Why the cache costs more or less, in words. */
import {
  cacheChangeKinds,
  type CacheChangeKind,
} from "../../../compare/cache-break/cache-break.ts";
import type { ReportedCause, ReportedChange } from "../../report.ts";
import { readUsd } from "../amount.ts";
import { named, placed, type Phrase } from "./phrase.ts";

/** What is said first, and what follows it. */
interface CacheWords {
  readonly more: string;
  /** The same where the cache costs less. */
  readonly less: string;
}

function either(words: string): CacheWords {
  return { more: words, less: words };
}

const cacheWords: Readonly<Record<CacheChangeKind, CacheWords>> = {
  started: either("starts to work"),
  stopped: either("stops working"),
  split: either("shared by fewer runs, not all send the same any more"),
  joined: either("read more often, more of the requests send the same"),
  lookback: either("not read any more: a breakpoint looks back 20 places, and this one is further"),
  behind: {
    more: "no hits lost: what changed stands behind the last breakpoint, at the full price",
    less: "what changed stood behind the last breakpoint, at the full price",
  },
  mixed: {
    more: "no hits lost: what changed is not cached like the rest",
    less: "what changed is not cached like the rest",
  },
  neighbours: either("moved by the other scenarios of its cache group"),
};

/** What moved the cost of the cache; `broken` only where the report says what broke. */
export function describeCache({ changes, usd }: ReportedCause): Phrase {
  const change = changes.find(({ breaks }) => breaks !== null) ?? changes[0];
  if (change === undefined) return ["hits won or lost"];
  if (change.breaks !== null) return describeBreak(change, change.breaks);
  const kind = cacheChangeKinds.find((known) => known === change.kind);
  if (kind === undefined) return describeMarker(change);
  const { more, less } = cacheWords[kind];
  return [
    readUsd(usd) < 0n ? less : more,
    ...(change.what === null ? [] : [`: ${change.what}`]),
    ...where(change),
  ];
}

/** `broken by prompts/policy.md:1 (system_changed: a time, in the first system block)`. */
function describeBreak(change: ReportedChange, breaks: string): Phrase {
  const at = placeOf(change);
  const by: Phrase =
    at.length > 0 ? at : change.name === null ? ["a change"] : [named(change.name)];
  const what = change.what ?? (at.length > 0 ? change.kind : null);
  // A variable that is named after what it holds is named once.
  const isSaid =
    what === `a ${change.name ?? ""}` ||
    what === `an ${change.name ?? ""}` ||
    what?.startsWith("the order of ") === true;
  const name: Phrase =
    at.length > 0 && change.name !== null && !isSaid ? [" ", named(change.name)] : [];
  return [
    "broken by ",
    ...by,
    " (",
    named(breaks),
    ...(what === null ? [] : [`: ${what}`]),
    ...name,
    ...blockOf(change),
    ")",
  ];
}

/** A breakpoint that came, went or moved; something volatile that is no more. */
function describeMarker(change: ReportedChange): Phrase {
  const isMarker = change.what?.includes(change.kind) === true;
  if (isMarker) return [change.what ?? change.kind, ...where(change)];
  const what: Phrase =
    change.name === null ? ["what changed"] : [`${change.what ?? "it"} `, named(change.name)];
  return [`works again, `, ...what, ` is ${change.kind}`, ...where(change)];
}

function where(change: ReportedChange): Phrase {
  const at = placeOf(change);
  return [...(at.length === 0 ? [] : [", ", ...at]), ...blockOf(change)];
}

/** Where a change stands, as a name that links there; empty where nobody knows. */
export function placeOf(change: ReportedChange): Phrase {
  return change.file === null ? [] : [placed(change.file, change.line)];
}

function blockOf({ block }: ReportedChange): Phrase {
  return block === null ? [] : [`, in ${describeBlock(block)}`];
}

const ordinals = ["first", "second", "third", "fourth"];

/**
 * A block in words: `system.0` is `the first system block`, `messages.2.content.0` is in `the third
 * message`.
 */
function describeBlock(block: string): string {
  const match = /^(tools|system|messages)\.(\d+)(?:\.|$)/.exec(block);
  const [level, index] = [match?.[1], Number(match?.[2])];
  if (level === undefined) return block;
  const nouns: Readonly<Record<string, string>> = { tools: "tool", system: "system block" };
  const noun = nouns[level] ?? "message";
  const ordinal = ordinals[index];
  return ordinal === undefined ? `${noun} ${index + 1}` : `the ${ordinal} ${noun}`;
}

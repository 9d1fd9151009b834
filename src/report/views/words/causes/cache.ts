/** Why the cache costs more or less, in words. */
import {
  cacheChangeKinds,
  type CacheChangeKind,
} from "../../../../compare/cache-break/cache-break.ts";
import type { ReportedCause, ReportedChange } from "../../../report.ts";
import { valueKinds } from "../../../../prompt/difference/written-values.ts";
import { readUsd, showCount } from "../../amount.ts";
import { describeBlock, describeKind, placeOf, showTokens } from "./blocks.ts";
import { named, type Phrase } from "../phrase.ts";

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
  started: either("works now"),
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

/**
 * `broken by prompts/policy.md:1 (system_changed: a time, in the first system block): 18,240 tokens
 * not read any more`.
 */
function describeBreak(change: ReportedChange, breaks: string): Phrase {
  const at = placeOf(change);
  const by: Phrase =
    at.length > 0 ? at : change.name === null ? ["a change"] : [named(change.name)];
  const what = change.what ?? whatHappened(change);
  // A variable that is named after what it holds is named once.
  const isSaid =
    what === `a ${change.name ?? ""}` ||
    what === `an ${change.name ?? ""}` ||
    what.startsWith("the order of ");
  const name: Phrase =
    at.length > 0 && change.name !== null && !isSaid ? [" ", named(change.name)] : [];
  return [
    "broken by ",
    ...by,
    " (",
    named(breaks),
    `: ${what}`,
    ...name,
    ...howOf(change),
    ...blockOf(change),
    ")",
    ...describeLost(change),
  ];
}

/** `a block added`, `appended`. */
function whatHappened(change: ReportedChange): string {
  return `${isWhole(change) ? "a block " : ""}${describeKind(change)}`;
}

function isWhole({ kind }: ReportedChange): boolean {
  return kind === "added" || kind === "removed" || kind === "moved";
}

const values: readonly ReportedChange["difference"][] = [...valueKinds, "key-order"];

/** How what is named came there: `, prepended`; nothing where a value is another one. */
function howOf(change: ReportedChange): Phrase {
  const { what, difference, name } = change;
  if (what === null) return [];
  if (what === "a tool" && name !== null)
    return [`${isWhole(change) ? "" : ","} ${describeKind(change)}`];
  return difference === null || values.includes(difference) ? [] : [`, ${describeKind(change)}`];
}

/** `: 18,240 tokens not read any more in 13 requests`. */
function describeLost({ tokens, requests }: ReportedChange): Phrase {
  if (tokens === null) return [];
  const often =
    requests === null || requests < 2 ? "" : ` in each of ${showCount(requests)} requests`;
  return [`: ${showTokens(tokens)} not read any more${often}`];
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

function blockOf({ block }: ReportedChange): Phrase {
  return block === null ? [] : [`, in ${describeBlock(block)}`];
}

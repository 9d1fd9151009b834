/** Why a cost moved, in words. */
import { listNames } from "../../../../words.ts";
import type { ReportedAdjustment, ReportedCause, ReportedChange } from "../../../report.ts";
import { showCount } from "../../amount.ts";
import { describeChange, describeKind, describeSizes, showTokens } from "./blocks.ts";
import { describeCache } from "./cache.ts";
import { named, type Phrase } from "../phrase.ts";

/** What is said of an adjustment: it moved the bill, but no request of the change did. */
export const notCounted = "not counted in the change";

/** What each adjustment is of. */
const adjustmentWords: Readonly<Record<ReportedAdjustment["kind"], string>> = {
  traffic: "traffic",
  runs: "runs",
  assumed: "assumptions",
  "re-recorded": "recordings",
  scenarios: "scenarios gone",
};

/** What adjustments are, in a few words. */
export const whatAdjustmentsAre = describeAdjustments(adjustmentWords);

function describeAdjustments({ scenarios, ...moved }: typeof adjustmentWords): string {
  return `${listNames(Object.values(moved))} that moved, ${scenarios}`;
}

/** Tools, settings and the like named in one cause; the rest is counted. */
const shownChanges = 3;
/** Of texts and messages the largest is named. */
const shownBlocks = 1;

/**
 * What a cause is, without its kind's name in front: the terminal has that in a column of its own.
 */
export function describeCause(cause: ReportedCause): Phrase {
  const { changes } = cause;
  switch (cause.kind) {
    case "cache":
      return describeCache(cause);
    case "tools":
      return changes.length > 0
        ? [...listChanges(cause), ...together(cause)]
        : [longer(cause) ?? "changed"];
    case "system":
    case "messages":
      return describeTexts(cause);
    case "output":
      return [longer(cause) ?? "", ...because(cause)];
    case "unexplained":
      return ["main's own tree could not be worked out, so only the sum is known"];
    case "model":
      return changes.length > 0 ? joinChanges(cause, describeModel) : ["changed"];
    case "exchanges":
    case "settings":
    case "fees":
      return changes.length > 0 ? listChanges(cause) : ["changed"];
    default:
      return cause.kind satisfies never;
  }
}

/** How many of a cause's changes its line names. */
export function namedInLine({ kind }: ReportedCause): number {
  return kind === "system" || kind === "messages" || kind === "cache" ? shownBlocks : shownChanges;
}

/** `claude-opus-5 → claude-sonnet-5: input $5 → $2 per MTok, cache minimum 512 → 1,024`. */
function describeModel({ name, was, what, kind }: ReportedChange): Phrase {
  return [
    ...(was === null ? [] : [named(was), " → "]),
    ...(name === null ? [] : [named(name)]),
    what === null ? ` ${kind}` : `: ${what}`,
  ];
}

/** `120 tokens longer: p.md:301 appended, 4,002 → 4,122 tokens`. */
function describeTexts(cause: ReportedCause): Phrase {
  const size = longer(cause);
  if (cause.changes.length === 0) return [size ?? "changed"];
  return [...(size === null ? [] : [`${size}: `]), ...listChanges(cause)];
}

function listChanges(cause: ReportedCause): Phrase {
  return joinChanges(cause, describeChange);
}

function joinChanges(cause: ReportedCause, describe: (change: ReportedChange) => Phrase): Phrase {
  const { changes, more } = cause;
  const shown = changes.slice(0, namedInLine(cause));
  const left = changes.length - shown.length + more;
  return [
    ...shown.flatMap((change, index) => [...(index === 0 ? [] : ["; "]), ...describe(change)]),
    ...(left > 0 ? [`; and ${showCount(left)} more`] : []),
  ];
}

/** The sum of several changes, where one of them has no size of its own. */
function together(cause: ReportedCause): Phrase {
  const isOpen = cause.changes.some(({ tokens: count }) => count === null);
  const sum = longer(cause);
  return isOpen && sum !== null ? [`, ${cause.changes.length > 1 ? "together " : ""}${sum}`] : [];
}

/** `400 tokens longer`, of one request; where a run has several that changed, it says so. */
function longer({ tokens: perRun, tokensPerRequest }: ReportedCause): string | null {
  const each = tokensPerRequest ?? perRun;
  if (perRun === null || each === null || Math.round(each) === 0) return null;
  const isOne = Math.round(each) === Math.round(perRun);
  return `${showTokens(each)} ${each > 0 ? "longer" : "shorter"}${isOne ? "" : " per request"}`;
}

/** What has an answer written otherwise: `: effort changed`. */
function because(cause: ReportedCause): Phrase {
  const { changes } = cause;
  if (changes.length === 0) return longer(cause) === null ? ["changed"] : [];
  return [
    ...(longer(cause) === null ? [] : [": "]),
    ...joinChanges(cause, (change) => [
      ...(change.name === null ? [] : [named(change.name), ` ${describeKind(change)}`]),
      ...(change.name === null ? [change.what ?? "changed"] : []),
      ...describeSizes(change),
      ...(change.what === null || change.name === null ? [] : [` (${change.what})`]),
    ]),
  ];
}

const titles: Readonly<Record<ReportedCause["kind"], string>> = {
  cache: "cache: ",
  exchanges: "exchanges: ",
  fees: "fees: ",
  messages: "messages, ",
  model: "model: ",
  output: "answers, ",
  settings: "settings: ",
  system: "system prompt, ",
  tools: "tools: ",
  unexplained: "unexplained: ",
};

/** A cause as a sentence of its own, its kind in front. */
export function describeWholeCause(cause: ReportedCause): Phrase {
  const isOneTool = cause.kind === "tools" && cause.changes.length === 1;
  const isBroken = cause.kind === "cache" && cause.changes.some(({ breaks }) => breaks !== null);
  return [isOneTool ? "tool " : isBroken ? "cache " : titles[cause.kind], ...describeCause(cause)];
}

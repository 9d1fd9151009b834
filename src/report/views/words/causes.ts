/** Why a cost moved, in words. */
import { listNames, plural } from "../../../words.ts";
import type { ReportedAdjustment, ReportedCause, ReportedChange } from "../../report.ts";
import { showCount } from "../amount.ts";
import { describeCache, placeOf } from "./cache.ts";
import { named, type Phrase } from "./phrase.ts";

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

/** Changes named in one cause; the rest is counted. */
const shownChanges = 3;

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
        ? [...listChanges(changes), ...together(cause)]
        : [longer(cause) ?? "changed"];
    case "system":
    case "messages":
      return [longer(cause) ?? "changed", ...places(changes)];
    case "output":
      return [longer(cause) ?? "", ...because(cause)];
    case "unexplained":
      return ["main's own tree could not be worked out, so only the sum is known"];
    case "model":
      return changes.length > 0 ? joinChanges(changes, describeModel) : ["changed"];
    case "exchanges":
    case "settings":
    case "fees":
      return changes.length > 0 ? listChanges(changes) : ["changed"];
    default:
      return cause.kind satisfies never;
  }
}

/** `claude-opus-5 → claude-sonnet-5: input $5 → $2 per MTok, cache minimum 512 → 1,024`. */
function describeModel({ name, was, what, kind }: ReportedChange): Phrase {
  return [
    ...(was === null ? [] : [named(was), " → "]),
    ...(name === null ? [] : [named(name)]),
    what === null ? ` ${kind}` : `: ${what}`,
  ];
}

function listChanges(changes: readonly ReportedChange[]): Phrase {
  return joinChanges(changes, describeNamed);
}

function joinChanges(
  changes: readonly ReportedChange[],
  describe: (change: ReportedChange) => Phrase,
): Phrase {
  return [
    ...changes
      .slice(0, shownChanges)
      .flatMap((change, index) => [...(index === 0 ? [] : ["; "]), ...describe(change)]),
    ...(changes.length > shownChanges ? [`; and ${changes.length - shownChanges} more`] : []),
  ];
}

function describeNamed(change: ReportedChange): Phrase {
  return [
    ...(change.name === null
      ? placeOf(change)
      : [{ name: change.name, file: change.file, line: change.line }]),
    ` ${change.kind}`,
    ...(change.what === null ? [] : [`, ${change.what}`]),
    ...describeSize(change),
  ];
}

/** How large what came or went is, and by how much what is still there is longer. */
function describeSize({ tokens: count, kind }: ReportedChange): Phrase {
  if (count === null || count === 0) return [];
  const isThere = kind === "added" || kind === "removed";
  return [`, ${tokens(count)}${isThere ? "" : count > 0 ? " longer" : " shorter"}`];
}

/** The sum of several changes, where one of them has no size of its own. */
function together(cause: ReportedCause): Phrase {
  const isOpen = cause.changes.some(({ tokens: count }) => count === null);
  const sum = longer(cause);
  return isOpen && sum !== null ? [`, ${cause.changes.length > 1 ? "together " : ""}${sum}`] : [];
}

function tokens(count: number): string {
  return `${showCount(Math.abs(count))} ${plural(Math.abs(Math.round(count)), "token")}`;
}

/** `400 tokens longer`, of one request; where a run has several that changed, it says so. */
function longer({ tokens: perRun, tokensPerRequest }: ReportedCause): string | null {
  const each = tokensPerRequest ?? perRun;
  if (perRun === null || each === null || Math.round(each) === 0) return null;
  const isOne = Math.round(each) === Math.round(perRun);
  return `${tokens(each)} ${each > 0 ? "longer" : "shorter"}${isOne ? "" : " per request"}`;
}

/** What has an answer written otherwise: `: effort changed`. */
function because(cause: ReportedCause): Phrase {
  const { changes } = cause;
  if (changes.length === 0) return longer(cause) === null ? ["changed"] : [];
  return [
    ...(longer(cause) === null ? [] : [": "]),
    ...joinChanges(changes, ({ what, ...change }) => [
      ...describeNamed({ ...change, what: null }),
      ...(what === null ? [] : [` (${what})`]),
    ]),
  ];
}

function places(changes: readonly ReportedChange[]): Phrase {
  const first = changes.find((change) => change.file !== null);
  return first === undefined ? [] : [", ", ...placeOf(first)];
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

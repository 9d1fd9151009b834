/** Why a cost moved, in words. */
import { listNames, plural } from "../../../words.ts";
import type { ReportedAdjustment, ReportedCause, ReportedChange } from "../../report.ts";
import { showCount } from "../amount.ts";
import { named, placed, type Phrase } from "./phrase.ts";

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

const ordinals = ["first", "second", "third", "fourth"];

/** Changes named in one cause; the rest is counted. */
const shownChanges = 3;

/**
 * What a cause is, without its kind's name in front: the terminal has that in a column of its own.
 */
export function describeCause(cause: ReportedCause): Phrase {
  const { changes } = cause;
  switch (cause.kind) {
    case "cache": {
      const breaking = changes.find((change) => change.breaks !== null) ?? changes[0];
      return breaking === undefined ? ["hits won or lost"] : describeBreak(breaking);
    }
    case "tools":
      return changes.length > 0 ? listChanges(changes) : [longer(cause) ?? "changed"];
    case "system":
    case "messages":
      return [longer(cause) ?? "changed", ...places(changes)];
    case "output":
      return [longer(cause) ?? "", ...because(cause)];
    case "unexplained":
      return ["main's own tree could not be worked out, so only the sum is known"];
    case "model":
      return changes.length === 1 && changes[0]?.name !== undefined && changes[0].name !== null
        ? [named(changes[0].name), ` ${changes[0].what ?? changes[0].kind}`]
        : listChanges(changes);
    case "exchanges":
    case "settings":
    case "fees":
      return changes.length > 0 ? listChanges(changes) : ["changed"];
    default:
      return cause.kind satisfies never;
  }
}

/**
 * `broken by prompts/policy.md:1 (system_changed: a time, in the first system block)`; a moved
 * breakpoint breaks nothing.
 */
function describeBreak(change: ReportedChange): Phrase {
  const where = place(change);
  const by: Phrase =
    where.length > 0 ? where : change.name === null ? ["a change"] : [named(change.name)];
  const what = change.what ?? (where.length > 0 ? change.kind : null);
  const name: Phrase = where.length > 0 && change.name !== null ? [" ", named(change.name)] : [];
  const block = change.block === null ? null : `in ${describeBlock(change.block)}`;
  if (change.breaks === null) {
    const kind = change.what === null || change.what.includes(change.kind) ? "" : ` ${change.kind}`;
    return [
      `${change.what ?? change.kind}${kind}`,
      ...name,
      ...(where.length > 0 ? [", ", ...where] : []),
      ...(block === null ? [] : [`, ${block}`]),
    ];
  }
  return [
    "broken by ",
    ...by,
    " (",
    named(change.breaks),
    ...(what === null ? [] : [`: ${what}`]),
    ...name,
    ...(block === null ? [] : [`, ${block}`]),
    ")",
  ];
}

function place(change: ReportedChange): Phrase {
  return change.file === null ? [] : [placed(change.file, change.line)];
}

/** A block in words: `system.0` is `the first system block`. */
function describeBlock(block: string): string {
  const match = /^(tools|system)\.(\d+)$/.exec(block);
  const index = Number(match?.[2]);
  const ordinal = ordinals[index];
  if (match === null || ordinal === undefined) return block;
  return `the ${ordinal} ${match[1] === "tools" ? "tool" : "system block"}`;
}

function listChanges(changes: readonly ReportedChange[]): Phrase {
  return [
    ...changes
      .slice(0, shownChanges)
      .flatMap((change, index) => [...(index === 0 ? [] : ["; "]), ...describeNamed(change)]),
    ...(changes.length > shownChanges ? [`; and ${changes.length - shownChanges} more`] : []),
  ];
}

function describeNamed(change: ReportedChange): Phrase {
  return [
    ...(change.name === null ? place(change) : [named(change.name)]),
    ` ${change.kind}`,
    ...(change.what === null ? [] : [`, ${change.what}`]),
    ...(change.tokens === null || change.tokens === 0 ? [] : [`, ${tokens(change.tokens)}`]),
  ];
}

function tokens(count: number): string {
  return `${showCount(Math.abs(count))} ${plural(Math.abs(Math.round(count)), "token")}`;
}

function longer(cause: ReportedCause): string | null {
  return cause.tokens === null || Math.round(cause.tokens) === 0
    ? null
    : `${tokens(cause.tokens)} ${cause.tokens > 0 ? "longer" : "shorter"}`;
}

/** What has an answer written otherwise: `: effort changed`. */
function because(cause: ReportedCause): Phrase {
  const { changes } = cause;
  if (changes.length === 0) return longer(cause) === null ? ["changed"] : [];
  return [...(longer(cause) === null ? [] : [": "]), ...listChanges(changes)];
}

function places(changes: readonly ReportedChange[]): Phrase {
  const first = changes.find((change) => change.file !== null);
  return first === undefined ? [] : [", ", ...place(first)];
}

const titles: Readonly<Record<ReportedCause["kind"], string>> = {
  cache: "cache ",
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
  return [
    cause.kind === "tools" && cause.changes.length === 1 ? "tool " : titles[cause.kind],
    ...describeCause(cause),
  ];
}

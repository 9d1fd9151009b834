import { cleanName, cleanText, code, escapeMarkdown, link, linkToLine } from "./markdown.ts";
import { showCount } from "./amount.ts";
import type { Report, ReportedCause, ReportedChange } from "../report.ts";

/** A piece of a sentence: our own words, or a name somebody else chose, with where it stands. */
export type Part = string | { readonly name: string; readonly file: string | null; readonly line: number | null };
export type Phrase = readonly Part[];

const named = (name: string): Part => ({ name, file: null, line: null });

const placed = (file: string, line: number | null): Part => ({ name: line === null ? file : `${file}:${line}`, file, line });

export const writePlain = (phrase: Phrase): string =>
  phrase.map((part) => (typeof part === "string" ? cleanText(part) : cleanName(part.name))).join("");

export const writeMarkdown = (phrase: Phrase, links: Report["links"]): string =>
  phrase.map((part) => (typeof part === "string" ? escapeMarkdown(part) : link(code(part.name), linkToLine(links, part)))).join("");

const tokens = (count: number): string => `${showCount(Math.abs(count))} ${Math.abs(Math.round(count)) === 1 ? "token" : "tokens"}`;

const ordinals = ["first", "second", "third", "fourth"];

/** A block in words: `system.0` is `the first system block`. */
const describeBlock = (block: string): string => {
  const match = /^(tools|system)\.(\d+)$/.exec(block);
  const index = Number(match?.[2]);
  const ordinal = ordinals[index];
  if (match === null || ordinal === undefined) return block;
  return `the ${ordinal} ${match[1] === "tools" ? "tool" : "system block"}`;
};

const place = (change: ReportedChange): Phrase => (change.file === null ? [] : [placed(change.file, change.line)]);

/** `broken by prompts/policy.md:1 (system_changed: a time, in the first system block)`; a moved breakpoint breaks nothing. */
const describeBreak = (change: ReportedChange): Phrase => {
  const where = place(change);
  const by: Phrase = where.length > 0 ? where : change.name === null ? ["a change"] : [named(change.name)];
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
};

const describeNamed = (change: ReportedChange): Phrase => [
  ...(change.name === null ? place(change) : [named(change.name)]),
  ` ${change.kind}`,
  ...(change.what === null ? [] : [`, ${change.what}`]),
  ...(change.tokens === null || change.tokens === 0 ? [] : [`, ${tokens(change.tokens)}`]),
];

/** Changes named in one cause; the rest is counted. */
const shownChanges = 3;

const listChanges = (changes: readonly ReportedChange[]): Phrase => [
  ...changes.slice(0, shownChanges).flatMap((change, index) => [...(index === 0 ? [] : ["; "]), ...describeNamed(change)]),
  ...(changes.length > shownChanges ? [`; and ${changes.length - shownChanges} more`] : []),
];

const longer = (cause: ReportedCause): string | null =>
  cause.tokens === null || Math.round(cause.tokens) === 0 ? null : `${tokens(cause.tokens)} ${cause.tokens > 0 ? "longer" : "shorter"}`;

const places = (changes: readonly ReportedChange[]): Phrase => {
  const first = changes.find((change) => change.file !== null);
  return first === undefined ? [] : [", ", ...place(first)];
};

/** What a cause is, without its kind's name in front: the terminal has that in a column of its own. */
export const describeCause = (cause: ReportedCause): Phrase => {
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
      return [longer(cause) ?? (changes.length > 0 ? "" : "changed"), ...(longer(cause) === null ? listChanges(changes) : places(changes))];
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
};

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

/** The same as a sentence of its own. */
export const describeWholeCause = (cause: ReportedCause): Phrase => [
  cause.kind === "tools" && cause.changes.length === 1 ? "tool " : titles[cause.kind],
  ...describeCause(cause),
];

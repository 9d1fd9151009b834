/** What a comment on a pull request asks of promptcost. */
import { readTokens, readUpTo, type AcceptedAmount } from "../../config/accept/amount.ts";
import { isBlank, readDay } from "../../config/accept/entry.ts";
import type { Day } from "../../day.ts";
import { findDearName } from "../../models/lookup.ts";
import { spokenLines } from "./lines.ts";

/** A line that begins with `/promptcost`. */
export type Command =
  | {
      readonly kind: "accept";
      readonly scenario: string;
      /** Each thing it accepts; at least one. */
      readonly upTo: readonly AcceptedAmount[];
      readonly until: Day | null;
      readonly reason: string;
    }
  | { readonly kind: "revoke"; readonly scenario: string }
  /** Not understood, and why, as the rest of a sentence. */
  | { readonly kind: "malformed"; readonly why: string };

/** How a command is written. */
export const acceptForm = "/promptcost accept <scenario> up-to $500 until 2027-01-31: <reason>";

/** Whether a text may hold a command at all: the rest need not be read. */
function mayHoldCommand(body: string): boolean {
  return /^\/promptcost(?:\s|$)/im.test(body);
}

/** The commands of a comment, in order. What promptcost itself wrote asks for nothing. */
export function readCommands(body: string): readonly Command[] {
  if (!mayHoldCommand(body) || body.startsWith("<!-- promptcost ")) return [];
  return spokenLines(body).flatMap((line) => {
    const [start, rest] = /^\/promptcost(?:\s(.*))?$/i.exec(line) ?? [];
    return start === undefined ? [] : [readCommand((rest ?? "").trim())];
  });
}

function readCommand(text: string): Command {
  const [, verb = "", rest = ""] = /^(\S*)\s*(.*)$/.exec(text) ?? [];
  switch (verb.toLowerCase()) {
    case "accept":
      return readAccept(rest);
    case "revoke":
      return readRevoke(rest);
    default:
      return malformed("there is `/promptcost accept` and `/promptcost revoke`");
  }
}

function malformed(why: string): Command {
  return { kind: "malformed", why };
}

const noName = "it names no scenario; a name with spaces stands in quotes";

function readRevoke(text: string): Command {
  const word = readWord(text);
  return word === null || word.rest.trim() !== ""
    ? malformed(noName)
    : { kind: "revoke", scenario: word.word };
}

/** Characters in quotes, or up to the next space; a colon ends one without quotes. */
const wordPattern =
  /^(?:"([^"]+)"|'([^']+)'|`([^`]+)`|\u201c([^\u201d]+)\u201d|([^\s:"'`]+))(?=[\s:]|$)/;

function readWord(text: string): { readonly word: string; readonly rest: string } | null {
  const found = wordPattern.exec(text);
  if (found === null) return null;
  const [all, ...groups] = found;
  const word = groups.find((group) => group !== undefined) ?? "";
  return { word, rest: text.slice(all.length).trimStart() };
}

interface Clauses {
  readonly upTo: AcceptedAmount[];
  until: Day | null;
}

/** What stands behind each word of `accept`; gives what is wrong with it, null where nothing is. */
const clauses: Readonly<Record<string, (value: string, into: Clauses) => string | null>> = {
  "up-to": (value, { upTo }) =>
    add(
      upTo,
      readUpTo(value),
      "`up-to` needs an amount in USD above zero, such as `$500`, `$1,000.50`, `$500/month` or `$0.02/run`",
    ),
  tokens: (value, { upTo }) =>
    add(upTo, readTokens(value), "`tokens` needs a whole number above zero, such as `3000`"),
  model: (value, { upTo }) => {
    const model = findDearName(value);
    const read = model === null ? null : { kind: "model" as const, model };
    return add(upTo, read, "`model` needs the id of a model, such as `claude-opus-5`");
  },
  until: (value, into) => {
    into.until = readDay(value);
    return into.until === null ? "`until` needs a day such as `2027-01-31`" : null;
  },
};

function add(into: AcceptedAmount[], read: AcceptedAmount | null, wrong: string): string | null {
  if (read === null) return wrong;
  into.push(read);
  return null;
}

function readAccept(text: string): Command {
  const name = readWord(text);
  if (name === null) return malformed(noName);
  const into: Clauses = { upTo: [], until: null };
  const seen = new Set<string>();
  let rest = name.rest;
  while (rest !== "" && !rest.startsWith(":")) {
    const [key = ""] = /^[^\s:]+/.exec(rest) ?? [];
    const clause = Object.hasOwn(clauses, key.toLowerCase()) ? key.toLowerCase() : null;
    if (clause === null)
      return malformed(
        seen.size === 0
          ? "behind the scenario it does not say `up-to` and an amount; a name with spaces stands in quotes"
          : "a colon and a reason are missing behind it",
      );
    if (seen.has(clause) && clause !== "model") return malformed(`it says \`${clause}\` twice`);
    seen.add(clause);
    const value = readWord(rest.slice(key.length).trimStart());
    const wrong = clauses[clause]?.(value?.word ?? "", into) ?? null;
    if (wrong !== null) return malformed(wrong);
    rest = value?.rest ?? "";
  }
  if (into.upTo.length === 0)
    return malformed("it does not say up to how much: `up-to` and an amount are missing");
  const reason = rest.replace(/^:/, "").replace(/\s+/gu, " ").trim();
  if (isBlank(reason)) return malformed("a colon and a reason are missing behind it");
  return { kind: "accept", scenario: name.word, ...into, reason };
}

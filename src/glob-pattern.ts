/**
 * Patterns of paths (`runs/*.json`, `**` for folders), read once to a list of steps that
 * `glob-match.ts` follows in time that grows with the path alone.
 */
import { closeOf, hasComma, readSet, type GlobSet } from "./glob-brackets.ts";

/** One step: takes characters of a path, goes on at two places, or ends. */
export type GlobStep =
  | { readonly kind: "text"; readonly text: string; readonly next: number }
  /** One character of a name. */
  | { readonly kind: "one"; readonly set: GlobSet | null; readonly next: number }
  /** Any characters of a name; `rest`: of all that is left of the path, folders too. */
  | { readonly kind: "star" | "rest"; readonly next: number }
  /** Any folders, each with its slash. */
  | { readonly kind: "folders"; readonly next: number }
  /** Any part of a name that another pattern does not match. */
  | { readonly kind: "not"; readonly inner: number; readonly next: number }
  | { readonly kind: "split"; readonly next: number; readonly other: number }
  | { readonly kind: "end" };

export interface GlobPattern {
  readonly steps: readonly GlobStep[];
  readonly start: number;
  /** What every path that matches begins with. */
  readonly prefix: string;
}

/** Why a pattern is not followed, as the end of "it has …". */
export const globFaults = {
  length: "more than 1,000 characters",
  wildcards: "more than 100 wildcards, alternatives and brackets",
  nesting: "brackets in brackets, more than 10 deep",
  range: "a range of more than 1,000 numbers",
  not: "a `!(…)` within another one, or more than 4 of them",
} as const;

export type GlobFault = keyof typeof globFaults;

const most = { length: 1_000, wildcards: 100, nesting: 10, range: 1_000, not: 4, steps: 5_000 };

/** A part of a pattern: builds its steps in front of the step it goes on to, and gives the first. */
type Part = (next: number) => number;

/** Patterns are read for the config's rules and again for each tree. */
const known = new Map<string, GlobPattern | GlobFault>();

/**
 * Reads a pattern: `*`, `?`, `[a-z]`, `[!a-z]`, a folder `**`, `{a,b}`, `{1..9}`, `(a|b)`, and
 * `?(…) *(…) +(…) @(…) !(…)`; a backslash makes a character mean itself, and so does a bracket that
 * is not closed. No wildcard takes a dot that a name begins with.
 */
export function readGlob(text: string): GlobPattern | GlobFault {
  const read = known.get(text) ?? (text.length > most.length ? "length" : buildGlob(text));
  if (text.length <= most.length) known.set(text, read);
  return read;
}

function buildGlob(text: string): GlobPattern | GlobFault {
  const steps: GlobStep[] = [{ kind: "end" }];
  let fault: GlobFault | null = null;
  const part = createReader(text, {
    add: (step) => steps.push(step) - 1,
    fail: (found) => {
      fault ??= found;
    },
  });
  if (fault !== null) return fault;
  const start = part(0);
  if (steps.length > most.steps) return "wildcards";
  const [literal = ""] = /^(?:[^\\*?[{(+@!]|[+@!](?!\())*/.exec(text) ?? [];
  const isWhole = literal.length === text.length;
  return {
    steps,
    start,
    prefix: isWhole ? literal : literal.slice(0, literal.lastIndexOf("/") + 1),
  };
}

interface Steps {
  /** Keeps a step and gives its number. */
  readonly add: (step: GlobStep) => number;
  /** Notes what is wrong; the first fault counts. */
  readonly fail: (fault: GlobFault) => void;
}

/** Reads a pattern from left to right. */
function createReader(text: string, { add, fail }: Steps): Part {
  let [at, depth, nots, wildcards] = [0, 0, 0, 0];
  let isInNot = false;
  const wild = (part: Part): Part => {
    wildcards += 1;
    if (wildcards > most.wildcards) fail("wildcards");
    return part;
  };
  const literal = (character: string): Part => {
    at += character.length;
    return (next) => add({ kind: "text", text: character, next });
  };
  /** Up to one of the characters that end it. */
  const sequence = (ends: string): Part => {
    const parts: Part[] = [];
    while (at < text.length && !ends.includes(text[at] ?? "")) parts.push(atom());
    return (next) => parts.reduceRight((behind, part) => part(behind), next);
  };
  const atom = (): Part => {
    const first = text[at] ?? "";
    if (first === "\\" && at + 1 < text.length) {
      at += 1;
      return literal(text[at] ?? "");
    }
    if ("?*+@!".includes(first) && text[at + 1] === "(" && closeOf(text, at + 1) !== -1)
      return extended(first);
    if (first === "*") return stars();
    if (first === "?") {
      at += 1;
      return wild((next) => add({ kind: "one", set: null, next }));
    }
    if (first === "[") return brackets();
    if (first === "{") return braces();
    if (first === "(") {
      const close = closeOf(text, at);
      if (close !== -1 && text.slice(at, close).includes("|")) return options("(", "|", ")");
    }
    return literal(first);
  };
  const stars = (): Part => {
    const from = at;
    while (text[at] === "*") at += 1;
    const isWhole =
      at - from > 1 && (from === 0 || "/{(,|".includes(text[from - 1] ?? "")) && !isInNot;
    if (isWhole && text[at] === "/") {
      at += 1;
      return wild((next) => add({ kind: "folders", next }));
    }
    const isRest = isWhole && (at === text.length || ",}|)".includes(text[at] ?? ""));
    return wild((next) => add({ kind: isRest ? "rest" : "star", next }));
  };
  const brackets = (): Part => {
    const read = readSet(text, at);
    if (read === null) return literal("[");
    at = read.end;
    return wild((next) => add({ kind: "one", set: read.set, next }));
  };
  const braces = (): Part => {
    const close = closeOf(text, at);
    const inside = text.slice(at + 1, Math.max(close, at));
    const range = close === -1 ? null : /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(inside);
    if (range !== null) {
      const [from, until] = [Number(range[1]), Number(range[2])].toSorted((a, b) => a - b);
      const [low = 0, high = 0] = [from, until];
      if (high - low >= most.range) {
        fail("range");
        return literal("{");
      }
      at = close + 1;
      const numbers = Array.from({ length: high - low + 1 }, (_, index) => String(low + index));
      return wild((next) => choose(numbers.map((each) => add({ kind: "text", text: each, next }))));
    }
    return close === -1 || !hasComma(inside) ? literal("{") : options("{", ",", "}");
  };
  /** Alternatives in brackets. */
  const options = (open: string, separator: string, close: string): Part => {
    at += open.length;
    depth += 1;
    if (depth > most.nesting) {
      fail("nesting");
      at = text.length;
    }
    const parts = [wild(sequence(separator + close))];
    while (text[at] === separator) {
      at += 1;
      parts.push(wild(sequence(separator + close)));
    }
    at += close.length;
    depth -= 1;
    return (next) => choose(parts.map((part) => part(next)));
  };
  const choose = (firsts: readonly number[]): number =>
    firsts.reduceRight((others, first) => add({ kind: "split", next: first, other: others }));
  const extended = (sign: string): Part => {
    at += 1;
    if (sign === "!") {
      nots += 1;
      if (nots > most.not || isInNot) fail("not");
      isInNot = true;
      const inner = options("(", "|", ")");
      isInNot = false;
      return wild((next) => add({ kind: "not", inner: inner(add({ kind: "end" })), next }));
    }
    const inner = options("(", "|", ")");
    return repeat(inner, { none: "?*".includes(sign), again: "*+".includes(sign) });
  };
  const repeat =
    (part: Part, { none, again }: { readonly none: boolean; readonly again: boolean }): Part =>
    (next) => {
      if (!again) return none ? add({ kind: "split", next: part(next), other: next }) : part(next);
      // Its number is known before what it repeats is built.
      const loop = { kind: "split" as const, next, other: next };
      const back = add(loop);
      loop.other = part(back);
      return none ? back : loop.other;
    };
  return sequence("");
}

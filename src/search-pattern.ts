/**
 * Patterns that users write to find texts: the part of regular expressions that can be searched for
 * in time that grows with the text alone. Read once, to a list of steps.
 */

import {
  classes,
  complement,
  controls,
  notLineBreak,
  one,
  type CharacterSet,
} from "./character-set.ts";

/** One step of a pattern: takes a character, goes on at two places, looks at a word's edge, or ends. */
export type Step =
  | { readonly kind: "take"; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: "split"; readonly next: number; readonly other: number }
  | { readonly kind: "edge"; readonly next: number; readonly inside: boolean }
  | { readonly kind: "end" };

export interface SearchPattern {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** Why a pattern is not taken, as the end of "it has …". */
export const patternFaults = {
  empty: "nothing that it must find: it would find every place",
  syntax: "a bracket, brace or backslash that is not closed",
  group: "a group that begins with `(?`, other than `(?:`",
  anchor: "`^` or `$`: a text is searched through, wherever it begins",
  lazy: "a `?` or `+` behind a repetition: the longest text is found anyway",
  escape: "a backslash in front of a letter or digit that means nothing here",
  repeat: "a repetition of more than 200",
  size: "more than 2,000 characters to look for, repetitions counted out",
} as const;

export type PatternFault = keyof typeof patternFaults;

const mostRepeats = 200;
const mostSteps = 2_000;

/** Steps while they are built. */
interface Steps {
  /** Keeps a step and gives its number. */
  readonly add: (step: Step) => number;
  /** Puts a step in place of another one. */
  readonly put: (at: number, step: Step) => void;
  /** Notes what is wrong; the first fault counts. */
  readonly fail: (fault: PatternFault) => void;
  readonly hasFailed: () => boolean;
}

/** A part of a pattern: builds its steps in front of the step it goes on to, and gives the first. */
type Part = (next: number) => number;

/**
 * Reads a pattern: literal characters, `.`, `[a-z]`, `\d \w \s \D \W \S \b \B`, `\n \r \t`, `\xHH`,
 * `\uHHHH`, groups, `|`, `? * + {n,m}`. What else a regular expression may hold is a fault.
 */
export function readPattern(text: string): SearchPattern | PatternFault {
  const steps: Step[] = [{ kind: "end" }];
  let fault: PatternFault | null = null;
  const reader = createReader(text, {
    add: (step) => steps.push(step) - 1,
    put: (at, step) => {
      steps[at] = step;
    },
    fail: (found) => {
      fault ??= found;
    },
    hasFailed: () => {
      if (steps.length > mostSteps) fault ??= "size";
      return fault !== null;
    },
  });
  if (text.length > mostSteps) return "size";
  const start = reader.whole();
  return fault ?? (canEndAt(steps, start) ? "empty" : { steps, start });
}

/** Whether the end can be had from a step without taking a character. */
function canEndAt(steps: readonly Step[], start: number): boolean {
  const seen = new Set<number>();
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const step = steps[at];
    if (seen.has(at) || step === undefined || step.kind === "take") continue;
    if (step.kind === "end") return true;
    seen.add(at);
    waiting.push(step.next);
    if (step.kind === "split") waiting.push(step.other);
  }
  return false;
}

/** Reads a pattern from left to right. */
function createReader(
  text: string,
  { add, put, fail, hasFailed }: Steps,
): { readonly whole: () => number } {
  let at = 0;
  /** Ends the reading. */
  const stop = (fault: PatternFault): void => {
    fail(fault);
    at = text.length;
  };
  const accept = (wanted: string): boolean => {
    if (!text.startsWith(wanted, at)) return false;
    at += wanted.length;
    return true;
  };
  const choice = (): Part => {
    const options = [sequence()];
    while (accept("|")) options.push(sequence());
    return options.reduceRight(
      (others, option) => (next) => add({ kind: "split", next: option(next), other: others(next) }),
    );
  };
  const sequence = (): Part => {
    const parts: Part[] = [];
    while (at < text.length && !"|)".includes(text[at] ?? "")) parts.push(repeated(atom()));
    return (next) => parts.reduceRight((behind, part) => part(behind), next);
  };
  const atom = (): Part => {
    if (accept("(")) {
      if (accept("?") && !accept(":")) stop("group");
      const inner = choice();
      if (!accept(")")) stop("syntax");
      return inner;
    }
    if (accept("^") || accept("$")) stop("anchor");
    if (accept("\\b")) return (next) => add({ kind: "edge", next, inside: false });
    if (accept("\\B")) return (next) => add({ kind: "edge", next, inside: true });
    const set = accept(".") ? notLineBreak : accept("[") ? bracket() : character();
    return (next) => add({ kind: "take", set, next });
  };
  const character = (): CharacterSet => {
    if (/[*+?{}\])]/.test(text[at] ?? "")) stop("syntax");
    if (text[at] === "\\") return escape();
    return one(text.charCodeAt(at++));
  };
  const escape = (): CharacterSet => {
    const name = text[at + 1];
    if (name === undefined) {
      stop("syntax");
      return notLineBreak;
    }
    at += 2;
    const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
    if (known !== undefined) return known;
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (control !== undefined) return one(control);
    if (name === "x" || name === "u") {
      const length = name === "x" ? 2 : 4;
      const hex = text.slice(at, at + length);
      if (!/^[0-9a-f]+$/i.test(hex) || hex.length < length) stop("escape");
      at += length;
      return one(Number.parseInt(hex, 16));
    }
    if (/[A-Za-z0-9]/.test(name)) stop("escape");
    return one(name.charCodeAt(0));
  };
  const bracket = (): CharacterSet => {
    const negated = accept("^");
    const ranges: (readonly [number, number])[] = [];
    while (!accept("]")) {
      if (at >= text.length) {
        stop("syntax");
        break;
      }
      const first = text[at] === "\\" ? escape() : one(text.charCodeAt(at++));
      const [[from, until] = [0, 0]] = first.ranges;
      const isOne = first.ranges.length === 1 && from === until && !first.negated;
      if (isOne && text[at] === "-" && text[at + 1] !== "]") {
        at += 1;
        const last = text[at] === "\\" ? escape() : one(text.charCodeAt(at++));
        const [[to] = [-1]] = last.ranges;
        if (last.ranges.length !== 1 || last.negated || to < from) stop("syntax");
        ranges.push([from, to]);
      } else ranges.push(...(first.negated ? complement(first.ranges) : first.ranges));
    }
    return { ranges, negated };
  };
  const repeated = (part: Part): Part => {
    const bounds = readBounds();
    if (bounds === null) return part;
    if (/[*+?{]/.test(text[at] ?? "")) stop("lazy");
    const [least, most] = bounds;
    return (next) => {
      let first = next;
      // Repetitions of repetitions multiply: they are not built beyond what is taken.
      if (hasFailed()) return next;
      if (most === null) {
        // A step of its own to come back to: its number is known before what it repeats is built.
        first = add({ kind: "end" });
        put(first, { kind: "split", next: part(first), other: next });
      } else
        for (let count = least; count < most; count += 1)
          first = add({ kind: "split", next: part(first), other: next });
      for (let count = 0; count < least; count += 1) first = part(first);
      return first;
    };
  };
  const readBounds = (): readonly [number, number | null] | null => {
    if (accept("*")) return [0, null];
    if (accept("+")) return [1, null];
    if (accept("?")) return [0, 1];
    const braces = /^\{(\d{1,9})(,(\d{1,9})?)?\}/.exec(text.slice(at, at + 24));
    if (braces === null) return null;
    at += braces[0].length;
    const least = Number(braces[1]);
    const most =
      braces[2] === undefined ? least : braces[3] === undefined ? null : Number(braces[3]);
    if (least > mostRepeats || (most ?? 0) > mostRepeats) stop("repeat");
    if (most !== null && most < least) stop("syntax");
    return [least, most];
  };
  return {
    whole: () => {
      const part = choice();
      if (at < text.length) stop("syntax");
      return hasFailed() ? 0 : part(0);
    },
  };
}

/**
 * The kinds of options and operands a command can take. Each is a function that says how it is
 * written, what it refuses and what it gives; from those a command's arguments have their types.
 */

/** An option whose value a command reads as `Value`. */
export interface Option<Value> {
  readonly kind: "flag" | "text" | "day" | "names" | "choice" | "whole" | "number";
  /** Word for its value in the help; null: it is a flag, without one. */
  readonly word: string | null;
  readonly help: string;
  /** Why a value is refused; null: it is not. `alike`: the command's options of this kind. */
  readonly refuse: (value: string, name: string, alike: readonly string[]) => Refusal | null;
  /** What a value that is not refused means; undefined: the option was left out. */
  readonly read: (given: unknown) => Value;
}

/** Why a command line is refused. */
export interface Refusal {
  /** A sentence without its full stop. */
  readonly text: string;
  /** The sentence says all that is allowed; else the help is pointed to. */
  readonly complete: boolean;
  /** A value that is none of the known ones. */
  readonly unknown: { readonly name: string; readonly known: readonly string[] } | null;
}

/** A refusal that points to the help. `text`: a sentence without its full stop. */
export function refusal(text: string): Refusal {
  return { text, complete: false, unknown: null };
}

/** An option without a value. */
export function flag(help: string): Option<boolean> {
  return { kind: "flag", word: null, help, refuse: accept, read: (given) => given === true };
}

function accept(): null {
  return null;
}

/** Any text; null where it is left out. */
export function text(word: string, help: string): Option<string | null> {
  return { kind: "text", word, help, refuse: accept, read: textOf };
}

function textOf(given: unknown): string | null {
  return typeof given === "string" ? given : null;
}

/** A day in UTC, `2026-11-24`. */
export function day(word: string, help: string): Option<string | null> {
  return {
    kind: "day",
    word,
    help,
    refuse: (value, name) =>
      isDay(value) ? null : refusal(`\`--${name}\` takes a day such as 2026-11-24`),
    read: textOf,
  };
}

function isDay(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
    new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
  );
}

/** Names with commas between them; none where it is left out. */
export function names(word: string, help: string): Option<readonly string[]> {
  return {
    kind: "names",
    word,
    help,
    refuse: accept,
    read: (given) => (textOf(given) ?? "").split(",").filter((name) => name !== ""),
  };
}

/** One of a few words, with which its help begins; null where it is left out. */
export function choice<const Choice extends string>(
  word: string,
  choices: readonly Choice[],
  help: string,
): Option<Choice | null> {
  const listed = `${choices.slice(0, -1).join(", ")} or ${choices.at(-1) ?? ""}`;
  const find = (given: unknown): Choice | null => choices.find((known) => known === given) ?? null;
  return {
    kind: "choice",
    word,
    help: `${listed}; ${help}`,
    refuse: (value, name) =>
      find(value) === null
        ? {
            text: `\`--${name}\` is ${listed}`,
            complete: true,
            unknown: { name: value, known: choices },
          }
        : null,
    read: find,
  };
}

/** A whole number from 1 to 64; `usual` where it is left out, for `{usual}` in the help. */
export function whole(word: string, usual: number, help: string): Option<number> {
  return {
    kind: "whole",
    word,
    help: help.replace("{usual}", String(usual)),
    refuse: (value, _, alike) =>
      isWhole(Number(value))
        ? null
        : {
            text:
              `${alike.map((name) => `\`--${name}\``).join(" and ")} ` +
              `${alike.length === 1 ? "is a number" : "are numbers"} from 1 to 64`,
            complete: true,
            unknown: null,
          },
    read: (given) => (typeof given === "string" ? Number(given) : usual),
  };
}

function isWhole(value: number): boolean {
  return isWithin(value, [1, 64]);
}

/** A whole number of a range of its own; null where it is left out. */
export function number(
  word: string,
  range: readonly [number, number],
  help: string,
): Option<number | null> {
  return {
    kind: "number",
    word,
    help,
    refuse: (value, name) =>
      isWithin(value.trim() === "" ? Number.NaN : Number(value), range)
        ? null
        : {
            text: `\`--${name}\` is a number from ${String(range[0])} to ${String(range[1])}`,
            complete: true,
            unknown: null,
          },
    read: (given) => (typeof given === "string" ? Number(given) : null),
  };
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

/** The words of a command line that are no options, read as `Value`. */
export interface Operands<Value> {
  /** Name of one of them; null: there are none. */
  readonly word: string | null;
  /** How the usage line writes them. */
  readonly usage: string;
  readonly least: 0 | 1;
  readonly most: number;
  /** They stand behind `--`, another program's words: none of them is ours, whatever it looks like. */
  readonly behindDashes: boolean;
  readonly read: (words: readonly string[]) => Value;
}

export function noOperands(): Operands<null> {
  return { word: null, usage: "", least: 0, most: 0, behindDashes: false, read: () => null };
}

export function oneOperand(word: string): Operands<string> {
  return { word, usage: word, least: 1, most: 1, behindDashes: false, read: ([only = ""]) => only };
}

/** One or more. */
export function someOperands(word: string): Operands<readonly string[]> {
  return {
    word,
    usage: `${word}…`,
    least: 1,
    most: Infinity,
    behindDashes: false,
    read: (words) => words,
  };
}

/** Any number, none too. */
export function anyOperands(word: string): Operands<readonly string[]> {
  return {
    word,
    usage: `[${word}…]`,
    least: 0,
    most: Infinity,
    behindDashes: false,
    read: (words) => words,
  };
}

/** A program and its arguments, behind `--`. */
export function commandOperand(word: string): Operands<readonly string[]> {
  return {
    word,
    usage: `-- ${word}…`,
    least: 1,
    most: Infinity,
    behindDashes: true,
    read: (words) => words,
  };
}

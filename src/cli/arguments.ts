/** Words of the command line against what a command takes. */
import { parseArgs } from "node:util";
import { refusal, type Operands, type Option, type Refusal } from "./options.ts";

/** What a command takes: `Options` are the values that it reads, by the options' names. */
export interface CommandSpec<Options extends Readonly<Record<string, unknown>>, Rest> {
  readonly summary: string;
  readonly operands: Operands<Rest>;
  readonly options: { readonly [Name in keyof Options]: Option<Options[Name]> };
}

/** What a command was given. */
export interface Arguments<Options, Rest> {
  readonly option: <Name extends keyof Options & string>(name: Name) => Options[Name];
  readonly operands: Rest;
}

type Reading<Options, Rest> =
  | { readonly args: Arguments<Options, Rest> }
  | { readonly refused: Refusal }
  | "help";

/** Reads what stands after a command's name. */
export function readArguments<Options extends Readonly<Record<string, unknown>>, Rest>(
  command: string,
  spec: CommandSpec<Options, Rest>,
  words: readonly string[],
): Reading<Options, Rest> {
  const options: Readonly<Record<string, Option<unknown>>> = spec.options;
  const { own, behind } = divide(words, spec.operands);
  const parsed = parseWords(options, own);
  if ("text" in parsed) return { refused: parsed };
  const { values } = parsed;
  const help = values["help"] === true;
  if (behind !== null && parsed.positionals.length > 0 && !help)
    return { refused: refuseBeforeDashes(command, parsed.positionals, behind) };
  const positionals = behind ?? parsed.positionals;
  const refused =
    refuseOperands({ command, operands: spec.operands, count: positionals.length, help }) ??
    (help ? null : refuseValues(options, values));
  if (refused !== null) return { refused };
  if (help) return "help";
  return {
    args: {
      option: (name) => spec.options[name].read(values[name]),
      operands: spec.operands.read(positionals),
    },
  };
}

/** Our own words, and those of another program where the command takes some; null: it does not. */
function divide(
  words: readonly string[],
  { behindDashes }: Operands<unknown>,
): { readonly own: readonly string[]; readonly behind: readonly string[] | null } {
  if (!behindDashes) return { own: words, behind: null };
  const dashes = words.indexOf("--");
  return dashes === -1
    ? { own: words, behind: [] }
    : { own: words.slice(0, dashes), behind: words.slice(dashes + 1) };
}

/** A word of another program that stands where ours do. */
function refuseBeforeDashes(
  command: string,
  [first = ""]: readonly string[],
  behind: readonly string[],
): Refusal {
  return refusal(
    behind.length === 0
      ? `\`${command}\` runs what stands behind \`--\`: promptcost ${command} -- ${first.slice(0, 40)} …`
      : `\`${command}\` takes nothing before \`--\` but its options`,
  );
}

type Values = Readonly<Record<string, unknown>>;

/** The words apart, as node does it. */
function parseWords(
  options: Readonly<Record<string, Option<unknown>>>,
  words: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } | Refusal {
  const types = Object.entries(options).map(([name, { kind }]) => [
    name,
    { type: kind === "flag" ? ("boolean" as const) : ("string" as const) },
  ]);
  try {
    return parseArgs({
      args: [...words],
      options: { ...Object.fromEntries(types), help: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (error) {
    const [sentence = "wrong arguments"] = error instanceof Error ? error.message.split(". ") : [];
    return refusal(sentence);
  }
}

function refuseOperands(given: {
  readonly command: string;
  readonly operands: Operands<unknown>;
  readonly count: number;
  readonly help: boolean;
}): Refusal | null {
  const { command, operands, count, help } = given;
  const { word, least, most } = operands;
  if (word === null)
    return count === 0
      ? null
      : refusal(`\`${command}\` takes no arguments, but was given ${count}`);
  if (count < least && !help)
    return refusal(`\`${command}\` needs ${operands.behindDashes ? operands.usage : word}`);
  return count > most ? refusal(`\`${command}\` takes one ${word}`) : null;
}

function refuseValues(
  options: Readonly<Record<string, Option<unknown>>>,
  values: Values,
): Refusal | null {
  const entries = Object.entries(options);
  for (const [name, option] of entries) {
    const value = values[name];
    if (typeof value !== "string") continue;
    const alike = entries.filter(([, { kind }]) => kind === option.kind).map(([other]) => other);
    const refused = option.refuse(value, name, alike);
    if (refused !== null) return refused;
  }
  return null;
}

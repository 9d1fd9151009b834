/** The action's inputs: their names, what each allows and what it means where it is left out. */
import { readAmount } from "../config/amounts.ts";
import { headTrees } from "../io/tree/sides.ts";
import { nearestNames } from "../nearest.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Environment } from "./runner.ts";

/** An input of `action.yml` that is read as `Value`. */
interface Input<Value> {
  readonly name: string;
  /** Where a workflow does not set it. */
  readonly usual: Value;
  /** What is allowed, in words. */
  readonly allowed: readonly string[];
  /** Undefined where the text is not allowed. */
  readonly read: (text: string) => Value | undefined;
}

export const inputs = {
  /** Path of the config from the working directory; null: where it is usually found. */
  config: text("config"),
  mode: choice("mode", ["auto", "check", "update"]),
  /**
   * How the baseline gets onto its branch: by a commit, by a pull request, or by whoever changes it,
   * held to it.
   */
  update: choice("update", ["commit", "pull-request", "verify"]),
  /** Which files are the head: the checked-out commit, or what earlier steps made of it. */
  tree: choice("tree", headTrees),
  /** Input is counted as if nothing were recorded. */
  dry: truth("dry"),
  token: text("github-token"),
  comment: choice("comment", ["update", "off"]),
  /** Tells comments apart where several jobs report on one config. */
  key: text("key"),
  /**
   * Which fixtures are sent again first: those whose recording is missing or no longer holds, or
   * all.
   */
  replay: choice("replay", ["off", "stale", "all"]),
  /** The most a replay may spend, pico-dollars; null: as the config says. */
  maxUsd: amount("max-usd"),
  anthropicKey: text("anthropic-api-key"),
  /** From the workspace, `/` between its steps; `.` is the workspace itself. */
  workingDirectory: folder("working-directory"),
} as const satisfies Record<string, Input<unknown>>;

type Inputs = typeof inputs;

/** The inputs, checked and with their defaults. */
export type InputValues = {
  readonly [Key in keyof Inputs]: Inputs[Key] extends Input<infer Value> ? Value : never;
};

/** Reads the inputs. A value that is wrong is a problem, never a default. */
export function readInputs(env: Environment): {
  readonly settings: InputValues;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const refuse = (input: string, allowed: readonly string[]): void => {
    problems.push(problem("input-invalid", nowhere, { input, allowed }));
  };
  const read = <Value>({ name, usual, allowed, read: parse }: Input<Value>): Value => {
    const given = textOf(env, name);
    if (given === null) return usual;
    const value = parse(given);
    if (value === undefined) refuse(name, allowed);
    return value ?? usual;
  };
  const dry = read(inputs.dry);
  const workingDirectory = read(inputs.workingDirectory);
  const replay = read(inputs.replay);
  if (replay !== "off" && dry)
    refuse(inputs.replay.name, [
      "`off` where `dry` is true: what it pays for would not be looked at",
    ]);
  const settings: InputValues = {
    dry,
    workingDirectory,
    replay,
    maxUsd: read(inputs.maxUsd),
    mode: read(inputs.mode),
    update: read(inputs.update),
    tree: read(inputs.tree),
    comment: read(inputs.comment),
    config: read(inputs.config),
    token: read(inputs.token),
    key: read(inputs.key),
    anthropicKey: read(inputs.anthropicKey),
  };
  return { settings, problems: [...problems, ...findUnknownInputs(env)] };
}

function textOf(env: Environment, name: string): string | null {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
  return value === "" ? null : value;
}

/** The runner hands over every input a workflow sets, one that no action declares too. */
function findUnknownInputs(env: Environment): readonly Problem[] {
  const known = Object.values(inputs).map(({ name }) => name);
  return Object.keys(env)
    .filter((name) => name.startsWith("INPUT_") && (env[name] ?? "") !== "")
    .map((name) => name.slice("INPUT_".length).toLowerCase())
    .filter((name) => !known.includes(name))
    .toSorted()
    .map((input) =>
      problem("input-unknown", nowhere, { input, nearest: nearestNames(input, known) }),
    );
}

function text(name: string): Input<string | null> {
  return { name, usual: null, allowed: [], read: (given) => given };
}

/** One of a few words, the first of them where it is left out. */
function choice<const Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Input<Choice> {
  return {
    name,
    usual: choices[0],
    allowed: choices.map((word) => `\`${word}\``),
    read: (given) => choices.find((word) => word === given),
  };
}

/** YAML 1.2's ways to write a truth value. */
const truths: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

function truth(name: string): Input<boolean> {
  return {
    name,
    usual: false,
    allowed: ["`true`", "`false`"],
    read: (given) => (Object.hasOwn(truths, given) ? truths[given] : undefined),
  };
}

/** An amount in pico-dollars. */
function amount(name: string): Input<Pico | null> {
  return {
    name,
    usual: null,
    allowed: ["an amount above zero, such as `5` or `$0.50`"],
    read: (given) => {
      const pico = readAmount(given);
      return pico === null || pico === 0n ? undefined : pico;
    },
  };
}

/** A path below the workspace: relative, without a step up. */
const relativePath = /^(?!.*(?:^|[\\/])\.\.(?:[\\/]|$))(?![\\/]|[A-Za-z]:)/;

function folder(name: string): Input<string> {
  return {
    name,
    usual: ".",
    allowed: ["a folder of the workspace, as a relative path"],
    read: (given) => (relativePath.test(given) ? given.replaceAll("\\", "/") : undefined),
  };
}

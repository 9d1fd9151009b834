/**
 * The commands: what each takes, from which its arguments' types, the parsing, the help and the
 * refusals follow. This file and what it imports is all that `--help` loads, so it imports nothing
 * of the rooms but types.
 */
import type { HeadTree } from "../io/tree/sides.ts";
import type { FileView } from "../report/views.ts";
import type { Arguments, CommandSpec } from "./arguments.ts";
import {
  anyOperands,
  choice,
  commandOperand,
  day,
  flag,
  names,
  noOperands,
  number,
  oneOperand,
  someOperands,
  text,
  whole,
  type Operands,
  type Option,
} from "./options.ts";

const config = text(
  "FILE",
  "the config; by default the nearest promptcost.yml, from this folder up",
);
const rulesAsOf = day(
  "DAY",
  "the cache rules of this day where a recording has no time; by default today (UTC)",
);
const base = text("REV", "compare with this branch or commit; by default the merge base with main");
const asOf = day("DAY", "price as of this day, 2026-11-24; by default today (UTC)");
const json = flag("print JSON");
const trees = ["working", "commit"] as const satisfies readonly HeadTree[];
const tree = choice("TREE", trees, "which files are looked at, by default the working tree");

/** Options that write a report into a file: one for each view that is a file of its own. */
const reportFiles = {
  json: text("FILE", "write the report as JSON; - is the standard output"),
} as const satisfies Record<FileView, Option<string | null>>;

const commands = {
  check: {
    summary: "what this change costs, compared with main; fails when a budget is exceeded",
    operands: noOperands(),
    options: {
      config,
      base,
      tree,
      dry: flag("count input as if nothing were recorded"),
      "as-of": asOf,
      ...reportFiles,
    },
  },
  update: {
    summary: "write the baseline; --check only says whether it is current",
    operands: noOperands(),
    options: {
      config,
      tree,
      check: flag("write nothing; exit 1 where the baseline is not current"),
      "as-of": asOf,
      json,
    },
  },
  count: {
    summary: "tokens of each exchange, with who vouches for them and how far they may be off",
    operands: someOperands("FILES"),
    options: {
      dry: flag("ignore recordings and kept counts"),
      api: flag("ask count_tokens (free; needs ANTHROPIC_API_KEY)"),
      write: flag("with --api: keep the answers in the fixtures"),
      json,
    },
  },
  bill: {
    summary: "what recorded usage cost: by class, model, day",
    operands: someOperands("FILES"),
    options: { "as-of": asOf, json },
  },
  simulate: {
    summary: "what the prompt cache does with each exchange, beside what was recorded",
    operands: someOperands("FILES"),
    options: { "as-of": rulesAsOf, json },
  },
  explain: {
    summary: "how one number comes about, line by line",
    operands: oneOperand("SCENARIO"),
    options: {
      config,
      base,
      "as-of": asOf,
      block: flag("what each block of the prompts costs"),
      json,
    },
  },
  replay: {
    summary: "sends fixtures to the API again under a spending cap, and keeps the answers",
    operands: anyOperands("SCENARIO"),
    options: {
      config,
      "max-usd": text(
        "USD",
        "the most it may spend; by default `replay: { max-usd }` of the config",
      ),
      only: choice("WHICH", ["missing", "stale", "all"], "by default missing and stale"),
      "dry-run": flag("only say what would be sent and cost; needs no key"),
      concurrency: whole("N", 4, "runs at once, {usual} by default"),
      times: whole(
        "N",
        1,
        "send each run so often, to know how long answers are; {usual} by default",
      ),
      batch: flag("through the Message Batches API, at half the price and within a day"),
      fast: flag("without the runs' own gaps; what the cache did then says nothing"),
      "no-answers": flag("keep usage, not what the model said"),
      unbounded: names("NAMES", "scenarios, with commas, to send though nothing bounds their cost"),
      "resend-unknown": flag("send again what may have been paid already"),
      json,
    },
  },
  record: {
    summary: "keeps what a command sends to the API as fixtures, with or without a key",
    operands: commandOperand("CMD"),
    options: {
      scenario: text("NAME", "the scenario of all that is sent; by default what is alike is one"),
      stub: flag("no key, no network: recorded answers, made-up ones for what is new"),
      check: flag("write nothing; exit 1 where fixtures are not what the command sends"),
      once: flag("run the command a single time; what changes by itself is then harder to see"),
      new: choice("HOW", ["echo", "fail"], "with --stub: what new requests get; by default echo"),
      literal: flag("tie no text to files of the repository"),
      timeout: number(
        "S",
        [1, 86_400],
        "end the command after so many seconds; 1800 where no terminal is there",
      ),
      port: number("N", [1, 65_535], "listen on this port of loopback; by default any free one"),
      config,
      json,
    },
  },
  reconcile: {
    summary: "the real bill beside the projection, and the traffic that would explain it",
    operands: anyOperands("FILES"),
    options: {
      config,
      month: text("MONTH", "the month, 2026-10; by default the last one that is over"),
      from: day("DAY", "the first day, in place of a month"),
      to: day("DAY", "the last day, with --from; whole UTC days"),
      admin: flag("ask the usage and cost reports (needs ANTHROPIC_ADMIN_KEY)"),
      workspace: text("ID", "only this workspace: its id, in a CSV its name"),
      "api-key-id": text("ID", "only this API key: its id, in a CSV also its name"),
      write: flag("keep the ratio beside the baseline, for the comment"),
      "as-of": day("DAY", "today is this day; by default today (UTC)"),
      json,
    },
  },
  history: {
    summary: "the bill through git's history: the baselines that were committed",
    operands: anyOperands("SCENARIO"),
    options: {
      config,
      most: number("N", [1, 10_000], "the newest so many commits; 30 by default"),
      since: day("DAY", "only commits since this day (UTC)"),
      svg: text("FILE", "write a picture; - is the standard output"),
      json,
    },
  },
  init: {
    summary: "looks through a repository and writes a first set-up; never over an existing file",
    operands: noOperands(),
    options: {
      "dry-run": flag("write nothing; say what would be written, and what it would cost"),
      "pre-commit": flag("write a .pre-commit-config.yaml too, where there is none"),
      json,
    },
  },
  demo: {
    summary: "the whole job on a bundled example: no key, no network",
    operands: noOperands(),
    options: { json: reportFiles.json },
  },
} as const satisfies Record<string, CommandSpec<Readonly<Record<string, unknown>>, unknown>>;

type Commands = typeof commands;
export type CommandName = keyof Commands;

type OptionsOf<Name extends CommandName> = {
  readonly [Key in keyof Commands[Name]["options"]]: Commands[Name]["options"][Key] extends Option<
    infer Value
  >
    ? Value
    : never;
};
type OperandsOf<Name extends CommandName> =
  Commands[Name]["operands"] extends Operands<infer Value> ? Value : never;

/** What a command's code is given. */
export type ArgumentsOf<Name extends CommandName> = Arguments<OptionsOf<Name>, OperandsOf<Name>>;

/** The same table, typed by name, so that a command and its arguments stay together. */
export const commandSpecs: {
  readonly [Name in CommandName]: CommandSpec<OptionsOf<Name>, OperandsOf<Name>>;
} = commands;

export const commandNames: readonly CommandName[] = Object.keys(commands).filter(isCommand);

export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}

/** What `promptcost --help` prints. */
export function showHelp(): string {
  return [
    "promptcost: what a change does to your Claude API bill, before the merge",
    "",
    "Usage: promptcost COMMAND [options]",
    "",
    ...commandNames.map((name) => `  ${name.padEnd(10)}${commands[name].summary}`),
    "",
    "promptcost COMMAND --help says what a command takes.",
    "Exit codes: 0 fine, 1 a budget is exceeded, 2 bad input or a broken set-up.",
    "",
  ].join("\n");
}

/** What a command prints with `--help`. */
export function showCommandHelp(name: CommandName): string {
  const { summary, operands, options } = commands[name];
  const rows = [...Object.entries<Option<unknown>>(options), ["help", flag("this text")] as const];
  const written = rows.map(
    ([option, { word, help }]) => [`--${option}${word === null ? "" : ` ${word}`}`, help] as const,
  );
  const width = Math.max(...written.map(([option]) => option.length)) + 2;
  return [
    `promptcost ${name}: ${summary}`,
    "",
    `Usage: promptcost ${name} [options]${operands.usage === "" ? "" : ` ${operands.usage}`}`,
    "",
    ...written.map(([option, help]) => `  ${option.padEnd(width)}${help}`),
    "",
  ].join("\n");
}

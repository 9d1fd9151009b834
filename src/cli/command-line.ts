/**
 * From words to a command, its output and its exit code. Commands are loaded when they are called.
 */
import type { PauseLength } from "../io/replay/interrupts.ts";
import type { Problem } from "../problem.ts";
import { readArguments } from "./arguments.ts";
import type { Refusal } from "./options.ts";
import {
  commandNames,
  commandSpecs,
  isCommand,
  showCommandHelp,
  showHelp,
  type ArgumentsOf,
  type CommandName,
} from "./usage.ts";

/** What a command line runs in. */
export interface Shell {
  readonly words: readonly string[];
  /** The folder it runs in; null: that is there no more. */
  readonly folder: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the output is read on a terminal. */
  readonly isTerminal: boolean;
  /** How wide the terminal is on which warnings are read; null: they go elsewhere. */
  readonly errorColumns: () => number | null;
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Whether the process is the command's alone: then V8 is set up for what it does. */
  readonly isOwnProcess: boolean;
  /** How long a replay really pauses that means to pause so long, milliseconds. */
  readonly pauseMs: PauseLength;
}

/** What a command runs in. */
export interface World extends Shell {
  readonly folder: string;
  /** Says why the command goes no further; gives its exit code. */
  readonly refuse: (problem: Problem) => 2;
}

/** 0 fine, 1 a budget is exceeded, 2 bad input or a broken set-up. */
export type ExitCode = 0 | 1 | 2;

type CommandCode<Name extends CommandName> = (
  args: ArgumentsOf<Name>,
  world: World,
) => Promise<ExitCode>;

/** Each command's code, loaded when it is called. */
const commandCode: { readonly [Name in CommandName]: () => Promise<CommandCode<Name>> } = {
  check: async () => (await import("./run/check.ts")).runCheck,
  update: async () => (await import("./run/update.ts")).runUpdate,
  count: async () => (await import("./run/count.ts")).runCount,
  bill: async () => (await import("./run/bill.ts")).runBill,
  simulate: async () => (await import("./run/simulate.ts")).runSimulate,
  explain: async () => (await import("./run/explain.ts")).runExplain,
  replay: async () => (await import("./run/replay.ts")).runReplay,
  record: async () => (await import("./run/record.ts")).runRecord,
  reconcile: async () => (await import("./run/reconcile.ts")).runReconcile,
  history: async () => (await import("./run/history.ts")).runHistory,
  init: async () => (await import("./run/init.ts")).runInit,
  demo: async () => (await import("./run/demo.ts")).runDemo,
};

/** Runs a command line and gives its exit code. */
export async function runCommandLine(world: Shell): Promise<ExitCode> {
  const [word, ...words] = world.words;
  if (word === undefined || word === "--help" || word === "-h" || word === "help") {
    world.print(showHelp());
    return word === undefined ? 2 : 0;
  }
  if (word === "--version" || word === "-V") {
    const { version } = await import("./version.ts");
    world.print(`${version}\n`);
    return 0;
  }
  if (!isCommand(word)) {
    const shown = `\`${word.slice(0, 40)}\``;
    const isOption = word.startsWith("-");
    const said = isOption ? `${shown} stands before a command` : `there is no command ${shown}`;
    const meant = isOption ? " Options stand behind one." : await suggest(word, commandNames);
    world.warn(`promptcost: ${said}.${meant} \`promptcost --help\` lists them.\n`);
    if (world.words.some(isJsonOption)) await printRefusal(said, "promptcost --help", world);
    return 2;
  }
  return runCommand(word, words, world);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties arguments and code
async function runCommand<Name extends CommandName>(
  name: Name,
  words: readonly string[],
  shell: Shell,
): Promise<ExitCode> {
  const json = wantsJson(name, words);
  const reading = readArguments(name, commandSpecs[name], words);
  if (reading === "help") {
    shell.print(showCommandHelp(name));
    return 0;
  }
  if ("refused" in reading) {
    shell.warn(await describeRefusal(name, reading.refused));
    if (json) await printRefusal(reading.refused.text, `promptcost ${name} --help`, shell);
    return 2;
  }
  let isPrinted = false;
  const print = (text: string): void => {
    isPrinted = true;
    shell.print(text);
  };
  const refuse = (problem: Problem): 2 => {
    shell.warn(`promptcost: ${problem.message} ${problem.fix}\n`);
    if (json) printProblem(problem, print);
    return 2;
  };
  const { folder } = shell;
  if (folder === null) {
    const { nowhere, problem } = await import("../problem.ts");
    return refuse(problem("folder-gone", nowhere, {}));
  }
  if (shell.isOwnProcess) (await import("../io/short-run.ts")).prepareShortRun();
  const run = await commandCode[name]();
  try {
    return await run(reading.args, { ...shell, folder, print, refuse });
  } catch (error) {
    if (json && !isPrinted) {
      const { nowhere, problem } = await import("../problem.ts");
      const kind = error instanceof Error ? error.name : "unknown";
      printProblem(problem("not-foreseen", nowhere, { name: kind }), print);
    }
    throw error;
  }
}

/**
 * Whether the standard output is to be one JSON document, on errors too; also where the words are
 * refused for another reason.
 */
function wantsJson(name: CommandName, words: readonly string[]): boolean {
  const { options }: { readonly options: Readonly<Record<string, { readonly kind: string }>> } =
    commandSpecs[name];
  const end = words.indexOf("--");
  const own = end === -1 ? words : words.slice(0, end);
  if (options["json"]?.kind === "flag") return own.some(isJsonOption);
  // Where it takes a file, one without a name says no other place.
  return own.some((word, index) => {
    const next = own[index + 1] ?? "-";
    return word === "--json=-" || (word === "--json" && next.startsWith("-"));
  });
}

function isJsonOption(word: string): boolean {
  return word === "--json" || word.startsWith("--json=");
}

function printProblem(problem: Problem, print: Shell["print"]): void {
  print(`${JSON.stringify({ schemaVersion: 1, problems: [problem] }, null, 2)}\n`);
}

/** The same for a command line that is refused. `help`: what says what there is. */
async function printRefusal(said: string, help: string, shell: Shell): Promise<void> {
  const { nowhere, problem } = await import("../problem.ts");
  printProblem(problem("command-line", nowhere, { said, help }), shell.print);
}

async function describeRefusal(name: CommandName, refusal: Refusal): Promise<string> {
  const { text, complete, unknown } = refusal;
  const meant = unknown === null ? "" : await suggest(unknown.name, unknown.known);
  const help = complete ? "" : ` \`promptcost ${name} --help\` says what it takes.`;
  return `promptcost: ${text}.${meant}${help}\n`;
}

/** The name that was meant: one that begins alike, else one that is written much alike. */
async function suggest(name: string, known: readonly string[]): Promise<string> {
  const match =
    known.find((other) => other.startsWith(name.slice(0, 3)) || name.startsWith(other)) ??
    // Loaded only now: what `--help` loads stays small.
    (await import("../nearest.ts")).nearestNames(name, known)[0];
  return match === undefined ? "" : ` Did you mean \`${match}\`?`;
}

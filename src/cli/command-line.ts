/**
 * From words to a command, its output and its exit code. Commands are loaded when they are called.
 */
import { readArguments } from "./arguments.ts";
import { commandSpecs, showCommandHelp, showHelp } from "./usage.ts";

/** What a command line runs in. */
export interface World {
  readonly words: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
}

/**
 * Runs a command line and gives its exit code: 0 fine, 1 budget exceeded, 2 bad input or broken
 * set-up.
 */
export async function runCommandLine(world: World): Promise<0 | 1 | 2> {
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
  const spec = commandSpecs.find((one) => one.name === word);
  if (spec === undefined) {
    world.warn(
      `promptcost: there is no command \`${word.slice(0, 40)}\`.${nearest(word)} \`promptcost --help\` lists them.\n`,
    );
    return 2;
  }
  const args = readArguments(spec, words);
  if (typeof args === "string") {
    world.warn(`promptcost: ${args}. \`promptcost ${spec.name} --help\` says what it takes.\n`);
    return 2;
  }
  if (args.flag("help")) {
    world.print(showCommandHelp(spec));
    return 0;
  }
  switch (spec.name) {
    case "check":
      return (await import("./check.ts")).runCheck(args, world);
    case "update":
      return (await import("./update.ts")).runUpdate(args, world);
    case "explain":
      return (await import("./explain.ts")).runExplain(args, world);
    case "replay":
      return (await import("./replay.ts")).runReplay(args, world);
    case "demo":
      return (await import("./demo.ts")).runDemo(args, world);
    case "count":
      return (await import("./count.ts")).runCount(args, world);
    default:
      return (await import("./recordings.ts")).runRecordings(
        spec.name === "bill" ? "bill" : "simulate",
        args,
        world,
      );
  }
}

function nearest(word: string): string {
  const match = commandSpecs.find(
    (one) => one.name.startsWith(word.slice(0, 3)) || word.startsWith(one.name),
  );
  return match === undefined ? "" : ` Did you mean \`${match.name}\`?`;
}

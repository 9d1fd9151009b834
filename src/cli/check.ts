import { isAbsolute, join } from "node:path";
import { exitCode } from "../budget/verdict.ts";
import { check, type CheckInput, type CheckOutcome } from "../commands/check/check.ts";
import { writeReport } from "../report/report.ts";
import { renderTerminal } from "../report/views/terminal.ts";
import type { Arguments } from "./arguments.ts";
import { today } from "../io/clock.ts";
import type { World } from "./command-line.ts";
import { withCounter } from "../io/counter.ts";
import { writeAtomically } from "../io/files.ts";
import { digest } from "../io/hash.ts";
import { configPath, openBase, openHead } from "../io/tree/sides.ts";
import { wantsColour } from "./terminal.ts";

/** What every command is given from outside. `work` runs again where it met a PDF (counting.ts). */
export const withMeans = async <Result>(
  options: { readonly asOf: string | null; readonly dry: boolean },
  work: (means: Pick<CheckInput, "digest" | "counter" | "asOf" | "dry">) => Result,
): Promise<Result> => {
  const asOf = options.asOf ?? today();
  return withCounter((counter) => work({ digest, counter, asOf, dry: options.dry }));
};

/** Writes a JSON text where `--json` says; true where it went to the standard output, which then holds nothing else. */
export const writeJsonText = (text: string, to: string | null, world: World): boolean => {
  if (to === null) return false;
  if (to === "-") {
    world.print(text);
    return true;
  }
  writeAtomically(isAbsolute(to) ? to : join(world.folder, to), text);
  return false;
};

export const showOutcome = ({ report, source }: CheckOutcome, world: World): string =>
  renderTerminal(report, { colour: wantsColour({ isTTY: world.isTerminal }, world.env), source });

export const runCheck = async (args: Arguments, world: World): Promise<0 | 1 | 2> => {
  const head = openHead(world.folder);
  const file = configPath(head, world.folder, args.value("config"));
  if (file === null) {
    world.warn("promptcost: the config lies outside this repository.\n");
    return 2;
  }
  const base = await openBase(head, { event: null, asked: args.value("base"), access: null, remote: null });
  const means = { asOf: args.value("as-of"), dry: args.flag("dry") };
  const links = { repository: null, head: null };
  const outcome = await withMeans(means, (given) => check({ ...given, head: head.tree, base, file, fork: false, links, problems: [] }));
  const to = args.value("json");
  // What people read comes first: the file may not be writable.
  if (to !== "-") world.print(showOutcome(outcome, world));
  try {
    writeJsonText(writeReport(outcome.report), to, world);
  } catch (error) {
    world.warn(`promptcost: the report could not be written to ${to ?? ""}: ${error instanceof Error ? error.message : "unknown"}.\n`);
    return 2;
  }
  return exitCode(outcome.report.verdict);
};

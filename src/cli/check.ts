import { isAbsolute, join } from "node:path";
import { exitCode } from "../budget/verdict.ts";
import { check, type CheckOutcome } from "../commands/check/check.ts";
import { writeReport } from "../report/report.ts";
import { renderTerminal } from "../report/views/terminal.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { withCommandContext } from "../io/context.ts";
import { writeAtomically } from "../io/files.ts";
import { configPath, openBase, openHead } from "../io/tree/sides.ts";
import { wantsColour } from "./terminal.ts";

/**
 * Writes a JSON text where `--json` says; true where it went to the standard output, which then
 * holds nothing else.
 */
export function writeJsonText(text: string, to: string | null, world: World): boolean {
  if (to === null) return false;
  if (to === "-") {
    world.print(text);
    return true;
  }
  writeAtomically(isAbsolute(to) ? to : join(world.folder, to), text);
  return false;
}

export function showOutcome({ report, source }: CheckOutcome, world: World): string {
  return renderTerminal(report, {
    colour: wantsColour({ isTTY: world.isTerminal }, world.env),
    source,
  });
}

export async function runCheck(args: Arguments, world: World): Promise<0 | 1 | 2> {
  const head = openHead(world.folder);
  const file = configPath(head, world.folder, args.value("config"));
  if (file === null) {
    world.warn("promptcost: the config lies outside this repository.\n");
    return 2;
  }
  const base = await openBase(head, {
    event: null,
    asked: args.value("base"),
    access: null,
    remote: null,
  });
  const context = { asOf: args.value("as-of"), dry: args.flag("dry") };
  const links = { repository: null, head: null };
  const outcome = await withCommandContext(context, (given) =>
    check({ ...given, head: head.tree, base, file, fork: false, links, problems: [] }),
  );
  const to = args.value("json");
  // What people read comes first: the file may not be writable.
  if (to !== "-") world.print(showOutcome(outcome, world));
  try {
    writeJsonText(writeReport(outcome.report), to, world);
  } catch (error) {
    world.warn(
      `promptcost: the report could not be written to ${to ?? ""}: ` +
        `${error instanceof Error ? error.message : "unknown"}.\n`,
    );
    return 2;
  }
  return exitCode(outcome.report.verdict);
}

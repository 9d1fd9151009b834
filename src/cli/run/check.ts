/** `check`: what this change costs, compared with main. */
import { exitCode } from "../../budget/verdict.ts";
import { check } from "../../commands/check/check.ts";
import { withCommandContext } from "../../io/context.ts";
import { openBaseSide } from "../../io/tree/sides.ts";
import type { ExitCode, World } from "../command-line.ts";
import { openFolder } from "../folder.ts";
import { notWritten, reportFilesOf, showReport, writeReportFile } from "../report.ts";
import type { ArgumentsOf } from "../usage.ts";

export async function runCheck(args: ArgumentsOf<"check">, world: World): Promise<ExitCode> {
  const opened = openFolder(args.option("config"), world, args.option("tree"));
  if (opened === null) return 2;
  const { head, file } = opened;
  const base = await openBaseSide(head, {
    event: null,
    asked: args.option("base"),
    access: null,
    remote: null,
  });
  const context = { asOf: args.option("as-of"), dry: args.option("dry") };
  const links = { repository: null, head: null };
  const outcome = await withCommandContext(context, (given) =>
    check({ ...given, head: head.tree, base, file, fork: false, links, problems: [] }),
  );
  const files = reportFilesOf(args.option);
  // What people read comes first: a file may not be writable.
  if (files.every(({ to }) => to !== "-")) world.print(showReport(outcome, world));
  for (const asked of files) {
    try {
      writeReportFile(outcome.report, asked, world);
    } catch (error) {
      return world.refuse(notWritten(asked.to, error));
    }
  }
  return exitCode(outcome.report.verdict);
}

/** `update`: writes the baseline. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { foreignBaseline, isReplaceable } from "../../baseline/replaceable.ts";
import { updateJson } from "../../commands/update/json.ts";
import { updateExitCode } from "../../commands/update/plan.ts";
import { describeUpdate } from "../../commands/update/text.ts";
import { workOutBaseline } from "../../commands/update/update.ts";
import { withCommandContext } from "../../io/context.ts";
import { isBehindLink, kindOf, writeAtomically } from "../../io/files.ts";
import { removeDrafts } from "../../io/fixture-files.ts";
import { decodeUtf8 } from "../../io/utf8.ts";
import { placeIn, problem, type Problem } from "../../problem.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { ExitCode, World } from "../command-line.ts";
import { openFolder } from "../folder.ts";
import { notWritten } from "../report.ts";
import type { ArgumentsOf } from "../usage.ts";

export async function runUpdate(args: ArgumentsOf<"update">, world: World): Promise<ExitCode> {
  const opened = openFolder(args.option("config"), world, args.option("tree"));
  if (opened === null) return 2;
  const { head, root, file } = opened;
  const { plan, source } = await withCommandContext(
    { asOf: args.option("as-of"), dry: false },
    (context) => workOutBaseline({ ...context, tree: head.tree, file }),
  );
  const check = args.option("check");
  const json = args.option("json");
  const printJson = (written: typeof plan): void =>
    world.print(`${JSON.stringify(updateJson(written, { check }), null, 2)}\n`);
  const obstacle = check || plan.text === null ? null : findObstacle(root, plan.file);
  if (obstacle !== null) {
    if (json) printJson({ ...plan, text: null, problems: [obstacle] });
    else world.print(`${renderProblems([obstacle], { source, notes: false })}\n`);
    return 2;
  }
  if (!check && plan.text !== null && !plan.current) {
    removeDrafts(root, [plan.file]);
    try {
      writeAtomically(join(root, plan.file), plan.text);
    } catch (error) {
      return world.refuse(notWritten(plan.file, error));
    }
  }
  if (json) printJson(plan);
  else {
    const problems = renderProblems(plan.problems, { source, notes: false });
    if (problems !== "") world.print(`${problems}\n`);
    world.print(`${describeUpdate(plan, { check })}\n`);
  }
  return updateExitCode(plan, { check });
}

/**
 * What on the disk keeps the baseline from being written. Whoever checks out somebody else's branch
 * writes nowhere else by it, and over no file that git was told to ignore.
 */
function findObstacle(root: string, file: string): Problem | null {
  const place = placeIn(file);
  if (isBehindLink(root, file)) return problem("baseline-link", place, { file });
  const kind = kindOf(join(root, file));
  if (kind === null) return null;
  if (kind !== "file") return foreignBaseline(file, place, "folder");
  const text = decodeUtf8(readFileSync(join(root, file)));
  return isReplaceable(file, text ?? "?") ? null : foreignBaseline(file, place);
}

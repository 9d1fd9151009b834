/** `update`: writes the baseline. */
import { join } from "node:path";
import { updateJson } from "../../commands/update/json.ts";
import { updateExitCode } from "../../commands/update/plan.ts";
import { describeUpdate } from "../../commands/update/text.ts";
import { workOutBaseline } from "../../commands/update/update.ts";
import { withCommandContext } from "../../io/context.ts";
import { isBehindLink, writeAtomically } from "../../io/files.ts";
import { placeIn, problem } from "../../problem.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { ExitCode, World } from "../command-line.ts";
import { openFolder } from "../folder.ts";
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
  if (!check && isBehindLink(root, plan.file)) {
    // Whoever checks out somebody else's branch writes nowhere else by it.
    const found = problem("baseline-link", placeIn(plan.file), { file: plan.file });
    if (json) printJson({ ...plan, text: null, problems: [found] });
    else world.print(`${renderProblems([found], { source, notes: false })}\n`);
    return 2;
  }
  if (!check && plan.text !== null && !plan.current)
    writeAtomically(join(root, plan.file), plan.text);
  if (json) printJson(plan);
  else {
    const problems = renderProblems(plan.problems, { source, notes: false });
    if (problems !== "") world.print(`${problems}\n`);
    world.print(`${describeUpdate(plan, { check })}\n`);
  }
  return updateExitCode(plan, { check });
}

import { join } from "node:path";
import { workOutBaseline } from "../commands/update/baseline.ts";
import { describeUpdate, updateExitCode, updateJson } from "../commands/update/update.ts";
import { renderProblems } from "../report/views/problem-list.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { placeIn, problem } from "../problem.ts";
import { isBehindLink, writeAtomically } from "../io/files.ts";
import { withCommandContext } from "../io/context.ts";

import { configPath, openHead } from "../io/tree/sides.ts";

export async function runUpdate(args: Arguments, world: World): Promise<0 | 1 | 2> {
  const head = openHead(world.folder);
  const file = configPath(head, world.folder, args.value("config"));
  if (file === null) {
    world.warn("promptcost: the config lies outside this repository.\n");
    return 2;
  }
  const { plan, source } = await withCommandContext(
    { asOf: args.value("as-of"), dry: false },
    (context) => workOutBaseline({ ...context, tree: head.tree, file }),
  );
  const check = args.flag("check");
  const root = head.root ?? head.folder;
  if (!check && isBehindLink(root, plan.file)) {
    // Whoever checks out somebody else's branch writes nowhere else by it.
    const found = problem("baseline-link", placeIn(plan.file), { file: plan.file });
    if (args.flag("json"))
      world.print(
        `${JSON.stringify(updateJson({ ...plan, text: null, problems: [found] }, { check }), null, 2)}\n`,
      );
    else world.print(`${renderProblems([found], { source, notes: false })}\n`);
    return 2;
  }
  if (!check && plan.text !== null && !plan.current)
    writeAtomically(join(root, plan.file), plan.text);
  if (args.flag("json")) world.print(`${JSON.stringify(updateJson(plan, { check }), null, 2)}\n`);
  else {
    const problems = renderProblems(plan.problems, { source, notes: false });
    if (problems !== "") world.print(`${problems}\n`);
    world.print(`${describeUpdate(plan, { check })}\n`);
  }
  return updateExitCode(plan, { check });
}

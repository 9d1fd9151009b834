import { explain } from "../commands/explain/explain.ts";
import { renderProblems } from "../report/views/problem-list.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { withCommandContext } from "../io/context.ts";

import { configPath, openHead } from "../io/tree/sides.ts";

export async function runExplain(args: Arguments, world: World): Promise<0 | 2> {
  const head = openHead(world.folder);
  const file = configPath(head, world.folder, args.value("config"));
  if (file === null) {
    world.warn("promptcost: the config lies outside this repository.\n");
    return 2;
  }
  const asked = { tree: head.tree, file, scenario: args.rest[0] ?? "", json: args.flag("json") };
  const outcome = await withCommandContext({ asOf: args.value("as-of"), dry: false }, (context) =>
    explain({ ...context, ...asked }),
  );
  if (outcome.text === null) {
    world.print(renderProblems(outcome.problems, { source: outcome.source, notes: false }));
    return 2;
  }
  world.print(outcome.text);
  return 0;
}

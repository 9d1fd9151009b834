/** `explain`: how one number comes about. */
import { explain } from "../../commands/explain/explain.ts";
import { withCommandContext } from "../../io/context.ts";
import { openBaseSide } from "../../io/tree/sides.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { World } from "../command-line.ts";
import { openFolder } from "../folder.ts";
import type { ArgumentsOf } from "../usage.ts";

export async function runExplain(args: ArgumentsOf<"explain">, world: World): Promise<0 | 2> {
  const opened = openFolder(args.option("config"), world);
  if (opened === null) return 2;
  const { head, file } = opened;
  const rev = args.option("base");
  const base = await openBaseSide(head, { event: null, asked: rev, access: null, remote: null });
  // One that was named is meant; without a name a folder may have none.
  if (rev !== null && "problem" in base) {
    world.print(renderProblems([base.problem], { source: null, notes: false }));
    return 2;
  }
  const [scenario, json, blocks] = [args.operands, args.option("json"), args.option("block")];
  const asked = { tree: head.tree, base, file, scenario, json, blocks };
  const outcome = await withCommandContext({ asOf: args.option("as-of"), dry: false }, (context) =>
    explain({ ...context, ...asked }),
  );
  if (outcome.text === null) {
    world.print(renderProblems(outcome.problems, { source: outcome.source, notes: false }));
    return 2;
  }
  world.print(outcome.text);
  return 0;
}

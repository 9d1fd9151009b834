/** `explain`: how one number comes about. */
import { explain, type ExplainOutcome } from "../../commands/explain/explain.ts";
import { withCommandContext } from "../../io/context.ts";
import { openBaseSide } from "../../io/tree/sides.ts";
import type { Problem } from "../../problem.ts";
import { reportProblem } from "../../report/parts.ts";
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
  const [scenario, json, blocks] = [args.operands, args.option("json"), args.option("block")];
  const refuse = (problems: readonly Problem[], source: ExplainOutcome["source"]): 2 => {
    world.print(
      json
        ? `${JSON.stringify({ schemaVersion: 1, problems: problems.map(reportProblem) }, null, 2)}\n`
        : renderProblems(problems, { source, notes: false }),
    );
    return 2;
  };
  if (rev !== null && "problem" in base) return refuse([base.problem], null);
  const asked = { tree: head.tree, base, file, scenario, json, blocks };
  const outcome = await withCommandContext({ asOf: args.option("as-of"), dry: false }, (context) =>
    explain({ ...context, ...asked }),
  );
  if (outcome.text === null) return refuse(outcome.problems, outcome.source);
  world.print(outcome.text);
  return 0;
}

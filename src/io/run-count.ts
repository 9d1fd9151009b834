import { countExchanges } from "../commands/count.ts";
import { countText } from "../commands/count-text.ts";
import { hasErrors, type Problem } from "../problem.ts";
import { createBlockTable } from "../prompt/blocks.ts";
import { renderProblems } from "../report/problem-list.ts";
import { createCounter } from "../tokens/counter.ts";
import type { Arguments } from "./arguments.ts";
import type { World } from "./command-line.ts";
import { readNamedFiles } from "./run-recordings.ts";
import { loadTokenizer } from "./vocabulary.ts";

export const runCount = (args: Arguments, world: World): 0 | 2 => {
  const problems: Problem[] = [];
  const exchanges = readNamedFiles(args, world, problems);
  const result = countExchanges({
    exchanges,
    counter: createCounter(loadTokenizer),
    table: createBlockTable(),
    dry: args.flag("dry"),
    problems,
  });
  if (args.flag("json")) world.print(`${JSON.stringify(result)}\n`);
  else world.print(`${countText(result)}${renderProblems(result.problems, { source: null, notes: true })}`);
  return hasErrors(result.problems) ? 2 : 0;
};

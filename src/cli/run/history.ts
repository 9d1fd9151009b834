/** `history`: the bill through git's history. */
import { isAbsolute, join } from "node:path";
import { historyJson } from "../../commands/history/json.ts";
import { workOutHistory } from "../../commands/history/history.ts";
import { historySvg } from "../../commands/history/svg.ts";
import { historyText } from "../../commands/history/text.ts";
import { loadConfig } from "../../config/load.ts";
import { writeAtomically } from "../../io/files.ts";
import { readFileLog } from "../../io/git/log.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import { describeFailure } from "../../baseline/git-failure.ts";
import { renderProblems, type ProblemListOptions } from "../../report/views/problem-list.ts";
import type { World } from "../command-line.ts";
import { openFolder } from "../folder.ts";
import { notWritten } from "../report.ts";
import type { ArgumentsOf } from "../usage.ts";

/** Commits shown where nothing else is asked for. */
const usualCommits = 30;

export async function runHistory(args: ArgumentsOf<"history">, world: World): Promise<0 | 2> {
  const opened = openFolder(args.option("config"), world);
  if (opened === null) return 2;
  const { head, root, file } = opened;
  const json = args.option("json");
  const svg = args.option("svg");
  const refuse = (problems: readonly Problem[], source: ProblemListOptions["source"]): 2 => {
    if (json) printJson(historyJson(file, null, problems), world);
    else world.print(renderProblems(problems, { source, notes: false }));
    return 2;
  };
  const { config, text, problems } = loadConfig(head.tree, file, new Map());
  if (config === null) return refuse(problems, text === null ? null : { file, text });
  const log =
    head.root === null
      ? null
      : readFileLog(root, config.baseline, {
          most: args.option("most") ?? usualCommits,
          since: args.option("since"),
        });
  if (log === null) {
    const why = describeFailure(head.failure ?? "not-a-repository");
    return refuse(
      [problem("base-git-failed", nowhere, { doing: "read the history", ...why })],
      null,
    );
  }
  const outcome = workOutHistory({ file: config.baseline, ...log, asked: args.operands });
  const { history } = outcome;
  if (history === null) return refuse(outcome.problems, null);
  if (svg === "-") world.print(historySvg(history));
  else if (svg !== null) {
    try {
      writeAtomically(isAbsolute(svg) ? svg : join(world.folder, svg), historySvg(history));
    } catch (error) {
      return world.refuse(notWritten(svg, error));
    }
  }
  if (json) printJson(historyJson(config.baseline, history, outcome.problems), world);
  else if (svg !== "-") {
    const list = renderProblems(outcome.problems, { source: null, notes: false });
    world.print(`${historyText(history)}${list === "" ? "" : `\n${list}`}`);
  }
  return 0;
}

function printJson(document: object, world: World): void {
  world.print(`${JSON.stringify(document, null, 2)}\n`);
}

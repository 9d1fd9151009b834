/** `init`: a first set-up. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeFailure } from "../../baseline/git-failure.ts";
import { usualConfig } from "../../config/paths.ts";
import { initJson } from "../../commands/init/json.ts";
import { hasFoundAnything, type InitPlan } from "../../commands/init/plan.ts";
import { createRecogniser } from "../../commands/init/recordings/recognise.ts";
import { settlePlan } from "../../commands/init/settle.ts";
import { surveyRepository } from "../../commands/init/survey.ts";
import { initText, nothingFoundText } from "../../commands/init/text.ts";
import { withCommandContext } from "../../io/context.ts";
import { pathFromRoot } from "../../io/files.ts";
import { findDefaultBranch } from "../../io/git/default-branch.ts";
import { digest } from "../../io/hash.ts";
import { replaceFiles } from "../../io/replace-files.ts";
import { withTexts } from "../../io/tree/overlay.ts";
import { configPath, openCommit, openHead, type OpenHead } from "../../io/tree/sides.ts";
import { placeIn, problem } from "../../problem.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { ExitCode, World } from "../command-line.ts";
import type { ArgumentsOf } from "../usage.ts";
import { version } from "../version.ts";

export async function runInit(args: ArgumentsOf<"init">, world: World): Promise<ExitCode> {
  const dryRun = args.option("dry-run");
  const json = args.option("json");
  const head = openHead(world.folder);
  const root = head.root ?? head.folder;
  warnOfGit(head, world);
  const folder = pathFromRoot(root, resolve(world.folder)) ?? "";
  const survey = surveyRepository(head.tree, folder, {
    sizeOf: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0,
    recognise: createRecogniser(head.tree, digest),
  });
  const config = configPath(head, world.folder, null) ?? usualConfig;
  const print = (text: string): void => world.print(text);
  const isThere = (path: string): boolean => existsSync(join(root, path));
  if (!hasFoundAnything(survey) && !isThere(config)) {
    if (json) print(toJson(initJson({ survey, plan: null, report: null, dryRun })));
    else print(nothingFoundText(survey));
    return 2;
  }
  const planned = {
    isThere,
    paths: head.tree.paths(),
    survey,
    config,
    folder,
    branch: (head.root === null ? null : findDefaultBranch(root)) ?? "main",
    preCommit: args.option("pre-commit"),
    version,
  };
  const { plan, report, source } = await withCommandContext({ asOf: null, dry: false }, (context) =>
    settlePlan(context, planned, (files) =>
      withTexts(head.tree, new Map(files.map(({ path, text }) => [path, text]))),
    ),
  );
  if (!dryRun && !writeFiles(root, plan, world)) return 2;
  if (json) print(toJson(initJson({ survey, plan, report, dryRun })));
  else {
    print(initText({ survey, plan, report, dryRun }));
    const errors = report.problems.filter(({ severity }) => severity === "error");
    const problems = renderProblems(errors, { source, notes: false });
    if (problems !== "") print(`\n${problems}`);
  }
  return report.verdict === "error" ? 2 : 0;
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What is missing for a comparison; files are written all the same. */
function warnOfGit(head: OpenHead, world: World): void {
  const commit = head.root === null ? null : openCommit(head.root);
  if (commit !== null && "tree" in commit) return;
  const { said, fix } = describeFailure(
    commit === null ? (head.failure ?? "not-a-repository") : commit.kind,
  );
  world.warn(`promptcost: ${said}, so nothing can be compared yet. ${fix}\n`);
}

/** Writes the files, all or none; false where that failed, which was said. */
function writeFiles(root: string, { files }: InitPlan, world: World): boolean {
  const failed = replaceFiles(root, files, join(root, ".promptcost-init.tmp"));
  if (failed === null) return true;
  const why = `${failed.why === "link" ? "it lies behind a link" : failed.why}. Nothing was written`;
  world.refuse(problem("file-not-written", placeIn(failed.path), { file: failed.path, why }));
  return false;
}

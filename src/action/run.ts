/**
 * The action: settings and event in; a report, a comment or a baseline, outputs and an exit code
 * out.
 */
import { join, resolve } from "node:path";
import type { ScenarioFacts } from "../baseline/entry.ts";
import { describeReadFailure } from "../baseline/git-failure.ts";
import { exitCode } from "../budget/verdict.ts";
import { workOutBaseline } from "../commands/update/baseline.ts";
import { check, type CheckOutcome } from "../commands/check/check.ts";
import { describeUpdate, type UpdatePlan } from "../commands/update/update.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import { publishBaseline } from "../publish/baseline.ts";
import { commentKey, publishReport } from "../publish/comment.ts";
import { baseEventOf, planMode } from "../publish/event.ts";
import { renderAnnotations } from "../report/views/annotations.ts";
import { buildReport } from "../report/build.ts";
import { outputsOf } from "../report/views/outputs.ts";
import { type Report, writeReport } from "../report/report.ts";
import { reportProblem } from "../report/scenario.ts";
import { renderSummary } from "../report/views/summary.ts";
import { renderTerminal } from "../report/views/terminal.ts";
import type { Tree } from "../tree.ts";
import { today } from "../io/clock.ts";
import { findRepository, pathFromRoot, writeAtomically } from "../io/files.ts";
import { replayHead, type ReplayedHead } from "./replay.ts";
import { connectGitHub } from "../io/github/client.ts";
import { digest } from "../io/hash.ts";
import { withCommandContext } from "../io/context.ts";

import { createRunner, type Runner } from "./runner.ts";
import { readRun, readSettings, type RunFacts, type Settings } from "./settings.ts";
import { openBase, openCommit, usualConfig, type OpenHead } from "../io/tree/sides.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface Job {
  readonly settings: Settings;
  /** What is odd about the inputs, none of it an error. */
  readonly oddInputs: readonly Problem[];
  readonly facts: RunFacts;
  readonly head: OpenHead;
  /** The config's path from the repository's root. */
  readonly file: string;
  readonly github: ReturnType<typeof connectGitHub> | null;
  readonly runner: Runner;
  /** The head with what was answered just now. */
  readonly replayed: ReplayedHead;
}

/**
 * Runs the action and gives its exit code. `write` is the log. Whatever goes wrong, a report is
 * left.
 */
export async function runAction(
  env: Environment,
  write: (text: string) => void,
): Promise<0 | 1 | 2> {
  const runner = createRunner(env, write);
  try {
    return await runJob(env, runner);
  } catch (error) {
    const { name, stack } = error instanceof Error ? error : new Error("unknown");
    runner.print(`${stack ?? name}\n`);
    const outlet = { runner, folder: env["RUNNER_TEMP"] ?? null, step: "" };
    leave(refuse([problem("unforeseen", nowhere, { name })]), outlet);
    return 2;
  }
}

async function runJob(env: Environment, runner: Runner): Promise<0 | 1 | 2> {
  const { settings, problems } = readSettings(env);
  for (const secret of [settings.token, settings.anthropicKey])
    if (secret !== null) runner.hide(secret);
  const facts = readRun(env);
  const folder = env["RUNNER_TEMP"] ?? null;
  const wrong = "code" in facts ? [...problems, facts] : hasErrors(problems) ? problems : [];
  const workspace = env["GITHUB_WORKSPACE"] ?? ".";
  const place = join(workspace, settings.workingDirectory);
  const root = findRepository(place);
  const opened = root === null ? null : openCommit(root);
  const head = opened === null || !("tree" in opened) ? null : opened;
  const file =
    root === null ? null : pathFromRoot(root, resolve(place, settings.config ?? usualConfig));
  if (wrong.length > 0 || "code" in facts || head === null || file === null) {
    const missing = problem("base-git-failed", nowhere, {
      doing: "read the checked-out commit",
      said:
        opened === null || "tree" in opened
          ? "there is none (`uses: actions/checkout` comes first)"
          : describeReadFailure(opened.kind),
    });
    const outside = problem("input-invalid", nowhere, {
      input: "config",
      allowed: ["a file of this repository"],
    });
    leave(refuse(wrong.length > 0 ? wrong : [head === null ? missing : outside]), {
      runner,
      folder,
      step: "",
    });
    return 2;
  }
  const { repository, apiUrl, graphqlUrl } = facts;
  const github =
    settings.token === null || repository === null
      ? null
      : connectGitHub({
          token: settings.token,
          owner: repository.owner,
          repository: repository.name,
          apiUrl,
          graphqlUrl,
        });
  const outlet = { runner, folder: facts.temporary, step: facts.step };
  const mode = planMode(settings.mode, facts.event);
  const replayed = await replayHead({
    settings,
    facts,
    head,
    file,
    mode,
    branches: github?.branches ?? null,
    print: runner.print,
  });
  if (replayed.said !== "") runner.print(`${replayed.said}\n`);
  const job: Job = { settings, oddInputs: problems, facts, head, file, github, runner, replayed };
  if (mode === "check") {
    const outcome = await comment(await runCheck(job), job);
    leave(outcome, outlet);
    return exitCode(outcome.report.verdict);
  }
  const outcome = await runCheck(job);
  const updated = await update(job);
  leave(withProblems(outcome, updated.problems), outlet);
  runner.print(`${updated.said}\n`);
  return updated.plan.text === null ? 2 : 0;
}

/** Everything a run leaves behind: the JSON report, outputs, the summary, annotations, the log. */
function leave(
  outcome: CheckOutcome,
  options: { readonly runner: Runner; readonly folder: string | null; readonly step: string },
): void {
  const { report, source } = outcome;
  const path =
    options.folder === null
      ? ""
      : join(
          options.folder,
          `promptcost-report${options.step === "" ? "" : `-${options.step}`}.json`,
        );
  if (path !== "") writeAtomically(path, writeReport(report));
  options.runner.print(renderTerminal(report, { colour: false, source }));
  options.runner.annotate(renderAnnotations(report));
  options.runner.writeSummary(renderSummary(report));
  options.runner.writeOutputs(outputsOf(report, path));
}

/** A report of what kept the check from starting. */
function refuse(problems: readonly Problem[]): CheckOutcome {
  return {
    report: buildReport({
      asOf: today(),
      config: null,
      comparison: "not-compared",
      base: null,
      scenarios: [],
      judgement: null,
      loosened: [],
      problems,
      error: true,
      links: { repository: null, head: null },
    }),
    source: null,
  };
}

/** The comment decides nothing: whatever becomes of it is a warning (DESIGN.md, "Publishing"). */
async function comment(
  outcome: CheckOutcome,
  { settings, facts, file, github }: Job,
): Promise<CheckOutcome> {
  if (settings.comment === "off" || github === null) return outcome;
  const { event, run } = facts;
  const published = await publishReport({
    report: outcome.report,
    event,
    comments: github.comments,
    key: commentKey(file, settings.key),
    run,
    digest,
  });
  return withProblems(outcome, published.problems);
}

function withProblems(outcome: CheckOutcome, problems: readonly Problem[]): CheckOutcome {
  const report: Report = {
    ...outcome.report,
    problems: [...outcome.report.problems, ...problems.map(reportProblem)],
  };
  return { ...outcome, report };
}

async function runCheck({
  settings,
  oddInputs,
  facts,
  head,
  file,
  github,
  replayed,
}: Job): Promise<CheckOutcome> {
  const base = await openBase(head, {
    event: baseEventOf(facts.event),
    asked: null,
    access: settings.token === null ? null : { token: settings.token, server: facts.serverUrl },
    remote: github?.base ?? null,
  });
  const { event } = facts;
  const fork = event.kind === "pull-request" && event.fork;
  const links = {
    repository: facts.repository?.url ?? null,
    head: event.kind === "pull-request" ? event.head : facts.sha,
  };
  return withCommandContext({ asOf: null, dry: settings.dry }, (context) =>
    check({
      ...context,
      head: replayed.tree,
      base,
      file,
      fork,
      links,
      problems: [...oddInputs, ...replayed.problems],
    }),
  );
}

/**
 * Commits the baseline where it belongs; what keeps it from landing costs nothing, since main's
 * side is worked out from its tree.
 */
async function update(job: Job): Promise<{
  readonly plan: UpdatePlan;
  readonly problems: readonly Problem[];
  readonly said: string;
}> {
  const { settings, facts, head, file, github, replayed } = job;
  const workOut = async (tree: Tree) =>
    withCommandContext({ asOf: null, dry: false }, (context) =>
      workOutBaseline({ ...context, tree, file }),
    );
  const worked = await workOut(replayed.tree);
  const { plan } = worked;
  const branch = branchOf(facts);
  if (plan.text === null || branch === null || facts.sha === null)
    return { plan, problems: [], said: describeUpdate(plan, { check: true }) };
  if (github === null)
    return {
      plan,
      problems: [],
      said: `${describeUpdate(plan, { check: true })}; without a token nothing is committed`,
    };
  const published = await publishBaseline({
    branches: github.branches,
    branch,
    path: plan.file,
    content: plan.text,
    alongside: replayed.files,
    computedAt: facts.sha,
    // What the branch held when it was read, without what was answered since.
    inputs: writeFacts((replayed.files.length === 0 ? worked : await workOut(head.tree)).facts),
    inputsAt: async (commit) => {
      const tree = await github.base.fetchTree(commit);
      return tree === null ? null : writeFacts((await workOut(tree)).facts);
    },
    mayWrite: settings.token !== null && !facts.dependabot,
  });
  return { plan, problems: published.problems, said: `${plan.file}: ${published.outcome}` };
}

function branchOf({ event }: RunFacts): string | null {
  return event.kind === "push" || event.kind === "other" ? event.branch : null;
}

function writeFacts(facts: ReadonlyMap<string, ScenarioFacts>): string {
  return JSON.stringify([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

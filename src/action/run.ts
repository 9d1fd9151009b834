/**
 * The action: inputs and event in; a report, a comment or a baseline, outputs and an exit code out.
 */
import { exitCode } from "../budget/verdict.ts";
import type { CheckOutcome } from "../commands/check/check.ts";
import { describeCrash, type Crash } from "../io/crash.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { WorkflowEvent } from "../publish/event.ts";
import { checkHead } from "./check.ts";
import { answerComment } from "./comment-run.ts";
import { deliver, destinationIn } from "./deliver.ts";
import { openJob, startRun } from "./job.ts";
import { refuse, withDemands, withProblems } from "./outcome.ts";
import { publishComment } from "./publish.ts";
import { replayHead } from "./replay.ts";
import { temporaryFolder } from "./run-facts.ts";
import { createRunner, type Environment, type Runner } from "./runner.ts";
import { updateBaseline, verifyBaseline } from "./update.ts";

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
    return await runSteps(env, runner);
  } catch (error) {
    return reportCrash(env, { crash: describeCrash(error), write });
  }
}

/** Leaves a report of what nobody foresaw; gives the exit code, 2. */
export function reportCrash(
  env: Environment,
  { crash, write }: { readonly crash: Crash; readonly write: (text: string) => void },
): 2 {
  const runner = createRunner(env, write);
  const { name, frames, by } = crash;
  if (frames !== "") runner.print(`${frames}\n`);
  const found =
    by === "itself"
      ? problem("unforeseen", nowhere, { name })
      : problem("run-stopped", nowhere, { signal: name, by });
  return stop([found], env, runner);
}

/**
 * Replay, check, then the comment or the baseline; the report is left last, and says what came of
 * both.
 */
async function runSteps(env: Environment, runner: Runner): Promise<0 | 1 | 2> {
  const started = startRun(env, runner);
  if ("problems" in started) return stop(started.problems, env, runner);
  const { event } = started.facts;
  const answer = event.kind === "comment" ? await answerComment(event, started) : null;
  if (answer?.kind === "refused") return stop(answer.problems, env, runner);
  if (answer?.kind === "done") {
    runner.print(`${answer.said}\n`);
    return 0;
  }
  if (answer !== null && answer.said !== "") runner.print(`${answer.said}\n`);
  const facts = answer === null ? started.facts : { ...started.facts, event: answer.event };
  const job = openJob({ ...started, facts });
  if ("problems" in job) return stop(job.problems, env, runner);
  const { mode } = job;
  const destination = destinationIn(facts.temporary, facts.step, runner);
  const replayed = await replayHead(job);
  if (replayed.said !== "") runner.print(`${replayed.said}\n`);
  const checked = await checkHead(job, replayed);
  if (mode === "check") {
    const outcome = withDemands(checked, await verifyBaseline(job, replayed));
    const published = await publishComment(outcome, job);
    const after = (await answer?.after()) ?? [];
    deliver(withProblems(outcome, [...published, ...after]), destination);
    return exitCodeOf(outcome, facts.event, runner);
  }
  const updated = await updateBaseline(job, replayed);
  deliver(withProblems(checked, updated.problems), destination);
  runner.print(`${updated.said}\n`);
  return updated.plan.text === null ? 2 : 0;
}

/** What a push costs over its budget is told, and stops nobody: it is merged (DESIGN.md). */
function exitCodeOf({ report }: CheckOutcome, event: WorkflowEvent, runner: Runner): 0 | 1 | 2 {
  const code = exitCode(report.verdict);
  if (code !== 1 || event.kind !== "push") return code;
  runner.print("What is over budget on a push is told, and does not fail this step.\n");
  return 0;
}

/** Leaves a report of what kept the run from starting. */
function stop(problems: readonly Problem[], env: Environment, runner: Runner): 2 {
  deliver(refuse(problems), earlyDestination(env, runner));
  return 2;
}

/** Where a report goes before the step is known. */
function earlyDestination(env: Environment, runner: Runner) {
  return destinationIn(temporaryFolder(env), "", runner);
}

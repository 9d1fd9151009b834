/** `record`: what a command sends becomes fixtures. */
import { openBook } from "../../evaluation/context.ts";
import { hasErrors, nowhere, placeIn, problem, type Problem } from "../../problem.ts";
import type { OpenCaptures } from "../../record/ports.ts";
import {
  findSnapshotDifferences,
  type SnapshotDifference,
} from "../../record/differences/difference.ts";
import { planSnapshots, recordedInto } from "../../record/plan-snapshots.ts";
import { findDisagreements } from "../../record/recordings.ts";
import type { RecordResult, SnapshotPlan } from "../../record/snapshot-plan.ts";
import type { StubTally } from "../../record/stub/stub.ts";
import { withEarlierTimes } from "./answerers.ts";
import type { RecordJob, RecordWorld } from "./job.ts";
import { runCommandTwice, type CommandRuns } from "./run-command.ts";
import { spentOn, type Spent } from "./spent.ts";

/** What a `record` came to. */
export interface RecordOutcome {
  /** Null: the command did not end well, or nothing could be recorded. */
  readonly recording: Recording | null;
  readonly problems: readonly Problem[];
}

/** What was recorded. */
export interface Recording {
  /** How often the command ran. */
  readonly passes: number;
  readonly result: RecordResult;
  /** Files that were written or taken away, from the root; none with `--check`. */
  readonly written: readonly string[];
  /** The first config, where one was written. */
  readonly config: string | null;
  /** In what the fixtures as they were are not what the command sends. */
  readonly differences: readonly SnapshotDifference[];
  /** How the stub answered; null: the API did. */
  readonly tally: StubTally | null;
  readonly spent: Spent | null;
  /** Answers that an earlier `record` had paid for and not written down. */
  readonly pickedUp: number;
}

/** Runs the command, works out what becomes of the fixtures, and writes it. */
export async function record(job: RecordJob, world: RecordWorld): Promise<RecordOutcome> {
  const into = recordedInto(job);
  const obstacle = job.check ? null : world.findWriteObstacle(into);
  if (obstacle !== null) return failed([notWritten(obstacle)]);
  const captures = world.openCaptures(job.redact);
  if ("failed" in captures) return failed([problem("record-journal", nowhere, {})]);
  if ("running" in captures)
    return failed([problem("record-running", nowhere, { file: captures.running })]);
  let isDone = false;
  try {
    const from = world.now();
    const runs = await runCommandTwice(job, world, captures);
    if ("failed" in runs) return failed([runs.failed]);
    if (hasErrors(runs.problems)) return failed([...runs.problems, ...sayFacts(runs)]);
    const outcome = await keep(job, { world, captures, runs, from });
    isDone = !job.check && !hasErrors(outcome.problems);
    return outcome;
  } finally {
    captures.close(isDone);
  }
}

function failed(problems: readonly Problem[]): RecordOutcome {
  return { recording: null, problems };
}

function notWritten({ path, why }: { readonly path: string; readonly why: string }): Problem {
  return problem("record-not-written", placeIn(path), { why });
}

interface Captured {
  readonly world: RecordWorld;
  readonly captures: OpenCaptures;
  readonly runs: CommandRuns;
  /** When the command began. */
  readonly from: string;
}

/** Puts what was captured into the fixtures, or only says in what they differ. */
async function keep(
  job: RecordJob,
  { world, captures, runs, from }: Captured,
): Promise<RecordOutcome> {
  const calls = withEarlierTimes(captures.calls(), captures.before);
  const { tree, config, configFile, redact, scenario, literal, context } = job;
  const texts = { from, until: world.now(), literal };
  const asked = { calls, tree, config, configFile, redact, scenario, texts };
  const { plan, differences } = await world.withContext((counting) => {
    const made = planSnapshots({ ...asked, context: counting, unsent: "seen" });
    return { plan: made, differences: findSnapshotDifferences(made.changes, counting) };
  });
  const problems = [
    ...runs.problems,
    ...sayFacts(runs),
    ...findDisagreements(job.recorded),
    ...plan.problems,
  ];
  if (hasErrors(problems)) return failed(problems);
  const changes = changesOf(plan, job.draft);
  const failure = job.check || changes.length === 0 ? null : world.replaceFiles(changes);
  if (failure !== null) return failed([...problems, notWritten(failure)]);
  return {
    recording: {
      passes: runs.passes,
      result: plan.result,
      written: job.check ? [] : changes.map(({ path }) => path),
      config: job.check ? null : (plan.config?.path ?? null),
      differences,
      tally: job.stub ? runs.answering.tally() : null,
      spent: job.stub
        ? null
        : spentOn(captures.calls(), config === null ? null : openBook(config), context),
      pickedUp: captures.before.length,
    },
    problems,
  };
}

function changesOf(
  plan: SnapshotPlan,
  draft: readonly string[],
): readonly { readonly path: string; readonly text: string | null }[] {
  const config = plan.config === null ? [] : [plan.config];
  const replaced = plan.config === null ? [] : draft;
  const removed = [...plan.removals, ...replaced].map((path) => ({ path, text: null }));
  return [...plan.writes, ...config, ...removed];
}

/** What else went through the proxy, or past it. */
function sayFacts({ facts }: CommandRuns): readonly Problem[] {
  const elsewhere = [...facts.elsewhere].map(([name, calls]) =>
    problem("record-elsewhere", nowhere, { name, calls }),
  );
  const { unreadable: calls } = facts;
  return calls === 0 ? elsewhere : [...elsewhere, problem("record-unreadable", nowhere, { calls })];
}

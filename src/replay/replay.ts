/**
 * Sends fixtures again under a cap, keeps what comes back, and says how good the prediction was.
 */
import type { Pico } from "../money.ts";
import type { Problem } from "../problem.ts";
import { createPendingAnswers, type AnswerLengths } from "./answers/pending-answers.ts";
import { groupAlike } from "./answers/resume.ts";
import { followOpenBatches } from "./batches/open-batches.ts";
import { sendInBatches } from "./batches/send.ts";
import type { PredictionRow } from "./prediction/predictions.ts";
import { createQueue } from "./sending/queue.ts";
import { sendRun } from "./sending/run.ts";
import { createSession, type ReplayOptions, type RunSample, type SessionPorts } from "./session.ts";

export interface ReplayResult {
  readonly requests: number;
  readonly answered: number;
  /** Pico-dollars. */
  readonly spent: Pico;
  readonly rows: readonly PredictionRow[];
  /** Where each run was sent several times. */
  readonly lengths: readonly AnswerLengths[];
  /** Runs that are answered and kept, by `runText`. */
  readonly done: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/**
 * Sends the planned runs: as many at once as asked, the exchanges of a run in order with its own
 * gaps; or all in batches. Nothing starts whose upper bound does not fit the cap; no request that
 * was answered is sent again, after a kill too.
 */
export async function replay(options: ReplayOptions, ports: SessionPorts): Promise<ReplayResult> {
  const { times } = options;
  const session = createSession(options, ports);
  const { cap } = session;
  const runs = samplesOf(options);
  let requests = runs.reduce((sum, { planned: { ages } }) => sum + ages.length, 0);
  let answered = 0;
  const report = (underWay: number): void =>
    ports.reportProgress({
      done: answered + underWay,
      of: requests,
      spent: cap.spent(),
      cap: options.maxUsd,
    });
  await followOpenBatches(session, runs);
  groupAlike(session);
  if (options.batch) await sendInBatches(session, runs, report);
  const pending = createPendingAnswers(runs, { times, keep: ports.keep });
  const queue = createQueue(session, runs, (skipped) => {
    requests -= skipped.planned.ages.length;
    pending.end(skipped);
  });
  const countAnswer = (): void => {
    answered += 1;
    report(0);
  };
  const work = async (): Promise<void> => {
    for (let opened = queue.take(); opened !== null; opened = queue.take()) {
      await sendRun(session, opened, { pending, answered: countAnswer });
      pending.end(opened.run);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  pending.close();
  const grouped = [...session.grouped.values()].map(({ create, more }) => create(more));
  // The answers of an adopted run are in another run's fixture; they are still only in the journal
  // where anything was not kept or not answered.
  const done = new Set([
    ...pending.done,
    ...(pending.problems.length === 0 && answered === requests ? session.adopted : []),
  ]);
  return {
    requests,
    answered,
    spent: cap.spent(),
    rows: session.predictions.rows(),
    lengths: pending.lengths,
    done,
    problems: [...session.problems, ...grouped, ...pending.problems],
  };
}

/**
 * Each run as often as it is sent: all runs a first time before any a second time. The first
 * answers are the recorded ones, and a run costs less while the cache still holds its prompt.
 */
function samplesOf({ plan, times }: ReplayOptions): readonly RunSample[] {
  return Array.from({ length: times }, (_, sample) =>
    plan.runs.map((planned): RunSample => ({ planned, sample })),
  ).flat();
}

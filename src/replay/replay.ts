/**
 * A replay from its plan to its result. What comes before: `prepare.ts` reads a tree and plans
 * (`plan/`); `with-journal.ts` opens the journal and what else it needs of the world (`ports.ts`),
 * and calls `replay`. What comes after: `text/` says what it came to. Without sending anything,
 * `prediction/forecast.ts` says what it would come to.
 */
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { AnswerLengths, PendingAnswers } from "./answers/pending-answers.ts";
import { groupAlike, settleKept } from "./answers/resume.ts";
import { followOpenBatches } from "./batches/open-batches.ts";
import { sendInBatches } from "./batches/send.ts";
import type { PredictionRow } from "./prediction/predictions.ts";
import { sendRuns } from "./sending/queue.ts";
import {
  createSession,
  progressOf,
  type ReplayOptions,
  type RunSample,
  type Session,
  type SessionPorts,
} from "./session.ts";
import { sortByPlace } from "../problem-order.ts";

/** What a replay came to. */
export interface ReplayResult {
  readonly requests: number;
  readonly answered: number;
  /** Pico-dollars. */
  readonly spent: Pico;
  /**
   * What was predicted and what was billed, a row per answered request, in the order of sending.
   */
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
  const session = createSession(options, ports);
  ports.progress.start(() => progressOf(session));
  // What was counted while the tree was read and planned.
  options.context.counter.forget();
  const runs = samplesOf(options);
  groupAlike(session);
  const openBatches = followOpenBatches(session, runs);
  if (options.batch) await sendInBatches(session, runs, openBatches);
  // After batches this only puts their answers into the fixtures.
  const pending = await sendRuns(session, runs, openBatches);
  // What nobody waited for ends here, or when the user stops.
  while (!openBatches.areEnded()) await openBatches.next();
  settleKept(session);
  return resultOf(session, pending);
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

function resultOf(session: Session, pending: PendingAnswers): ReplayResult {
  const { counts, cap, predictions } = session;
  const { requests, answered } = counts;
  const grouped = [...session.grouped.values()].map(({ create, more }) => create(more));
  const left = requests - answered;
  const stopped =
    session.ports.isStopped() && left > 0
      ? [problem("replay-stopped", nowhere, { requests: left })]
      : [];
  return {
    requests,
    answered,
    spent: cap.spent(),
    rows: predictions.rows(),
    lengths: pending.lengths,
    done: pending.done,
    problems: sortByPlace([...stopped, ...session.problems, ...grouped, ...pending.problems]),
  };
}

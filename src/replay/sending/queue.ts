/** Sends runs, several at once; each is opened when its turn is near. */
import { createPendingAnswers, type PendingAnswers } from "../answers/pending-answers.ts";
import {
  findAnswered,
  findUnknown,
  isRecordedMeanwhile,
  mayBeSentAgain,
} from "../answers/resume.ts";
import { findCostBound } from "../cost/cost-bound.ts";
import { journalKey, type RunSample, type Session } from "../session.ts";
import { sendRun, type OpenedRun } from "./run.ts";

/**
 * Sends runs, as many at once as the session was asked for, and writes their answers into the
 * fixtures. Gives what became of the answers.
 */
export async function sendRuns(
  session: Session,
  runs: readonly RunSample[],
): Promise<PendingAnswers> {
  const { options, ports, counts } = session;
  const pending = createPendingAnswers(runs, options, ports);
  const takeRun = createQueue(session, runs, (skipped) => {
    counts.requests -= skipped.planned.ages.length;
    pending.end(skipped);
  });
  const work = async (): Promise<void> => {
    for (let opened = takeRun(); opened !== null; opened = takeRun()) {
      await sendRun(session, opened, pending);
      pending.end(opened.run);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  pending.close();
  return pending;
}

/** After so many runs their texts are let go of: what they have in common is counted once more. */
const runsRemembered = 32;

/**
 * Opens each run once, in order; as many ahead as are sent at once, so that their first bounds are
 * known in time. Gives the next run each time it is called; null: nothing more is sent. `skip` is
 * called for runs that another call has recorded meanwhile.
 */
function createQueue(
  session: Session,
  runs: readonly RunSample[],
  skip: (run: RunSample) => void,
): () => OpenedRun | null {
  const { options, ports, cap } = session;
  const ready: OpenedRun[] = [];
  let next = 0;
  return () => {
    // After batches nothing is sent any more: their answers are only put into their places.
    if (!options.batch && (ports.isStopped() || cap.isStopped())) return null;
    while (ready.length <= options.concurrency) {
      const run = runs[next];
      if (run === undefined) break;
      next += 1;
      if (next % runsRemembered === 0) options.context.counter.forget();
      const opened = openRun(session, run);
      if (opened === null) skip(run);
      else ready.push(opened);
    }
    return ready.shift() ?? null;
  };
}

/** Null: another call has recorded it meanwhile. */
function openRun(session: Session, run: RunSample): OpenedRun | null {
  const { options } = session;
  const open = run.planned.open();
  if (isRecordedMeanwhile(run.planned, open.exchanges)) return null;
  const [exchange] = options.batch ? [] : open.exchanges;
  if (exchange === undefined) return { run, open, earlyBound: null };
  const key = journalKey(run, exchange, options.context);
  const unknown = findUnknown(session, key);
  const willBeSent =
    findAnswered(session, key) === undefined &&
    (unknown === undefined || mayBeSentAgain(session, unknown));
  const earlyBound = willBeSent ? findCostBound(session, run.planned, exchange) : null;
  return { run, open, earlyBound };
}

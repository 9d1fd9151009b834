/** Sends runs, several at once; each is opened when its turn is near. */
import { createPendingAnswers, type PendingAnswers } from "../answers/pending-answers.ts";
import {
  findAnswered,
  findUnknown,
  isRecordedMeanwhile,
  mayBeSentAgain,
} from "../answers/resume.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { OpenBatches } from "../batches/open-batches.ts";
import { arrangeSamples, putSpare } from "../answers/samples.ts";
import { findCostBound } from "../cost/cost-bound.ts";
import { createTextRelease } from "../held-texts.ts";
import { isStopped, journalKey, type RunSample, type Session } from "../session.ts";
import { sendRun, type OpenedRun } from "./run.ts";

/**
 * Sends runs, as many at once as the session was asked for, and writes their answers into the
 * fixtures, those of samples that are not sent now too. Gives what became of the answers.
 */
export async function sendRuns(
  session: Session,
  runs: readonly RunSample[],
  openBatches: OpenBatches,
): Promise<PendingAnswers> {
  const { options, ports, counts } = session;
  const pending = createPendingAnswers(runs, options, ports);
  const skip = (skipped: RunSample): void => {
    counts.requests -= skipped.planned.ages.length;
    pending.end(skipped);
  };
  const takeRun = createQueue(session, runs, { openBatches, skip });
  const work = async (): Promise<void> => {
    for (let opened = await takeRun(); opened !== null; opened = await takeRun()) {
      putSpare(session, opened.run.planned, pending);
      await sendRun(session, opened, pending);
      pending.end(opened.run);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  pending.close();
  return pending;
}

/**
 * Opens each run once, in order; as many ahead as are sent at once, so that their first bounds are
 * known in time. Gives the next run each time it is called; null: nothing more is sent. A run of
 * which an open batch may answer something comes after the others, when that batch has ended.
 * `skip` is called for runs that another call has recorded meanwhile.
 */
function createQueue(
  session: Session,
  runs: readonly RunSample[],
  { openBatches, skip }: QueueOptions,
): () => Promise<OpenedRun | null> {
  const { options } = session;
  // After batches nothing is sent any more: their answers are only put into their places.
  const isOver = (): boolean => !options.batch && isStopped(session);
  const releaseTexts = createTextRelease(options.context.counter);
  const ready: OpenedRun[] = [];
  let list = runs;
  let next = 0;
  let held: RunSample[] = [];
  let endedBefore = openBatches.ended();
  const fill = (): void => {
    while (ready.length <= options.concurrency) {
      const run = list[next];
      if (run === undefined) break;
      next += 1;
      releaseTexts();
      const opened = openRun(session, run, openBatches);
      if (opened === "recorded") skip(run);
      else if (opened === "held") held.push(run);
      else ready.push(opened);
    }
  };
  return async () => {
    while (!isOver()) {
      fill();
      const opened = ready.shift();
      if (opened !== undefined) return opened;
      if (held.length === 0) return null;
      if (openBatches.ended() === endedBefore) await openBatches.next();
      if (next < list.length) continue;
      endedBefore = openBatches.ended();
      [list, next, held] = [held, 0, []];
    }
    // Their bounds were asked for ahead: nothing is under way once nothing more is sent.
    for (const { earlyBound } of ready) await earlyBound;
    return null;
  };
}

interface QueueOptions {
  readonly openBatches: OpenBatches;
  readonly skip: (run: RunSample) => void;
}

/**
 * `recorded`: another call has recorded it meanwhile. `held`: a batch that is followed may answer
 * something of it.
 */
function openRun(
  session: Session,
  run: RunSample,
  openBatches: OpenBatches,
): OpenedRun | "recorded" | "held" {
  const { options } = session;
  const open = run.planned.open();
  if (isRecordedMeanwhile(run.planned, open.exchanges)) return "recorded";
  if (isHeld(session, run, { exchanges: open.exchanges, openBatches })) return "held";
  if (run.sample === 0) arrangeSamples(session, run.planned, open);
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

function isHeld(
  { options }: Session,
  run: RunSample,
  {
    exchanges,
    openBatches,
  }: { readonly exchanges: readonly Exchange[] } & Pick<QueueOptions, "openBatches">,
): boolean {
  return (
    !openBatches.areEnded() &&
    exchanges.some((exchange) => openBatches.holds(journalKey(run, exchange, options.context).body))
  );
}

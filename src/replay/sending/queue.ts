/** The runs that are still to be sent, opened in order. */
import type { OpenRun } from "../../fixture/open-run.ts";
import { findAnswered, findUnknown, isRecordedMeanwhile } from "../answers/resume.ts";
import { findCostBound, type CostBound } from "../cost/cost-bound.ts";
import { journalKey, type NotSent, type RunSample, type Session } from "../session.ts";

/** A run that is open for sending. */
export interface OpenedRun {
  readonly run: RunSample;
  readonly open: OpenRun;
  /** The bound of its first request, asked for while other runs are sent. */
  readonly earlyBound: Promise<CostBound | NotSent> | null;
}

interface RunQueue {
  /** The next run; null: nothing more is sent. */
  readonly take: () => OpenedRun | null;
}

/**
 * Opens each run once, in order; as many ahead as are sent at once, so that their first bounds are
 * known in time. `skip` is told of runs that another call has recorded meanwhile.
 */
export function createQueue(
  session: Session,
  runs: readonly RunSample[],
  skip: (run: RunSample) => void,
): RunQueue {
  const { options, ports, cap } = session;
  const ready: OpenedRun[] = [];
  let next = 0;
  return {
    take: () => {
      // After batches nothing is sent any more: their answers are only put into their places.
      if (!options.batch && (ports.isStopped() || cap.isStopped())) return null;
      while (ready.length <= options.concurrency) {
        const run = runs[next];
        if (run === undefined) break;
        next += 1;
        const opened = openRun(session, run);
        if (opened === null) skip(run);
        else ready.push(opened);
      }
      return ready.shift() ?? null;
    },
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
  const willBeSent =
    findAnswered(session, key) === undefined &&
    (findUnknown(session, key) === undefined || options.resendsUnknown);
  const earlyBound = willBeSent ? findCostBound(session, run.planned, exchange) : null;
  return { run, open, earlyBound };
}

/** Follows a batch that was sent until it has ended, and takes its results. */
import { shownApiId } from "../../api/shown/ids.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { isStopped, stopElsewhere, type Session } from "../session.ts";
import {
  giveUpGone,
  giveUpMissing,
  isAwaited,
  leaveOpen,
  noteUnbilled,
  type BatchInFlight,
} from "./in-flight.ts";
import { pollPauseMs } from "./listing.ts";
import { isGone, takeResults, type ResultsOutcome } from "./results.ts";
import { searchBatch } from "./search.ts";

/** How long one call follows a batch: each has ended a day after it was made (billing.md §3). */
const longestFollowedMs = 25 * 3_600_000;

/** How often in a row asking after a batch may fail. */
const maxFailures = 8;

/** How often the API is asked before it is believed that it has a batch, or its results, no more. */
const maxGone = 3;

/** How often results are read that could not be had, or lacked some. */
const maxReads = 3;

/**
 * Follows a batch to its end. Of one that never reached the API nothing was billed: its requests
 * may be sent again.
 */
export async function followBatch(session: Session, inFlight: BatchInFlight): Promise<void> {
  const { name } = inFlight.batch;
  showFollowed(session, inFlight, 0);
  try {
    await followToEnd(session, inFlight);
  } finally {
    session.underWay.followed.delete(name);
  }
}

/** Shows how far a batch is. */
function showFollowed(
  session: Session,
  { batch, requests }: BatchInFlight,
  answered: number,
): void {
  const { counts, underWay, ports } = session;
  const known = requests.filter(({ exchange }) => exchange !== null).length;
  counts.inBatches.set(batch.name, Math.min(answered, known));
  const id = batch.id === null ? null : shownApiId(batch.id);
  underWay.followed.set(batch.name, { id, answered, of: batch.size });
  ports.progress.renew();
}

async function followToEnd(session: Session, inFlight: BatchInFlight): Promise<void> {
  const { batch, requests, reservations } = inFlight;
  if (batch.id !== null) return followKnown(session, inFlight, batch.id);
  const outcome = await searchBatch(session, inFlight);
  if (outcome === "open") leaveOpen(session, inFlight);
  if (outcome !== "absent") return undefined;
  for (const { key, bound } of requests) {
    noteUnbilled(session, key);
    reservations.release(bound.usd);
  }
  return undefined;
}

/** Asks after a batch by its id until it has ended, or nothing more is to be sent. */
async function followKnown(session: Session, inFlight: BatchInFlight, id: string): Promise<void> {
  const { api, wait } = session.ports;
  let failures = 0;
  let waitedMs = 0;
  for (let asked = 0; ; asked += 1) {
    const state = await api.batches.retrieve(id);
    const isAnswered = "id" in state;
    if (isStopped(session) && !(isAnswered && state.ended)) return leaveOpen(session, inFlight);
    failures = isAnswered ? 0 : failures + 1;
    if (isAnswered) showFollowed(session, inFlight, state.counts.succeeded);
    else if (isAwaited(session, inFlight) && isGone(state)) {
      if (failures >= maxGone) return giveUpGone(session, inFlight);
    } else if (failures >= maxFailures || !isPassing(state)) {
      stopElsewhere(session, state);
      return leaveOpen(session, inFlight);
    }
    if (isAnswered && state.ended) break;
    if (!inFlight.isAsked || waitedMs > longestFollowedMs) return leaveOpen(session, inFlight);
    const pauseMs = pollPauseMs(asked);
    waitedMs += pauseMs;
    await wait(pauseMs);
  }
  return collect(session, inFlight, id);
}

/** Takes the results of a batch that has ended. */
async function collect(session: Session, inFlight: BatchInFlight, id: string): Promise<void> {
  for (let read = 1; ; read += 1) {
    const outcome = await takeResults(session, inFlight, id);
    if (outcome === "whole") return undefined;
    const isLast = read === maxReads || !inFlight.isAsked || isStopped(session);
    if (isLast) return giveUp[outcome](session, inFlight);
    await session.ports.wait(pollPauseMs(read - 1));
  }
}

/** What is done where the results of a batch that is known do not say it all. */
const giveUp = {
  open: leaveOpen,
  lost: giveUpMissing,
  foreign: giveUpMissing,
  gone: giveUpGone,
} as const satisfies Readonly<
  Record<Exclude<ResultsOutcome, "whole">, (session: Session, inFlight: BatchInFlight) => void>
>;

/** Whether a refusal says nothing about the batch itself, so that the API may be asked again. */
function isPassing({ status }: ApiRefusal): boolean {
  return status === null || status >= 500 || status === 429 || status === 408;
}

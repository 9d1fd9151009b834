/** Follows a batch that was sent until it has ended, and takes its results. */
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { keyText } from "../journal/entry.ts";
import type { Session } from "../session.ts";
import { giveUpMissing, leaveOpen, type BatchInFlight } from "./in-flight.ts";
import { pollPauseMs } from "./listing.ts";
import { takeResults } from "./results.ts";
import { searchBatch } from "./search.ts";

/** How often in a row asking after a batch may fail. */
const maxFailures = 8;

/**
 * Follows a batch to its end. Of one that never reached the API nothing was billed: its requests
 * may be sent again.
 */
export async function followBatch(session: Session, inFlight: BatchInFlight): Promise<void> {
  const { name } = inFlight.batch;
  showFollowed(session, inFlight, 0);
  try {
    await follow(session, inFlight);
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
  underWay.followed.set(batch.name, { id: batch.id, answered, of: batch.size });
  ports.progress.renew();
}

async function follow(session: Session, inFlight: BatchInFlight): Promise<void> {
  const { batch, requests, reservations } = inFlight;
  if (batch.id !== null) return followKnown(session, inFlight, batch.id);
  const outcome = await searchBatch(session, inFlight);
  if (outcome === "open") leaveOpen(session, inFlight);
  if (outcome !== "absent") return undefined;
  for (const { key, bound } of requests) {
    session.ports.append({ kind: "refused", key });
    session.unknown.delete(keyText(key));
    reservations.release(bound.usd);
  }
  return undefined;
}

/** Asks after a batch by its id until it has ended. */
async function followKnown(session: Session, inFlight: BatchInFlight, id: string): Promise<void> {
  const { api, wait } = session.ports;
  let failures = 0;
  for (let asked = 0; ; asked += 1) {
    const state = await api.batches.retrieve(id);
    const isAnswered = "id" in state;
    failures = isAnswered ? 0 : failures + 1;
    if (isAnswered) showFollowed(session, inFlight, state.counts.succeeded);
    else if (failures >= maxFailures || !isPassing(state)) return leaveOpen(session, inFlight);
    if (isAnswered && state.ended) break;
    await wait(pollPauseMs(asked));
  }
  const outcome = await takeResults(session, inFlight, id);
  if (outcome === "open") leaveOpen(session, inFlight);
  else if (outcome !== "whole") giveUpMissing(session, inFlight);
  return undefined;
}

/** Whether a refusal says nothing about the batch itself, so that the API may be asked again. */
function isPassing({ status }: ApiRefusal): boolean {
  return status === null || status >= 500 || status === 429 || status === 408;
}

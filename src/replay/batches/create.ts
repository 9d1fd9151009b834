/** Creates one batch. */
import type { Exchange } from "../../fixture/fixture.ts";
import { nowhere, problem } from "../../problem.ts";
import type { SentBatch, UnknownOutcome } from "../journal/entry.ts";
import { describeFailure, judgeFailure } from "../sending/failure.ts";
import { isStopped, stopDenied, stopUnwritten, type Session } from "../session.ts";
import { customIdOf } from "./custom-id.ts";
import { noteUnbilled, rememberLatest, type KnownBatchedRequest } from "./in-flight.ts";

/** A request of a batch that is created, with what it asks. */
export interface OpenedRequest extends KnownBatchedRequest {
  readonly opened: Exchange;
}

/**
 * Creates a batch of requests whose bounds are reserved, again as long as it is refused for want of
 * room. Gives it when the API has it or may have it; null: it was refused, and the bounds are
 * released (`replay-batch-refused`, `replay-denied`, `replay-journal-failed`).
 */
export async function createBatch(
  session: Session,
  name: string,
  requests: readonly OpenedRequest[],
): Promise<SentBatch | null> {
  const { ports, cap, options } = session;
  const items = requests.map(({ key, opened }) => ({
    customId: customIdOf(key, name, options.context.digest),
    body: opened.request.body,
  }));
  let waitedMs = 0;
  for (let before = 0; ; before += 1) {
    // What stands in for our clock, should the id never come: any clock may be moved.
    const mark = await ports.api.batches.mark();
    if (isStopped(session)) {
      for (const { bound } of requests) cap.release(bound.usd);
      return null;
    }
    const batch: SentBatch = {
      name,
      at: new Date(ports.now()).toISOString(),
      size: requests.length,
      id: null,
      account: ports.api.account,
      after: mark.newest,
      apiAt: mark.at === null ? null : new Date(mark.at).toISOString(),
    };
    if (!writeDown(session, batch, requests)) {
      // One that is not written down whole was never sent: the journal's reader leaves it out.
      for (const { bound } of requests) cap.release(bound.usd);
      stopUnwritten(session);
      return null;
    }
    // All of one batch have the same betas.
    const created = await ports.api.batches.create(items, requests[0]?.opened.betas ?? []);
    if ("id" in created) {
      const known = { ...batch, id: created.id };
      session.batches.set(name, known);
      ports.append({ kind: "batch", ...known });
      return known;
    }
    const outcome = judgeFailure(created.failure, { before, waitedMs });
    if (outcome.kind === "unknown") return batch;
    for (const { key } of requests) noteUnbilled(session, key);
    if (outcome.kind === "again" && !isStopped(session)) {
      const pauseMs = session.pause(outcome.waitMs);
      waitedMs += pauseMs;
      await ports.wait(pauseMs, "refused");
      if (!isStopped(session)) continue;
    }
    for (const { bound } of requests) cap.release(bound.usd);
    if (outcome.kind === "again") return null;
    const said = describeFailure(created.failure);
    if (outcome.kind === "denied") stopDenied(session, outcome.why, said);
    else {
      const details = { ...said, requests: requests.length, why: outcome.why ?? "" };
      session.problems.push(
        problem("replay-batch-refused", requests[0]?.exchange.place ?? nowhere, details),
      );
    }
    return null;
  }
}

/**
 * Writes a batch and its requests to the journal before it is sent; false where that fails. The
 * batch comes first: one with fewer requests than its size was never sent.
 */
function writeDown(
  session: Session,
  batch: SentBatch,
  requests: readonly KnownBatchedRequest[],
): boolean {
  const { ports } = session;
  const entries = requests.map(({ key, bound: { usd, firm } }): UnknownOutcome => ({
    key,
    usd,
    batch: batch.name,
    firm,
  }));
  const isWritten =
    ports.append({ kind: "batch", ...batch }) !== null &&
    entries.every((entry) => ports.append({ kind: "sent", ...entry }) !== null);
  if (!isWritten) return false;
  for (const entry of entries) rememberLatest(session, entry);
  session.batches.set(batch.name, batch);
  return true;
}

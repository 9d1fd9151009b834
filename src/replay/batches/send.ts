/**
 * A replay through the Message Batches API: the bounds of all requests first, then as many as fit
 * the cap, divided over batches.
 */
import type { Exchange } from "../../fixture/fixture.ts";
import { writeJson } from "../../json.ts";
import { problem } from "../../problem.ts";
import { utf8Length } from "../../utf8.ts";
import {
  findAnswered,
  findUnknown,
  isRecordedMeanwhile,
  mayBeSentAgain,
} from "../answers/resume.ts";
import { findCostBound } from "../cost/cost-bound.ts";
import type { JournalKey } from "../journal/entry.ts";
import { reportCapReached } from "../sending/request.ts";
import { journalKey, type RunSample, type Session } from "../session.ts";
import { createBatch } from "./create.ts";
import { followBatch } from "./follow.ts";
import type { KnownBatchedRequest } from "./in-flight.ts";
import { splitIntoBatches } from "./pack.ts";

interface RequestToSend {
  readonly run: RunSample;
  readonly exchange: Exchange;
  readonly key: JournalKey;
}

interface PackableRequest extends RequestToSend, KnownBatchedRequest {
  readonly betas: readonly string[];
  /** Of its body in UTF-8, with what a batch puts around it. */
  readonly bytes: number;
}

/** `{"custom_id":"…","params":…},` around a body, with the longest id. */
const wrappingBytes = 100;

/**
 * Sends what has no answer yet, in rounds: what does not fit the cap waits until the batches before
 * it have ended. Their answers are in the session then.
 */
export async function sendInBatches(session: Session, runs: readonly RunSample[]): Promise<void> {
  const { cap, ports } = session;
  let waiting = await findBounds(session, requestsToSend(session, runs));
  for (let round = 0; waiting.length > 0 && !ports.isStopped() && !cap.isStopped(); round += 1) {
    const fitting: PackableRequest[] = [];
    const rest: PackableRequest[] = [];
    for (const request of waiting)
      (cap.tryReserve(request.bound.usd) ? fitting : rest).push(request);
    waiting = rest;
    if (fitting.length === 0) {
      reportFull(session, rest);
      return;
    }
    const sendBatch = async (
      requests: readonly PackableRequest[],
      index: number,
    ): Promise<void> => {
      const name = `${String(session.batches.size)}.${String(round)}.${String(index)}@${String(ports.now())}`;
      const batch = await createBatch(session, name, requests);
      if (batch === null) return;
      await followBatch(session, { batch, requests, isEarlier: false, reservations: cap });
    };
    await Promise.all(splitIntoBatches(fitting).map(sendBatch));
  }
}

/** Reports of each run that the cap has no room for it. */
function reportFull(session: Session, requests: readonly PackableRequest[]): void {
  const lastOfRuns = new Map(requests.map((request) => [request.run.planned, request]));
  for (const { run, exchange, bound } of lastOfRuns.values())
    reportCapReached(session, run, { exchange, bound: bound.usd });
}

/** Asks for the bounds of requests, several at once; leaves out those that have none. */
async function findBounds(
  session: Session,
  requests: readonly RequestToSend[],
): Promise<readonly PackableRequest[]> {
  const { ports, cap, options } = session;
  const bounded: (PackableRequest | null)[] = requests.map(() => null);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests.length && !ports.isStopped() && !cap.isStopped()) {
      const index = next;
      next += 1;
      const request = requests[index];
      if (request === undefined) continue;
      const { exchange, run } = request;
      const bound = await findCostBound(session, run.planned, exchange);
      if ("usd" in bound) {
        const bytes = utf8Length(writeJson(exchange.request.body)) + wrappingBytes;
        bounded[index] = { ...request, bound, betas: exchange.betas, bytes };
      } else if (bound.problem !== null)
        session.problems.push({ ...bound.problem, scenario: run.planned.scenario.id });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  return bounded.filter((request) => request !== null);
}

/** The requests of all runs that have no answer and may be sent. */
function requestsToSend(session: Session, runs: readonly RunSample[]): readonly RequestToSend[] {
  return runs.flatMap((run) =>
    openExchanges(run).flatMap((exchange) => {
      const key = journalKey(run, exchange, session.options.context);
      if (findAnswered(session, key) !== undefined) return [];
      const unknown = findUnknown(session, key);
      if (unknown === undefined || mayBeSentAgain(session, unknown))
        return [{ run, exchange, key }];
      // Of an open batch one problem is reported for all its requests.
      if (unknown.batch === null)
        session.problems.push(
          problem(
            "replay-maybe-paid",
            exchange.place,
            { exchange: exchange.id },
            run.planned.scenario.id,
          ),
        );
      return [];
    }),
  );
}

/** The exchanges of a run; none where another call has recorded it meanwhile. */
function openExchanges({ planned }: RunSample): readonly Exchange[] {
  const { exchanges } = planned.open();
  return isRecordedMeanwhile(planned, exchanges) ? [] : exchanges;
}

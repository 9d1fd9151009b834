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
import { arrangeSamples } from "../answers/samples.ts";
import { findCostBound } from "../cost/cost-bound.ts";
import type { JournalKey } from "../journal/entry.ts";
import { reportCapReached } from "../sending/request.ts";
import { journalKey, type RunSample, type Session } from "../session.ts";
import { createBatch } from "./create.ts";
import { followBatch } from "./follow.ts";
import type { KnownBatchedRequest } from "./in-flight.ts";
import type { OpenBatches } from "./open-batches.ts";
import { splitIntoBatches } from "./pack.ts";

interface ExchangeToSend {
  readonly run: RunSample;
  readonly exchange: Exchange;
  readonly key: JournalKey;
}

interface PackableRequest extends ExchangeToSend, KnownBatchedRequest {
  readonly betas: readonly string[];
  /** Of its body in UTF-8, with what a batch puts around it. */
  readonly bytes: number;
}

/** `{"custom_id":"…","params":…},` around a body, with the longest id. */
const wrappingBytes = 100;

/**
 * Sends what has no answer yet, side by side: what does not fit the cap waits until a batch before
 * it has ended, and what an open batch of an earlier call may answer, until that has. Their answers
 * are in the session then.
 */
export async function sendInBatches(
  session: Session,
  runs: readonly RunSample[],
  openBatches: OpenBatches,
): Promise<void> {
  const { cap, ports } = session;
  const isStopped = (): boolean => ports.isStopped() || cap.isStopped();
  const tasks = new Set<Promise<void>>();
  let waiting: readonly PackableRequest[] = [];
  let held: readonly ExchangeToSend[] = exchangesOf(session, runs);
  for (let round = 0; !isStopped(); round += 1) {
    const isHeld = ({ key }: ExchangeToSend): boolean => openBatches.holds(key.body);
    const freed = held.filter((exchange) => !isHeld(exchange));
    held = held.filter(isHeld);
    waiting = [...waiting, ...(await findBounds(session, requestsToSend(session, freed)))];
    const fitting: PackableRequest[] = [];
    const rest: PackableRequest[] = [];
    if (isStopped()) break;
    for (const request of waiting)
      (cap.tryReserve(request.bound.usd) ? fitting : rest).push(request);
    waiting = rest;
    for (const [index, requests] of splitIntoBatches(fitting).entries()) {
      const name = `${String(session.batches.size)}.${String(round)}.${String(index)}@${String(ports.now())}`;
      const task = sendBatch(session, name, requests).finally(() => tasks.delete(task));
      tasks.add(task);
    }
    const isWaitedFor = waiting.length > 0 || held.length > 0;
    if (!isWaitedFor) break;
    if (tasks.size === 0 && openBatches.areEnded()) {
      reportFull(session, waiting);
      break;
    }
    await Promise.race([...tasks, ...(openBatches.areEnded() ? [] : [openBatches.next()])]);
  }
  await Promise.all(tasks);
}

/** Sends a batch and follows it to its end. */
async function sendBatch(
  session: Session,
  name: string,
  requests: readonly PackableRequest[],
): Promise<void> {
  const batch = await createBatch(session, name, requests);
  if (batch === null) return;
  const sent = { batch, requests, isEarlier: false, isAsked: true, reservations: session.cap };
  await followBatch(session, sent);
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
  requests: readonly ExchangeToSend[],
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

/** Those that have no answer and may be sent. */
function requestsToSend(
  session: Session,
  exchanges: readonly ExchangeToSend[],
): readonly ExchangeToSend[] {
  if (session.beyond.size > 0)
    for (const planned of new Set(exchanges.map(({ run }) => run.planned)))
      arrangeSamples(session, planned, planned.open());
  return exchanges.filter(({ run, exchange, key }) => {
    if (findAnswered(session, key) !== undefined) return false;
    const unknown = findUnknown(session, key);
    if (unknown === undefined || mayBeSentAgain(session, unknown)) return true;
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
    return false;
  });
}

/** The exchanges of all runs; without those of runs that another call has recorded meanwhile. */
function exchangesOf(session: Session, runs: readonly RunSample[]): readonly ExchangeToSend[] {
  return runs.flatMap((run) => {
    const { exchanges } = run.planned.open();
    if (isRecordedMeanwhile(run.planned, exchanges)) return [];
    return exchanges.map((exchange) => {
      return { run, exchange, key: journalKey(run, exchange, session.options.context) };
    });
  });
}

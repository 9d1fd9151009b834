/**
 * A replay through the Message Batches API: the bounds of all requests first, then as many as fit
 * the cap, divided over batches.
 */
import { writeJson } from "../../json.ts";
import { problem, type Problem } from "../../problem.ts";
import { utf8Length } from "../../utf8.ts";
import {
  findAnswered,
  findUnknown,
  isRecordedMeanwhile,
  mayBeSentAgain,
} from "../answers/resume.ts";
import { arrangeSamples } from "../answers/samples.ts";
import { findCostBound } from "../cost/cost-bound.ts";
import { createTextRelease } from "../held-texts.ts";
import { reportCapReached } from "../sending/request.ts";
import { createTurns, type Turns } from "../sending/turns.ts";
import { isStopped, type RunSample, type Session } from "../session.ts";
import { listExchanges, type ExchangeToSend } from "./batched-exchange.ts";
import { createBatch, type OpenedRequest } from "./create.ts";
import { followBatch } from "./follow.ts";
import type { BatchInFlight, KnownBatchedRequest } from "./in-flight.ts";
import type { OpenBatches } from "./open-batches.ts";
import { limitsFor, splitIntoBatches } from "./pack.ts";

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
  const tasks = new Set<Promise<void>>();
  let waiting: readonly PackableRequest[] = [];
  const turns = createTurns();
  let held = listExchanges(
    session,
    runs,
    ({ planned }, exchanges) => !isRecordedMeanwhile(planned, exchanges),
  );
  for (let round = 0; !isStopped(session); round += 1) {
    const isHeld = ({ key }: ExchangeToSend): boolean => openBatches.holds(key.body);
    const freed = held.filter((exchange) => !isHeld(exchange));
    held = held.filter(isHeld);
    waiting = [...waiting, ...(await findBounds(session, requestsToSend(session, freed)))];
    const fitting: PackableRequest[] = [];
    const rest: PackableRequest[] = [];
    if (isStopped(session)) break;
    for (const request of waiting)
      (cap.tryReserve(request.bound.usd) ? fitting : rest).push(request);
    waiting = rest;
    for (const [index, requests] of splitIntoBatches(fitting, limitsFor(fitting)).entries()) {
      const name = `${String(session.batches.size)}.${String(round)}.${String(index)}@${String(ports.now())}`;
      const task = sendBatch(session, turns, { name, requests }).finally(() => tasks.delete(task));
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

/** A batch that is to be sent. */
interface PackedBatch {
  readonly name: string;
  readonly requests: readonly PackableRequest[];
}

/** Sends a batch, one at a time, and follows it to its end. */
async function sendBatch(session: Session, turns: Turns, packed: PackedBatch): Promise<void> {
  const sent = await turns(() => createPacked(session, packed));
  if (sent !== null) await followBatch(session, sent);
}

/** What the requests ask is held while their batch is created, and no longer. */
async function createPacked(
  session: Session,
  { name, requests }: PackedBatch,
): Promise<BatchInFlight | null> {
  const opened = requests.flatMap((request): readonly (PackableRequest & OpenedRequest)[] => {
    const exchange = request.exchange.open();
    if (exchange !== null) return [{ ...request, opened: exchange }];
    session.cap.release(request.bound.usd);
    session.problems.push(unreadable(request));
    return [];
  });
  const batch = opened.length === 0 ? null : await createBatch(session, name, opened);
  if (batch === null) return null;
  const left = opened.map(({ opened: _opened, ...request }) => request);
  return { batch, requests: left, isEarlier: false, isAsked: true, reservations: session.cap };
}

function unreadable({ run, exchange }: ExchangeToSend): Problem {
  const details = { exchange: exchange.id, why: "unreadable" } as const;
  return problem("replay-unsendable", exchange.place, details, run.planned.scenario.id);
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
  const { options } = session;
  const releaseTexts = createTextRelease(options.context.counter);
  const bounded: (PackableRequest | null)[] = requests.map(() => null);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests.length && !isStopped(session)) {
      const index = next;
      next += 1;
      releaseTexts();
      const request = requests[index];
      if (request === undefined) continue;
      const { run } = request;
      const exchange = request.exchange.open();
      if (exchange === null) {
        session.problems.push(unreadable(request));
        continue;
      }
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

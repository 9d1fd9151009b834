/**
 * A replay through the Message Batches API: bounds first, then as many requests as fit the cap, in
 * batches.
 */
import { customIdOf, splitIntoBatches, utf8Length } from "./pack.ts";
import { keyText, type JournalKey, type SentBatch } from "../journal.ts";
import { fateOf } from "../failure.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { writeJson } from "../../json.ts";
import type { Pico } from "../../money.ts";
import { nowhere, problem } from "../../problem.ts";
import { findBound } from "../request-bound.ts";
import { finishBatch, type Account } from "./collect.ts";
import { keyOf, stopDenied, stopUnwritten, type Session, type Job } from "../session.ts";
import { findAnswered, findUnknown, isRecordedBy } from "../resume.ts";
import { capReached } from "../send.ts";

interface Wanted {
  readonly job: Job;
  readonly exchange: Exchange;
  readonly key: JournalKey;
}

interface BoundedRequest extends Wanted {
  readonly bound: Pico;
  readonly firm: boolean;
  readonly betas: readonly string[];
  /** Of its body in UTF-8, with what a batch puts around it. */
  readonly bytes: number;
}

/** `{"custom_id":"…","params":…},` around a body, with the longest id. */
const wrappingBytes = 100;

/** Sends what has no answer yet. `tell` is told how many of the requests under way are answered. */
export async function sendInBatches(
  session: Session,
  jobs: readonly Job[],
  tell: (underWay: number) => void,
): Promise<void> {
  const { cap, world } = session;
  const account: Account = { settle: cap.settle, release: cap.release, lose: cap.lose };
  let waiting = await findBounds(session, findWanted(session, jobs));
  for (let round = 0; waiting.length > 0 && !world.isStopped() && !cap.isStopped(); round += 1) {
    const fitting: BoundedRequest[] = [];
    const rest: BoundedRequest[] = [];
    for (const one of waiting) (cap.tryReserve(one.bound) ? fitting : rest).push(one);
    waiting = rest;
    if (fitting.length === 0) {
      const runs = new Map(rest.map((one) => [one.job.planned, one]));
      for (const { exchange, bound, job } of runs.values())
        capReached(session, job, exchange, bound);
      return;
    }
    const underWay = new Map<string, number>();
    const ship = async (bounded: readonly BoundedRequest[], at: number): Promise<void> => {
      const name = `${String(session.batches.size)}.${String(round)}.${String(at)}@${String(world.now())}`;
      const batch = await create(session, name, bounded);
      if (batch === null) return;
      await finishBatch(session, batch, {
        requests: bounded,
        account,
        tell: (answered) => {
          underWay.set(name, answered);
          tell([...underWay.values()].reduce((sum, one) => sum + one, 0));
        },
      });
    };
    await Promise.all(splitIntoBatches(fitting).map(ship));
  }
}

/** Asks for the bounds of all, several at once; leaves out what has none. */
async function findBounds(
  session: Session,
  wanted: readonly Wanted[],
): Promise<readonly BoundedRequest[]> {
  const bounded: (BoundedRequest | null)[] = wanted.map(() => null);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < wanted.length && !session.world.isStopped() && !session.cap.isStopped()) {
      const at = next;
      next += 1;
      const one = wanted[at];
      if (one === undefined) continue;
      const { exchange, job } = one;
      const bound = await findBound(session, job.planned, exchange);
      if ("usd" in bound) {
        const bytes = utf8Length(writeJson(exchange.request.body)) + wrappingBytes;
        bounded[at] = { ...one, bound: bound.usd, firm: bound.firm, betas: exchange.betas, bytes };
      } else if (bound.problem !== null)
        session.problems.push({ ...bound.problem, scenario: job.planned.scenario.id });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, session.options.concurrency) }, work));
  return bounded.filter((one) => one !== null);
}

function findWanted(session: Session, jobs: readonly Job[]): readonly Wanted[] {
  return jobs.flatMap((job) =>
    openWanted(session, job).flatMap((exchange) => {
      const key = keyOf(job, exchange, session.options.context);
      if (findAnswered(session, key) !== undefined) return [];
      const lost = findUnknown(session, key);
      if (lost === undefined || session.options.resendsUnknown) return [{ job, exchange, key }];
      // What an open batch holds is said of that batch.
      if (lost.batch === null)
        session.problems.push(
          problem("replay-maybe-paid", exchange.place, { exchange: exchange.id }),
        );
      return [];
    }),
  );
}

/** The exchanges of a run, unless another call has recorded it meanwhile. */
function openWanted(session: Session, job: Job): readonly Exchange[] {
  const { exchanges } = job.planned.open();
  return isRecordedBy(job.planned, exchanges) ? [] : exchanges;
}

/** Creates one batch, whose bounds are reserved; gives it when the API has it, or may have it. */
async function create(
  session: Session,
  name: string,
  bounded: readonly BoundedRequest[],
): Promise<SentBatch | null> {
  const { world, cap, options } = session;
  const letGo = (isSaid: boolean): void => {
    for (const { key, bound } of bounded) {
      if (!isSaid) world.append({ kind: "refused", key });
      session.unknown.delete(keyText(key));
      cap.release(bound);
    }
  };
  const requests = bounded.map(({ key, exchange }) => ({
    customId: customIdOf(key, name, options.context.digest),
    body: exchange.request.body,
  }));
  for (let attempt = 0; ; attempt += 1) {
    const { account } = world.api;
    const batch: SentBatch = {
      name,
      at: new Date(world.now()).toISOString(),
      size: bounded.length,
      id: null,
      account,
    };
    const entries = bounded.map(({ key, bound, firm }) => ({ key, usd: bound, batch: name, firm }));
    // The batch first: one whose requests are not all written down was never sent.
    const isWritten =
      world.append({ kind: "batch", ...batch }) &&
      entries.every((one) => world.append({ kind: "sent", ...one }));
    if (!isWritten) {
      letGo(false);
      stopUnwritten(session);
      return null;
    }
    for (const one of entries) session.unknown.set(keyText(one.key), one);
    session.batches.set(name, batch);
    const created = await world.api.batches.create(requests, bounded[0]?.betas ?? []);
    if ("id" in created) {
      const known = { ...batch, id: created.id };
      session.batches.set(name, known);
      world.append({ kind: "batch", ...known });
      return known;
    }
    const fate = fateOf(created.failure, attempt);
    if (fate.kind === "unknown") return batch;
    if (fate.kind === "again" && !world.isStopped() && !cap.isStopped()) {
      for (const { key } of bounded) world.append({ kind: "refused", key });
      await world.wait(fate.waitMs);
      if (!world.isStopped() && !cap.isStopped()) continue;
      letGo(true);
      return null;
    }
    letGo(false);
    if (fate.kind === "again") return null;
    const { status, type, code } = created.failure;
    const details = { status: status ?? 0, kind: type ?? code ?? "error" };
    if (fate.kind === "denied") stopDenied(session, details.status, details.kind);
    else
      session.problems.push(
        problem("replay-batch-refused", nowhere, { ...details, requests: bounded.length }),
      );
    return null;
  }
}

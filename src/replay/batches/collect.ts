/**
 * Batches that were sent: asked after until they end, and their results written down; found again
 * after a kill.
 */
import {
  customIdOf,
  findBatches,
  listedAfterMs,
  listedSince,
  pollPause,
  takenAfterMs,
} from "./pack.ts";
import { keyText, type JournalKey, type SentBatch } from "../journal.ts";
import { withoutQuotes } from "../without-quotes.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { Pico } from "../../money.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { costOf, saysUsage } from "../request-bound.ts";
import { stopUnwritten, type BatchItem, type Session } from "../session.ts";

/** A request that went in a batch. */
export interface Shipped {
  readonly key: JournalKey;
  readonly bound: Pico;
  /** Whether it may be no more; by default it is. */
  readonly firm?: boolean;
  /** Null where no planned run has such a request any more. */
  readonly exchange: Exchange | null;
}

/** How the cap takes what became of a request. */
export interface Account {
  readonly settle: (bound: Pico, actual: Pico, firm?: boolean) => void;
  readonly release: (bound: Pico) => void;
  readonly lose: (bound: Pico) => void;
}

interface Work {
  readonly requests: readonly Shipped[];
  readonly account: Account;
  readonly tell: (answered: number) => void;
}

/** How often in a row an unanswered question after a batch is put again. */
const patience = 8;
/** And one for the results of a batch that may be ours. */
const resultsPatience = 5;

/**
 * Goes on with a batch that was sent. Of one that never got there nothing was billed, and its
 * requests may be sent again.
 */
export async function finishBatch(session: Session, batch: SentBatch, work: Work): Promise<void> {
  if (batch.id !== null) return finishKnown(session, batch, batch.id, work);
  const end = await findBatch(session, batch, work);
  if (end === "open") unheard(session, work, null);
  if (end !== "absent") return undefined;
  for (const one of work.requests) {
    session.world.append({ kind: "refused", key: one.key });
    session.unknown.delete(keyText(one.key));
    work.account.release(one.bound);
  }
  return undefined;
}

/** Goes on with a batch by its id, until it has ended. */
async function finishKnown(
  session: Session,
  batch: SentBatch,
  id: string,
  work: Work,
): Promise<void> {
  let failures = 0;
  for (let asked = 0; ; asked += 1) {
    const state = await session.world.api.batches.retrieve(id);
    const isHeard = "id" in state;
    failures = isHeard ? 0 : failures + 1;
    if (isHeard) work.tell(state.counts.succeeded);
    else if (failures >= patience || !isPassing(state)) return unheard(session, work, id);
    if (isHeard && state.ended) break;
    await session.world.sleep(pollPause(asked));
  }
  const end = await take(session, { ...batch, id }, id, work);
  if (end === "open") unheard(session, work, id);
  else if (end !== "whole") finishLost(session, work);
  return undefined;
}

/** Answers that say nothing about the batch itself: the API may be asked again. */
function isPassing({ status }: ApiRefusal): boolean {
  return status === null || status >= 500 || status === 429 || status === 408;
}

/** Where what is unknown is sent again, whether it got there is said no more. */
function unheard(session: Session, work: Work, id: string | null): void {
  return giveUp(session, work, (open) =>
    id === null && session.options.resendsUnknown
      ? []
      : [problem("replay-batch-open", nowhere, { batch: id, requests: open.length })],
  );
}

/** Counts what a batch does not answer as spent in full, and says why. */
function giveUp(
  session: Session,
  { requests, account }: Work,
  problemsOf: (open: readonly Shipped[]) => readonly Problem[],
): void {
  const open = requests.filter(({ key }) => session.unknown.has(keyText(key)));
  session.problems.push(...problemsOf(open));
  for (const { bound } of open) account.lose(bound);
}

/**
 * Takes the results of an ended batch. `foreign`: none of them is ours. `lost`: some of ours are in
 * none. `open`: they cannot be had now. The first that is ours says whose the batch is.
 */
async function take(
  session: Session,
  batch: SentBatch,
  id: string,
  { requests, account }: Work,
): Promise<"whole" | "lost" | "foreign" | "open"> {
  const { digest } = session.options.context;
  const left = new Map(requests.map((one) => [customIdOf(one.key, batch.name, digest), one]));
  let isOurs = batch.id !== null;
  const failed = await session.world.api.batches.results(id, (item) => {
    const one = left.get(item.customId);
    if (one === undefined) return;
    if (!isOurs) remember(session, { ...batch, id });
    isOurs = true;
    if (note(session, one, account, { batch, item })) left.delete(item.customId);
  });
  if (failed !== null) return "open";
  if (left.size === 0) return "whole";
  return isOurs ? "lost" : "foreign";
}

function remember(session: Session, batch: SentBatch): void {
  session.batches.set(batch.name, batch);
  session.world.append({ kind: "batch", ...batch });
}

/** Notes what became of a request; false: that cannot be read. */
function note(
  session: Session,
  shipped: Shipped,
  account: Account,
  { batch, item }: { batch: SentBatch; item: BatchItem },
): boolean {
  const { key, bound, exchange } = shipped;
  const { result } = item;
  const place = exchange?.place ?? nowhere;
  if (result.kind === "unreadable" || (result.kind === "succeeded" && !saysUsage(result.response)))
    return false;
  if (result.kind === "succeeded") {
    const { response } = result;
    const usd = costOf(session, exchange, { response, batch: true }) ?? bound;
    const answered = { response, requestId: null, at: batch.at, usd, batch: true };
    if (!session.world.append({ kind: "answered", key, answered })) stopUnwritten(session);
    session.answered.set(keyText(key), answered);
    account.settle(bound, usd, shipped.firm);
    if (usd > bound && shipped.firm !== false)
      session.problems.push(problem("replay-overrun", place, { exchange: nameOf(shipped) }));
  } else {
    session.world.append({ kind: "refused", key });
    account.release(bound);
    const said =
      result.kind !== "errored" || exchange === null
        ? ""
        : `${result.type}${result.message === null ? "" : `: ${withoutQuotes(result.message, exchange.request.body)}`}`;
    session.problems.push(
      problem(
        "replay-batch-item",
        place,
        { exchange: nameOf(shipped), how: result.kind, said },
        key.scenario,
      ),
    );
  }
  session.unknown.delete(keyText(key));
  return true;
}

function nameOf({ key, exchange }: Shipped): string {
  return exchange?.id ?? `${key.run}#${String(key.index)}`;
}

function finishLost(session: Session, work: Work): void {
  return giveUp(session, work, (open) =>
    open.map((one) =>
      problem(
        "replay-maybe-paid",
        one.exchange?.place ?? nowhere,
        { exchange: nameOf(one) },
        one.key.scenario,
      ),
    ),
  );
}

/**
 * Finds a batch whose id never came in the API's list, by time and size; its results say whether it
 * is ours. `absent`: the API lists every batch it took, and had the time to take this one. `open`:
 * nobody knows yet.
 */
async function findBatch(
  session: Session,
  batch: SentBatch,
  work: Work,
): Promise<"found" | "absent" | "open"> {
  const { api, now, sleep, isStopped } = session.world;
  // The list of another account would prove nothing.
  if (api.account !== batch.account) return "open";
  const atMs = Date.parse(batch.at);
  const from = now();
  const foreign = new Set<string>();
  const failures = new Map<string, number>();
  for (let asked = 0; ; asked += 1) {
    const [hadTime, isSettled] = [now() - atMs >= takenAfterMs, now() - from >= listedAfterMs];
    const listed = await api.batches.list(listedSince(atMs));
    if (!("length" in listed)) return "open";
    const known = new Set([
      ...foreign,
      ...[...session.batches.values()].flatMap(({ id }) => (id === null ? [] : [id])),
    ]);
    const found = findBatches(listed, { atMs, size: batch.size, known });
    for (const { id } of found.filter(({ ended }) => ended)) {
      const end = await take(session, batch, id, work);
      if (end === "whole") return "found";
      if (end === "lost") {
        finishLost(session, work);
        return "found";
      }
      if (end === "foreign") foreign.add(id);
      // One whose results cannot be had may still be ours.
      else if ((failures.get(id) ?? 0) + 1 >= resultsPatience) return "open";
      else failures.set(id, (failures.get(id) ?? 0) + 1);
    }
    const isOver = found.every(({ id }) => foreign.has(id));
    if (isOver && hadTime) return "absent";
    if (isStopped() || (isOver && isSettled)) return "open";
    await sleep(pollPause(asked));
  }
}

/**
 * Goes on with the batches that an earlier call left open. What they hold counted as spent in full
 * until now.
 */
export async function collectOpenBatches(
  session: Session,
  exchangeOf: (key: JournalKey) => Exchange | null,
): Promise<void> {
  const { cap } = session;
  const account: Account = {
    settle: (bound, actual, firm) => cap.recover(bound, actual, firm),
    release: (bound) => cap.recover(bound, 0n),
    lose: () => undefined,
  };
  // Only those that were open before: one that is remembered by its id is not gone through again.
  for (const batch of Array.from(session.batches.values())) {
    const requests = [...session.unknown.values()]
      .filter((one) => one.batch === batch.name)
      .map(({ key, usd, firm }): Shipped => ({ key, bound: usd, firm, exchange: exchangeOf(key) }));
    if (requests.length > 0)
      await finishBatch(session, batch, { requests, account, tell: () => undefined });
  }
}

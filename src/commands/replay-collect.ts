/** Batches that were sent: asked after until they end, and their results written down; found again after a kill. */
import { customIdOf, findBatches, listedAfterMs, listedSince, pollPause } from "../capture/batch.ts";
import { keyText, type JournalKey, type SentBatch } from "../capture/journal.ts";
import { withoutQuotes } from "../capture/without-quotes.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { costOf } from "./replay-bound.ts";
import { stopUnwritten, type BatchItem, type Desk } from "./replay-desk.ts";

/** A request that went in a batch. */
export interface Shipped {
  readonly key: JournalKey;
  readonly bound: Pico;
  /** Null where no planned run has such a request any more. */
  readonly exchange: Exchange | null;
}

/** How the cap takes what became of a request. */
export interface Account {
  readonly settle: (bound: Pico, actual: Pico) => void;
  readonly release: (bound: Pico) => void;
  readonly lose: (bound: Pico) => void;
}

const nameOf = ({ key, exchange }: Shipped): string => exchange?.id ?? `${key.run}#${String(key.index)}`;

const note = (desk: Desk, shipped: Shipped, account: Account, batch: SentBatch, item: BatchItem): void => {
  const { key, bound, exchange } = shipped;
  const { result } = item;
  const place = exchange?.place ?? nowhere;
  if (result.kind === "succeeded") {
    const { response } = result;
    const usd = costOf(desk, exchange, { response, batch: true }) ?? bound;
    const answered = { response, requestId: null, at: batch.at, usd, batch: true };
    if (!desk.world.append({ kind: "answered", key, answered })) stopUnwritten(desk);
    desk.answered.set(keyText(key), answered);
    account.settle(bound, usd);
    if (usd > bound) desk.problems.push(problem("replay-overrun", place, { exchange: nameOf(shipped) }));
  } else {
    desk.world.append({ kind: "refused", key });
    account.release(bound);
    const said =
      result.kind !== "errored"
        ? ""
        : `${result.type}${result.message === null ? "" : `: ${withoutQuotes(result.message, exchange?.request.body ?? {})}`}`;
    const details = { exchange: nameOf(shipped), how: result.kind, said: exchange === null ? "" : said };
    desk.problems.push(problem("replay-batch-item", place, details, key.scenario));
  }
  desk.unknown.delete(keyText(key));
};

/** How often in a row an unanswered question after a batch is put again. */
const patience = 10;

/** Waits until a batch has ended. False: it cannot be asked after, now or at all. */
const awaitEnd = async (desk: Desk, id: string, tell: (answered: number) => void): Promise<boolean> => {
  let failures = 0;
  for (let asked = 0; ; asked += 1) {
    const state = await desk.world.api.batches.retrieve(id);
    if ("id" in state) {
      failures = 0;
      tell(state.counts.succeeded);
      if (state.ended) return true;
    } else {
      failures += 1;
      const status = state.status ?? 500;
      if (failures >= patience || (status < 500 && status !== 429 && status !== 408)) return false;
    }
    await desk.world.sleep(pollPause(asked));
  }
};

/**
 * Waits for a batch and notes what became of its requests. `lost`: it ended, and some of them are in no result. `foreign`: none
 * of its results is ours. `open`: nobody says what became of it.
 */
const collect = async (
  desk: Desk,
  batch: SentBatch & { readonly id: string },
  work: { readonly shipped: ReadonlyMap<string, Shipped>; readonly account: Account; readonly tell: (answered: number) => void },
): Promise<"whole" | "lost" | "foreign" | "open"> => {
  const { shipped, account, tell } = work;
  if (!(await awaitEnd(desk, batch.id, tell))) return "open";
  const left = new Map(shipped);
  const failed = await desk.world.api.batches.results(batch.id, (item) => {
    const one = left.get(item.customId);
    if (one === undefined) return;
    left.delete(item.customId);
    note(desk, one, account, batch, item);
  });
  if (failed !== null) return "open";
  if (left.size === shipped.size) return "foreign";
  return left.size === 0 ? "whole" : "lost";
};

/** Ids of batches the API lists now that may be this one, and whether it had the time to list it; null where it does not say. */
const look = async (
  desk: Desk,
  batch: SentBatch,
  foreign: ReadonlySet<string>,
): Promise<{ readonly ids: readonly string[]; readonly isSettled: boolean } | null> => {
  const atMs = Date.parse(batch.at);
  const isSettled = desk.world.now() - atMs >= listedAfterMs;
  const listed = await desk.world.api.batches.list(listedSince(atMs));
  if (!("length" in listed)) return null;
  const known = new Set([...foreign, ...[...desk.batches.values()].flatMap(({ id }) => (id === null ? [] : [id]))]);
  return { ids: findBatches(listed, { atMs, size: batch.size, known }).map(({ id }) => id), isSettled };
};

const remember = (desk: Desk, batch: SentBatch): void => {
  desk.batches.set(batch.name, batch);
  desk.world.append({ kind: "batch", ...batch });
};

interface Work {
  readonly requests: readonly Shipped[];
  readonly account: Account;
  readonly tell: (answered: number) => void;
}

/** Counts what a batch does not answer as spent in full, and says why. */
const giveUp = (desk: Desk, { requests, account }: Work, problemsOf: (open: readonly Shipped[]) => readonly Problem[]): true => {
  const open = requests.filter(({ key }) => desk.unknown.has(keyText(key)));
  desk.problems.push(...problemsOf(open));
  for (const { bound } of open) account.lose(bound);
  return true;
};

const unheard = (desk: Desk, work: Work, id: string | null): true =>
  giveUp(desk, work, (open) => [problem("replay-batch-open", nowhere, { batch: id, requests: open.length })]);

/** Takes what a batch of this id came to. False: it is somebody else's. */
const finishAs = async (desk: Desk, batch: SentBatch, id: string, work: Work): Promise<boolean> => {
  const { digest } = desk.options.workbench;
  const shipped = new Map(work.requests.map((one) => [customIdOf(one.key, batch.name, digest), one]));
  const end = await collect(desk, { ...batch, id }, { ...work, shipped });
  if (end === "open") return unheard(desk, work, id);
  if (end === "foreign" && batch.id === null) return false;
  // Its results say that it is ours.
  if (batch.id === null) remember(desk, { ...batch, id });
  if (end === "whole") return true;
  return giveUp(desk, work, (open) =>
    open.map((one) => problem("replay-maybe-paid", one.exchange?.place ?? nowhere, { exchange: nameOf(one) }, one.key.scenario)),
  );
};

/**
 * Goes on with a batch that was sent, by its id, or by finding it in the list by time and size where its id never came. False:
 * it never got there.
 */
export const finishBatch = async (desk: Desk, batch: SentBatch, work: Work): Promise<boolean> => {
  if (batch.id !== null) return finishAs(desk, batch, batch.id, work);
  const foreign = new Set<string>();
  for (;;) {
    const found = await look(desk, batch, foreign);
    if (found === null) return unheard(desk, work, null);
    for (const id of found.ids) {
      if (await finishAs(desk, batch, id, work)) return true;
      foreign.add(id);
    }
    if (found.isSettled) break;
    await desk.world.sleep(pollPause(0));
  }
  // The API lists every batch it took, and this one is not among them.
  for (const one of work.requests) {
    desk.world.append({ kind: "refused", key: one.key });
    desk.unknown.delete(keyText(one.key));
    work.account.release(one.bound);
  }
  return false;
};

/** Goes on with the batches that an earlier call left open. What they hold counted as spent in full until now. */
export const collectOpenBatches = async (desk: Desk, exchangeOf: (key: JournalKey) => Exchange | null): Promise<void> => {
  const { cap } = desk;
  const account: Account = {
    settle: (bound, actual) => cap.recover(bound, actual),
    release: (bound) => cap.recover(bound, 0n),
    lose: () => undefined,
  };
  for (const batch of desk.batches.values()) {
    const requests = [...desk.unknown.values()]
      .filter((one) => one.batch === batch.name)
      .map(({ key, usd }): Shipped => ({ key, bound: usd, exchange: exchangeOf(key) }));
    if (requests.length > 0) await finishBatch(desk, batch, { requests, account, tell: () => undefined });
  }
};

/** Batches that an earlier call left open: followed side by side, while others are sent. */
import { regroupAlike } from "../answers/resume.ts";
import type { Reservations } from "../cost/cap.ts";
import type { RunSample, Session } from "../session.ts";
import { listExchanges, type BatchedExchange } from "./batched-exchange.ts";
import { followBatch } from "./follow.ts";
import type { BatchedRequest } from "./in-flight.ts";

/** Batches of earlier calls while they are followed. */
export interface OpenBatches {
  /** Whether a batch that is followed may answer what has this digest: then it is not sent yet. */
  readonly holds: (body: string) => boolean;
  /** Ends as soon as one of them has; at once where none is left. */
  readonly next: () => Promise<void>;
  readonly areEnded: () => boolean;
  /** How many have ended. */
  readonly ended: () => number;
}

/**
 * Begins to follow the batches that an earlier call left open. Their bounds, which counted as spent
 * until now, are under way again. One of which no planned run asks anything is asked after once.
 */
export function followOpenBatches(session: Session, runs: readonly RunSample[]): OpenBatches {
  const { cap, unknown, options } = session;
  const followed = new Set<string>();
  const tasks = new Set<Promise<void>>();
  let ended = 0;
  /** By what is asked: how many batches that are followed may answer it. */
  const held = new Map<string, number>();
  const hold = (requests: readonly BatchedRequest[], by: 1 | -1): void => {
    for (const { key } of requests) held.set(key.body, (held.get(key.body) ?? 0) + by);
  };
  const open = [...unknown.values()].some(({ batch }) => batch !== null);
  const exchanges = open ? exchangesByBody(session, runs) : new Map<string, BatchedExchange>();

  const follow = async (name: string): Promise<void> => {
    const batch = session.batches.get(name);
    if (batch === undefined) return;
    const requests = [...unknown.values()]
      .filter((outcome) => outcome.batch === name)
      .map(({ key, usd, firm }): BatchedRequest => {
        return { key, bound: { usd, firm }, exchange: exchanges.get(key.body) ?? null };
      });
    const isAsked = requests.some(({ exchange }) => exchange !== null);
    const isOwn = requests.every(({ key }) => key.config === undefined);
    // Of another config's batch, what this one's runs ask as well.
    if (!isOwn && !isAsked) return;
    if (isOwn) for (const { bound } of requests) cap.resume(bound.usd);
    hold(requests, 1);
    try {
      const reservations = isOwn ? cap : uncounted;
      const inFlight = { batch, requests, isEarlier: true, isAsked, reservations };
      await followBatch(session, inFlight);
    } finally {
      regroupAlike(
        session,
        requests.map(({ key }) => key),
      );
      // Where the latest batch of a request took nothing, an earlier one may have.
      followMore();
      hold(requests, -1);
    }
  };
  /** Follows each batch that is the latest of a request, once. */
  const followMore = (): void => {
    const latest = new Set([...unknown.values()].map(({ batch }) => batch));
    for (const name of options.journal.batches.keys()) {
      if (followed.has(name) || !latest.has(name)) continue;
      followed.add(name);
      const task = follow(name).finally(() => {
        tasks.delete(task);
        ended += 1;
      });
      tasks.add(task);
    }
  };
  if (open) followMore();
  return {
    holds: (body) => (held.get(body) ?? 0) > 0,
    next: () => Promise.race(tasks.size === 0 ? [Promise.resolve()] : tasks),
    areEnded: () => tasks.size === 0,
    ended: () => ended,
  };
}

/** What another config's call sent is not in this one's cap. */
const uncounted: Reservations = {
  settle: () => undefined,
  release: () => undefined,
  lose: () => undefined,
};

/** Exchanges of planned runs by the digest of what they ask, wherever they stand now. */
function exchangesByBody(
  session: Session,
  runs: readonly RunSample[],
): ReadonlyMap<string, BatchedExchange> {
  const listed = listExchanges(session, runs, () => true);
  return new Map(listed.map(({ key, exchange }) => [key.body, exchange]));
}

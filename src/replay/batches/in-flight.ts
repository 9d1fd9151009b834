/** A batch that was sent, and what is done with requests of it that get no outcome. */
import { shownApiId } from "../../api/shown/ids.ts";
import { nowhere, problem, type Place, type Problem } from "../../problem.ts";
import type { Reservations } from "../cost/cap.ts";
import type { CostBound } from "../cost/cost-bound.ts";
import { keyText, type JournalKey, type SentBatch, type UnknownOutcome } from "../journal/entry.ts";
import { isStopped, type Session } from "../session.ts";
import type { BatchedExchange } from "./batched-exchange.ts";

/** A batch that was sent and has not ended, as far as is known. */
export interface BatchInFlight {
  readonly batch: SentBatch;
  readonly requests: readonly BatchedRequest[];
  /** It was sent by an earlier call: what has no outcome is sent now where that was asked for. */
  readonly isEarlier: boolean;
  /** A planned run has one of its requests; else it is asked after once, and not waited for. */
  readonly isAsked: boolean;
  /** How their bounds count against the cap. */
  readonly reservations: Reservations;
}

/** A request that goes or went in a batch. */
export interface BatchedRequest {
  readonly key: JournalKey;
  readonly bound: CostBound;
  /** Null where no planned run has such a request any more. */
  readonly exchange: BatchedExchange | null;
}

/** One that a planned run has. */
export interface KnownBatchedRequest extends BatchedRequest {
  readonly exchange: BatchedExchange;
}

/** Whether the API can be asked what becomes of a batch: its id is known, and the key is its own. */
export function isAwaited({ ports }: Session, { batch }: Pick<BatchInFlight, "batch">): boolean {
  return batch.id !== null && batch.account === ports.api.account;
}

/**
 * Leaves a batch open whose outcome cannot be asked for now, or that nobody waits for: the
 * replay was stopped, or no run that is sent now asks for it (`replay-batch-open`, `replay-batch-stopped`,
 * `replay-batch-aside`). What the API will say in the end is not sent again, whatever was asked for.
 */
export function leaveOpen(session: Session, inFlight: BatchInFlight): void {
  const { id, name } = inFlight.batch;
  const isAwaitedStill = isAwaited(session, inFlight);
  if (isAwaitedStill) session.awaited.add(name);
  const isLeft = isStopped(session);
  const whyStopped = isLeft ? "replay-batch-stopped" : "replay-batch-open";
  const code = inFlight.isAsked ? whyStopped : "replay-batch-aside";
  countAsSpent(session, inFlight, (open) =>
    willBeSentAgain(session, inFlight) && !isAwaitedStill && !isLeft
      ? []
      : [
          problem(code, placeOf(open), {
            batch: id === null ? null : shownApiId(id),
            requests: open.length,
          }),
        ],
  );
}

/** Gives up a batch that the API has no more, or whose results it has no more. */
export function giveUpGone(session: Session, inFlight: BatchInFlight): void {
  const { id } = inFlight.batch;
  countAsSpent(session, inFlight, (open) =>
    willBeSentAgain(session, inFlight) || open.length === 0
      ? []
      : [
          problem("replay-batch-gone", placeOf(open), {
            batch: shownApiId(id ?? ""),
            requests: open.length,
          }),
        ],
  );
}

/** Gives up the requests of an ended batch that are in none of its results. */
export function giveUpMissing(session: Session, inFlight: BatchInFlight): void {
  countAsSpent(session, inFlight, (open) =>
    willBeSentAgain(session, inFlight)
      ? []
      : open.map((request) =>
          problem(
            "replay-maybe-paid",
            request.exchange?.place ?? nowhere,
            { exchange: exchangeName(request) },
            request.key.scenario,
          ),
        ),
  );
}

/** Remembers that a request is sent, once more where the outcome of earlier times is unknown. */
export function rememberLatest({ unknown, unknownBefore }: Session, outcome: UnknownOutcome): void {
  const name = keyText(outcome.key);
  const last = unknown.get(name);
  // The same again: it was refused before, and is sent with the same batch.
  if (last !== undefined && last.batch !== outcome.batch)
    unknownBefore.set(name, [...(unknownBefore.get(name) ?? []), last]);
  unknown.set(name, outcome);
}

/**
 * Writes down that the latest time a request was sent was not billed, and forgets it. What became of
 * an earlier time may still be unknown.
 */
export function noteUnbilled({ ports, unknown, unknownBefore }: Session, key: JournalKey): void {
  ports.append({ kind: "refused", key });
  const name = keyText(key);
  const before = unknownBefore.get(name) ?? [];
  const last = before.at(-1);
  unknownBefore.set(name, before.slice(0, -1));
  if (last === undefined) unknown.delete(name);
  else unknown.set(name, last);
}

/** Whether requests of a batch are sent by this call where they get no outcome. */
function willBeSentAgain({ options }: Session, { isEarlier }: BatchInFlight): boolean {
  return isEarlier && options.resendsUnknown;
}

/** Counts requests without an outcome by their bounds, and says why. */
function countAsSpent(
  session: Session,
  { requests, reservations }: BatchInFlight,
  problemsOf: (open: readonly BatchedRequest[]) => readonly Problem[],
): void {
  const open = requests.filter(({ key }) => session.unknown.has(keyText(key)));
  session.problems.push(...problemsOf(open));
  for (const { bound } of open) reservations.lose(bound.usd);
}

/** Where the first of some requests stands. */
function placeOf(requests: readonly BatchedRequest[]): Place {
  return requests.find(({ exchange }) => exchange !== null)?.exchange?.place ?? nowhere;
}

/** The exchange's id, else where it stood. */
export function exchangeName({ key, exchange }: BatchedRequest): string {
  return exchange?.id ?? `${key.run}#${String(key.index)}`;
}

/** A batch that was sent, and what is done with requests of it that get no outcome. */
import type { Exchange } from "../../fixture/fixture.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { Reservations } from "../cost/cap.ts";
import type { CostBound } from "../cost/cost-bound.ts";
import { keyText, type JournalKey, type SentBatch } from "../journal/entry.ts";
import type { Session } from "../session.ts";

/** A batch that was sent and has not ended, as far as is known. */
export interface BatchInFlight {
  readonly batch: SentBatch;
  readonly requests: readonly BatchedRequest[];
  /** How their bounds count against the cap. */
  readonly reservations: Reservations;
}

/** A request that goes or went in a batch. */
export interface BatchedRequest {
  readonly key: JournalKey;
  readonly bound: CostBound;
  /** Null where no planned run has such a request any more. */
  readonly exchange: Exchange | null;
}

/** One that a planned run has. */
export interface KnownBatchedRequest extends BatchedRequest {
  readonly exchange: Exchange;
}

/**
 * Leaves a batch open whose outcome cannot be asked for now. A batch without an id is not reported
 * where its requests are sent again anyway.
 */
export function leaveOpen(session: Session, inFlight: BatchInFlight): void {
  const { id } = inFlight.batch;
  countAsSpent(session, inFlight, (open) =>
    id === null && session.options.resendsUnknown
      ? []
      : [problem("replay-batch-open", nowhere, { batch: id, requests: open.length })],
  );
}

/** Gives up the requests of an ended batch that are in none of its results. */
export function giveUpMissing(session: Session, inFlight: BatchInFlight): void {
  countAsSpent(session, inFlight, (open) =>
    open.map((request) =>
      problem(
        "replay-maybe-paid",
        request.exchange?.place ?? nowhere,
        { exchange: exchangeName(request) },
        request.key.scenario,
      ),
    ),
  );
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

/** The exchange's id, else where it stood. */
export function exchangeName({ key, exchange }: BatchedRequest): string {
  return exchange?.id ?? `${key.run}#${String(key.index)}`;
}

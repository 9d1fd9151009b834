/** Batches that an earlier call left open. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { Reservations } from "../cost/cap.ts";
import { journalKey, type RunSample, type Session } from "../session.ts";
import { followBatch } from "./follow.ts";
import type { BatchedRequest } from "./in-flight.ts";

/** Follows the batches that an earlier call left open. Their bounds counted as spent until now. */
export async function followOpenBatches(
  session: Session,
  runs: readonly RunSample[],
): Promise<void> {
  if ([...session.unknown.values()].every(({ batch }) => batch === null)) return;
  const { cap } = session;
  const nothing = (): void => undefined;
  // What another config's call sent is not in this one's cap.
  const uncounted: Reservations = { settle: nothing, release: nothing, lose: nothing };
  const exchanges = exchangesByBody(session, runs);
  const reservations: Reservations = {
    settle: (bound, actual, firm) => cap.recover(bound, actual, firm),
    release: (bound) => cap.recover(bound, 0n),
    lose: nothing,
  };
  // The latest first: where it took nothing, an earlier one may have.
  const followed = new Set<string>();
  for (;;) {
    const open = new Set([...session.unknown.values()].map((unknown) => unknown.batch));
    const batch = [...session.batches.values()].findLast(
      ({ name }) => !followed.has(name) && open.has(name),
    );
    if (batch === undefined) return;
    followed.add(batch.name);
    const requests = [...session.unknown.values()]
      .filter((unknown) => unknown.batch === batch.name)
      .map(({ key, usd, firm }): BatchedRequest => {
        return { key, bound: { usd, firm }, exchange: exchanges.get(key.body) ?? null };
      });
    const isOwn = requests.every(({ key }) => key.config === undefined);
    // Of another config's batch, what this one's runs ask as well.
    if (!isOwn && requests.every(({ exchange }) => exchange === null)) continue;
    await followBatch(session, {
      batch,
      requests,
      isEarlier: true,
      reservations: isOwn ? reservations : uncounted,
    });
  }
}

/** Exchanges of planned runs by the digest of what they ask, wherever they stand now. */
function exchangesByBody(
  session: Session,
  runs: readonly RunSample[],
): ReadonlyMap<string, Exchange> {
  const { context } = session.options;
  return new Map(
    runs.flatMap((run) =>
      run.planned
        .open()
        .exchanges.map((exchange) => [journalKey(run, exchange, context).body, exchange] as const),
    ),
  );
}

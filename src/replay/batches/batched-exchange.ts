/** The exchanges of batches by where they are: what they ask is read again where it is needed. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { JournalKey } from "../journal/entry.ts";
import type { PlannedRun } from "../plan/plan.ts";
import { journalKey, type RunSample, type Session } from "../session.ts";

/** An exchange of a batch, without its body: a batch may have a hundred thousand of them. */
export interface BatchedExchange extends Pick<Exchange, "id" | "place"> {
  /** Null where it asks something else by now, or is gone. */
  readonly open: () => Exchange | null;
}

/** An exchange of a run that is sent, and its key. */
export interface ExchangeToSend {
  readonly run: RunSample;
  readonly exchange: BatchedExchange;
  readonly key: JournalKey;
}

/** Lists the exchanges of runs; `wants`: whether to, given what a run says now. */
export function listExchanges(
  { options: { context } }: Session,
  runs: readonly RunSample[],
  wants: (run: RunSample, exchanges: readonly Exchange[]) => boolean,
): readonly ExchangeToSend[] {
  // Of one run at a time: those of a run are mostly asked for one after the other.
  let opened: { readonly planned: PlannedRun; readonly exchanges: readonly Exchange[] } | null =
    null;
  const open = (planned: PlannedRun): readonly Exchange[] => {
    if (opened?.planned !== planned) opened = { planned, exchanges: planned.open().exchanges };
    return opened.exchanges;
  };
  const refer = (run: RunSample, index: number, key: JournalKey): BatchedExchange["open"] => {
    return () => {
      const exchange = open(run.planned)[index];
      return exchange !== undefined && journalKey(run, exchange, context).body === key.body
        ? exchange
        : null;
    };
  };
  return runs.flatMap((run) => {
    const exchanges = open(run.planned);
    if (!wants(run, exchanges)) return [];
    return exchanges.map((exchange, index) => {
      const key = journalKey(run, exchange, context);
      // A copy of the place: where it is looked up, it holds what it looks into.
      const { id, place } = exchange;
      return { run, key, exchange: { id, place: { ...place }, open: refer(run, index, key) } };
    });
  });
}

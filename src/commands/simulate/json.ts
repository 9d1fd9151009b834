import type { CacheOutcomeName } from "../../billing/cache/split.ts";
import type { QuantityClass } from "../../billing/ledger/ledger.ts";
import type { ProblemJson } from "../problem-json.ts";

/** Billed quantities: tokens, and searches. */
export type SimulatedLedger = Readonly<Record<QuantityClass, number>>;

/** One exchange as predicted, beside its recording. */
export interface SimulatedExchange {
  readonly id: string;
  readonly predicted: SimulatedLedger;
  readonly recorded: SimulatedLedger | null;
  /** Of the prediction. */
  readonly outcome: CacheOutcomeName;
  /** The share of the predicted prompt tokens that is read, percent to a tenth. */
  readonly readPercent: number;
  /**
   * True where the recording read what only requests before it can have written; the prediction
   * then believes it.
   */
  readonly cachedBefore: boolean;
}

/** The document that `simulate --json` prints. */
export interface SimulateJson {
  readonly schemaVersion: 1;
  readonly exchanges: readonly SimulatedExchange[];
  readonly problems: readonly ProblemJson[];
}

import type { RateKey } from "../models/rates.ts";

/** Billed quantities by class; tokens and searches. Input classes are disjoint: their sum is the prompt. */
export interface Quantities {
  readonly input: bigint;
  readonly cacheWrite5m: bigint;
  readonly cacheWrite1h: bigint;
  readonly cacheRead: bigint;
  readonly output: bigint;
  readonly webSearches: bigint;
}

export interface LedgerLine extends RateKey, Quantities {}

/** Quantities over one divisor: 1 for what was billed, larger for an expectation. One line per rate key, sorted by it. */
export interface Ledger {
  readonly divisor: bigint;
  readonly lines: readonly LedgerLine[];
}

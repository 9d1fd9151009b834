import type { RateKey } from "../../models/rates.ts";

/**
 * Billed quantities by class; tokens and searches. Input classes are disjoint: their sum is the
 * prompt.
 */
export interface Quantities {
  readonly input: bigint;
  readonly cacheWrite5m: bigint;
  readonly cacheWrite1h: bigint;
  readonly cacheRead: bigint;
  readonly output: bigint;
  readonly webSearches: bigint;
}

export interface LedgerLine extends RateKey, Quantities {}

/**
 * Quantities over one divisor: 1 for what was billed, larger for an expectation. One line per rate
 * key, sorted by it.
 */
export interface Ledger {
  readonly divisor: bigint;
  readonly lines: readonly LedgerLine[];
}

/** The classes of a ledger, in the order they are shown. */
export const quantityClasses = [
  "input",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheRead",
  "output",
  "webSearches",
] as const;
export type QuantityClass = (typeof quantityClasses)[number];

export const noQuantities: Quantities = {
  input: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  cacheRead: 0n,
  output: 0n,
  webSearches: 0n,
};

export function addQuantities(a: Quantities, b: Quantities): Quantities {
  return mapQuantities((name) => a[name] + b[name]);
}

/** Quantities with each class replaced by what `of` makes of it. */
function mapQuantities(of: (name: QuantityClass) => bigint): Quantities {
  return {
    input: of("input"),
    cacheWrite5m: of("cacheWrite5m"),
    cacheWrite1h: of("cacheWrite1h"),
    cacheRead: of("cacheRead"),
    output: of("output"),
    webSearches: of("webSearches"),
  };
}

/** A text that is equal for equal rate keys; ledgers are sorted by it. */
export function keyText(key: RateKey): string {
  return `${key.model} ${key.rate} ${key.band} ${key.geo} ${key.speed} ${key.tier}`;
}

/** A ledger of lines in any order, several of one key added up. `divisor` must be positive. */
export function createLedger(lines: Iterable<LedgerLine>, divisor = 1n): Ledger {
  if (divisor <= 0n) throw new RangeError("a ledger's divisor must be positive");
  const byKey = new Map<string, LedgerLine>();
  for (const line of lines) {
    const key = keyText(line);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? line : { ...before, ...addQuantities(before, line) });
  }
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  return reduce({ divisor, lines: sorted });
}

/** In lowest terms, so that equal ledgers are equal values whatever they were made from. */
function reduce(ledger: Ledger): Ledger {
  let common = ledger.divisor;
  for (const line of ledger.lines) {
    for (const name of quantityClasses) {
      if (common === 1n) return ledger;
      common = gcd(line[name], common);
    }
  }
  if (common === 1n) return ledger;
  return {
    divisor: ledger.divisor / common,
    lines: ledger.lines.map((line) => ({
      ...line,
      ...mapQuantities((name) => line[name] / common),
    })),
  };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** All lines added up, whatever their rates; the figures stand over the ledger's divisor. */
export function sumQuantities(ledger: Ledger): Quantities {
  return ledger.lines.reduce<Quantities>(addQuantities, noQuantities);
}

/** Tokens of the prompt: input, writes and reads. */
export function promptTokens(quantities: Quantities): bigint {
  return (
    quantities.input + quantities.cacheWrite5m + quantities.cacheWrite1h + quantities.cacheRead
  );
}

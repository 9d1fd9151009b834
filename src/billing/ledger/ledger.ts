import { greatestCommonDivisor } from "../../arithmetic.ts";
import type { RateKey } from "../../models/rates.ts";
import { ascendingBy } from "../../order.ts";

/** Quantities billed at one rate. */
export interface LedgerLine extends RateKey, Quantities {}

/**
 * Quantities over one divisor: 1 for what was billed, larger for an expectation. One line per rate
 * key, sorted by it.
 */
export interface Ledger {
  readonly divisor: bigint;
  readonly lines: readonly LedgerLine[];
}

/**
 * The classes of billed quantities, in the order they are shown: tokens, but for `webSearches`. The
 * first four are disjoint and add up to the prompt.
 */
export const quantityClasses = [
  "input",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheRead",
  "output",
  "webSearches",
] as const;
export type QuantityClass = (typeof quantityClasses)[number];

/** Billed quantities by class. */
export type Quantities = Readonly<Record<QuantityClass, bigint>>;

export const noQuantities: Quantities = mapClasses(() => 0n);

/** Sums class by class. */
export function addQuantities(a: Quantities, b: Quantities): Quantities {
  return mapClasses((name) => a[name] + b[name]);
}

/** A value for each class, made by `valueOf`. */
export function mapClasses<Value>(
  valueOf: (name: QuantityClass) => Value,
): Record<QuantityClass, Value> {
  return {
    input: valueOf("input"),
    cacheWrite5m: valueOf("cacheWrite5m"),
    cacheWrite1h: valueOf("cacheWrite1h"),
    cacheRead: valueOf("cacheRead"),
    output: valueOf("output"),
    webSearches: valueOf("webSearches"),
  };
}

/** A text that is equal for equal rate keys; ledgers are sorted by it. */
export function keyText(key: RateKey): string {
  return `${key.model} ${key.rate} ${key.band} ${key.geo} ${key.speed} ${key.tier}`;
}

/** The rate key of a line, without its quantities. */
export function rateKeyOf({ model, rate, band, geo, speed, tier }: RateKey): RateKey {
  return { model, rate, band, geo, speed, tier };
}

/**
 * A ledger of lines in any order, several of one key added up. Throws where `divisor` is not
 * positive.
 */
export function createLedger(lines: Iterable<LedgerLine>, divisor = 1n): Ledger {
  if (divisor <= 0n) throw new RangeError("a ledger's divisor must be positive");
  const byKey = new Map<string, LedgerLine>();
  for (const line of lines) {
    const key = keyText(line);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? line : { ...before, ...addQuantities(before, line) });
  }
  const sorted = [...byKey].sort(ascendingBy(([key]) => key)).map(([, line]) => line);
  return reduce({ divisor, lines: sorted });
}

/** In lowest terms, so that equal ledgers are equal values whatever they were made from. */
function reduce(ledger: Ledger): Ledger {
  let common = ledger.divisor;
  for (const line of ledger.lines) {
    for (const name of quantityClasses) {
      if (common === 1n) return ledger;
      common = greatestCommonDivisor(line[name], common);
    }
  }
  if (common === 1n) return ledger;
  return {
    divisor: ledger.divisor / common,
    lines: ledger.lines.map((line) => ({
      ...line,
      ...mapClasses((name) => line[name] / common),
    })),
  };
}

/** All lines added up, whatever their rates; the sums are over the ledger's divisor. */
export function sumQuantities(ledger: Ledger): Quantities {
  return ledger.lines.reduce<Quantities>(addQuantities, noQuantities);
}

/** Tokens of the prompt: input, writes and reads. */
export function promptTokens(quantities: Quantities): bigint {
  return (
    quantities.input + quantities.cacheWrite5m + quantities.cacheWrite1h + quantities.cacheRead
  );
}

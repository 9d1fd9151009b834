import type { Ledger, LedgerLine, Quantities } from "../billing/ledger.ts";
import type { PriceBook, RateKey } from "../models/rates.ts";
import { divideHalfEven, type Pico, type Ratio, ratio } from "../money.ts";

/** The classes of a ledger line, in the order they are billed and shown. */
export const classes = ["input", "cacheWrite5m", "cacheWrite1h", "cacheRead", "output", "webSearches"] as const;

export type Class = (typeof classes)[number];

const empty: Quantities = { input: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, cacheRead: 0n, output: 0n, webSearches: 0n };

/** A rate key as text; equal text is an equal rate. Lines are sorted by it. */
export const nameRate = (key: RateKey): string => [key.model, key.rate, key.band, key.geo, key.speed, key.tier].join(" ");

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** Quantities times a factor, added up by class. */
export const addQuantities = (a: Quantities, b: Quantities, factor: bigint): Quantities => ({
  input: a.input + b.input * factor,
  cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m * factor,
  cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h * factor,
  cacheRead: a.cacheRead + b.cacheRead * factor,
  output: a.output + b.output * factor,
  webSearches: a.webSearches + b.webSearches * factor,
});

export const noQuantities = empty;

/** A part of an expectation: a line's quantities over the divisor, times a whole weight. */
export interface Part {
  readonly key: RateKey;
  readonly quantities: Quantities;
  readonly weight: bigint;
}

const withQuantities = (key: RateKey, quantities: Quantities): LedgerLine => ({
  model: key.model,
  rate: key.rate,
  band: key.band,
  geo: key.geo,
  speed: key.speed,
  tier: key.tier,
  ...quantities,
});

/** Adds up parts over one divisor into a ledger in lowest terms: a line per rate that applies, sorted by it. */
export const sumParts = (parts: readonly Part[], divisor: bigint): Ledger => {
  const lines = new Map<string, { key: RateKey; quantities: Quantities }>();
  for (const part of parts) {
    const name = nameRate(part.key);
    const before = lines.get(name)?.quantities ?? empty;
    lines.set(name, { key: part.key, quantities: addQuantities(before, part.quantities, part.weight) });
  }
  let common = divisor;
  for (const { quantities } of lines.values()) for (const one of classes) common = gcd(common, quantities[one]);
  const sorted = [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    divisor: divisor / common,
    lines: sorted.map(([, { key, quantities }]) =>
      withQuantities(key, {
        input: quantities.input / common,
        cacheWrite5m: quantities.cacheWrite5m / common,
        cacheWrite1h: quantities.cacheWrite1h / common,
        cacheRead: quantities.cacheRead / common,
        output: quantities.output / common,
        webSearches: quantities.webSearches / common,
      }),
    ),
  };
};

/** A class of a line that nobody published a rate for. */
export interface Unpriced {
  readonly key: RateKey;
  readonly class: Class;
}

/** What a class of a line costs per unit, pico-dollars; null where nobody published it. */
export const rateOf = (book: PriceBook, key: RateKey, one: Class): Pico | null => {
  const rates = book.rates(key);
  if (rates === null) return null;
  return one === "webSearches" ? rates.webSearch : rates[one];
};

/** The exact cost of a ledger in pico-dollars, and what in it has no price: that part is missing from the sum. */
export const priceExactly = (ledger: Ledger, book: PriceBook): { readonly cost: Ratio; readonly unpriced: readonly Unpriced[] } => {
  let sum = 0n;
  const unpriced: Unpriced[] = [];
  for (const line of ledger.lines)
    for (const one of classes) {
      const quantity = line[one];
      if (quantity === 0n) continue;
      const rate = rateOf(book, line, one);
      if (rate === null) unpriced.push({ key: line, class: one });
      else sum += quantity * rate;
    }
  return { cost: ratio(sum, ledger.divisor), unpriced };
};

/** Rounds an exact number of pico-dollars, half to even: the one division of a projection. */
export const roundPico = (cost: Ratio): Pico => divideHalfEven(cost.n, cost.d);

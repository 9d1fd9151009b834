import { sumExact } from "../../arithmetic.ts";
import type { PriceBook, Rates } from "../../models/rates.ts";
import { ratio, type Pico, type Ratio } from "../../money.ts";
import { nowhere, problem, type Place, type Problem } from "../../problem.ts";
import {
  mapClasses,
  quantityClasses,
  type Ledger,
  type LedgerLine,
  type QuantityClass,
} from "./ledger.ts";

/** What a ledger costs, in pico-dollars; or what must be known before that can be said. */
export type Priced =
  | { readonly amount: Ratio; readonly byClass: ClassAmounts; readonly problems: readonly [] }
  | { readonly amount: null; readonly byClass: null; readonly problems: readonly Problem[] };

/** The cost of each class, in pico-dollars. Adds up to the whole. */
export type ClassAmounts = Readonly<Record<QuantityClass, Ratio>>;

/**
 * What one line costs, in pico-dollars times its ledger's divisor; null where a price is unknown.
 */
export function priceLine(line: LedgerLine, book: PriceBook): bigint | null {
  const rates = book.rates(line);
  let amount = 0n;
  for (const name of quantityClasses) {
    const part = priceClass(line, name, rates);
    if (part === null) return null;
    amount += part;
  }
  return amount;
}

/**
 * What some lines cost as far as their prices are known, in pico-dollars times their ledger's
 * divisor: what has no price is left out.
 */
export function knownCost(lines: readonly LedgerLine[], book: PriceBook): bigint {
  let amount = 0n;
  for (const line of lines) {
    const rates = book.rates(line);
    for (const name of quantityClasses) amount += priceClass(line, name, rates) ?? 0n;
  }
  return amount;
}

/**
 * What each class of one line costs, in pico-dollars times its ledger's divisor; null where its
 * price is unknown. A class without tokens needs no price.
 */
function priceClass(line: LedgerLine, name: QuantityClass, rates: Rates | null): bigint | null {
  if (line[name] === 0n) return 0n;
  const rate = rateOf(rates, name);
  return rate === null ? null : line[name] * rate;
}

/** Pico-dollars per token, or per search; null where nobody published it. */
export function rateOf(rates: Rates | null, name: QuantityClass): Pico | null {
  return rates?.[name === "webSearches" ? "webSearch" : name] ?? null;
}

/**
 * What a ledger costs: quantities × rates, exact. A class with tokens whose price nobody published
 * makes the whole unknown: `price-unknown`, one per line and class.
 */
export function priceLedger(ledger: Ledger, book: PriceBook, place: Place = nowhere): Priced {
  const sums = mapClasses(() => 0n);
  const problems: Problem[] = [];
  for (const line of ledger.lines) {
    const rates = book.rates(line);
    for (const name of quantityClasses) {
      const part = priceClass(line, name, rates);
      if (part === null)
        problems.push(
          problem("price-unknown", place, {
            model: line.model,
            class: name,
            rate: rateWords(line),
          }),
        );
      else sums[name] += part;
    }
  }
  if (problems.length > 0) return { amount: null, byClass: null, problems };
  return {
    amount: ratio(sumExact(Object.values(sums)), ledger.divisor),
    byClass: mapClasses((name) => ratio(sums[name], ledger.divisor)),
    problems: [],
  };
}

function rateWords(line: LedgerLine): string {
  return [
    line.rate === "list" ? "list price" : `rates since ${line.rate}`,
    line.speed,
    line.tier,
    line.band === "long" ? "long prompt" : "",
  ]
    .filter((word) => word !== "" && word !== "standard")
    .join(", ");
}

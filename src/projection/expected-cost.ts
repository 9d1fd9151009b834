import {
  createLedger,
  mapClasses,
  quantityClasses,
  type Ledger,
  type LedgerLine,
  type Quantities,
  type QuantityClass,
} from "../billing/ledger/ledger.ts";
import { priceLine } from "../billing/ledger/price.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Ratio } from "../money.ts";
import { certainty } from "../traffic/chance.ts";
import type { Weights } from "../traffic/weights.ts";
import type { ForecastExchange } from "./cache/cache-forecast.ts";
import {
  expectedLines,
  answerPart,
  passParts,
  type CertainPart,
  type ExchangeBilling,
} from "./exchange-ledger.ts";
import type { CacheOutcome } from "./projection.ts";
import type { BilledRate } from "./rate-table.ts";

/** What a run is expected to be billed: a line for each rate, over one divisor. */
export interface ExpectedQuantities {
  readonly divisor: bigint;
  readonly lines: readonly LedgerLine[];
}

/**
 * The expected quantities of a run over the mix of fixtures, exactly. Nearly all of it is certain, or
 * a chance (over 2⁴⁰) in two halves of 20 bits: plain numbers, whose sums are exact as long as they
 * are safe integers. Where one is not, all is added up again as whole numbers of any size.
 */
export function expectQuantities(
  exchanges: readonly ForecastExchange[],
  weights: Weights,
  options: ExchangeBilling,
): ExpectedQuantities {
  const divisor = certainty * (weights.sum === 0n ? 1n : weights.sum);
  const sums = new Map<BilledRate, Sums>();
  for (const { run, view, outcomes } of exchanges) {
    const weight = Number(weights.each[run] ?? 0n);
    const answer = answerPart(view, options);
    const sum = sumsOf(sums, answer.billed);
    addTo(sum.certain, "output", answer.output * weight);
    addTo(sum.certain, "webSearches", answer.webSearches * weight);
    for (const outcome of outcomes) addOutcome(sum, outcome, weight);
    for (const part of passParts(view, options))
      addCertain(sumsOf(sums, part.billed), part, weight);
  }
  const isExact = [...sums.values()].every((sum) =>
    [sum.certain, sum.high, sum.low].every((part) => part.every(Number.isSafeInteger)),
  );
  return {
    divisor,
    lines: isExact
      ? [...sums].map(([{ key }, sum]) => ({ ...key, ...quantitiesOf(sum) }))
      : exchanges.flatMap((exchange) =>
          expectedLines(exchange, options).map((line) =>
            timesWeight(line, weights.each[exchange.run] ?? 0n),
          ),
        ),
  };
}

/** Lines of equal rates added up, in lowest terms. */
export function ledgerOf({ divisor, lines }: ExpectedQuantities): Ledger {
  return createLedger(lines, divisor);
}

/** What it costs, pico-dollars, exactly; what has no price is missing. */
export function costOfQuantities({ divisor, lines }: ExpectedQuantities, book: PriceBook): Ratio {
  let n = 0n;
  for (const line of lines) n += priceLine(line, book) ?? 0n;
  return { n, d: divisor };
}

/** Sums at one rate, by class in the order of `quantityClasses`, times the weights of the runs. */
interface Sums {
  readonly certain: Float64Array;
  /** Times the upper and the lower 20 bits of chances. */
  readonly high: Float64Array;
  readonly low: Float64Array;
}

const half = 2 ** 20;
const at = Object.fromEntries(quantityClasses.map((name, index) => [name, index]));
const places = mapClasses((name) => at[name] ?? 0);

function sumsOf(sums: Map<BilledRate, Sums>, billed: BilledRate): Sums {
  const known = sums.get(billed);
  if (known !== undefined) return known;
  const none = (): Float64Array => new Float64Array(quantityClasses.length);
  const made = { certain: none(), high: none(), low: none() };
  sums.set(billed, made);
  return made;
}

function addTo(sums: Float64Array, name: QuantityClass, amount: number): void {
  const place = places[name];
  sums[place] = (sums[place] ?? 0) + amount;
}

function addCertain({ certain }: Sums, part: CertainPart, weight: number): void {
  for (const name of quantityClasses)
    if (part[name] !== 0) addTo(certain, name, part[name] * weight);
}

function addOutcome(sums: Sums, outcome: CacheOutcome, weight: number): void {
  const { chance } = outcome;
  if (chance === certainty) {
    addSplit(sums.certain, outcome, weight);
    return;
  }
  const whole = Number(chance);
  const high = Math.floor(whole / half);
  addSplit(sums.high, outcome, high * weight);
  addSplit(sums.low, outcome, (whole - high * half) * weight);
}

function addSplit(sums: Float64Array, outcome: CacheOutcome, times: number): void {
  addTo(sums, "input", outcome.input * times);
  addTo(sums, "cacheWrite5m", outcome.write5m * times);
  addTo(sums, "cacheWrite1h", outcome.write1h * times);
  addTo(sums, "cacheRead", outcome.read * times);
}

function quantitiesOf({ certain, high, low }: Sums): Quantities {
  return mapClasses((name) => {
    const place = places[name];
    return (
      BigInt(certain[place] ?? 0) * certainty +
      BigInt(high[place] ?? 0) * BigInt(half) +
      BigInt(low[place] ?? 0)
    );
  });
}

/** A line times the weight of its run. */
function timesWeight(line: LedgerLine, weight: bigint): LedgerLine {
  return { ...line, ...mapClasses((name) => line[name] * weight) };
}

import { priceBookId } from "../api/model.ts";
import { mapClasses, type LedgerLine } from "../billing/ledger/ledger.ts";
import type { Day } from "../day.ts";
import { isFastOver } from "../models/lookup.ts";
import type { PriceBook, RateKey } from "../models/rates.ts";
import { certainty } from "../traffic/chance.ts";
import type { ForecastExchange } from "./cache/cache-forecast.ts";
import type { CacheView } from "./cache/cache-view.ts";
import type { MeasuredScenario } from "./projection.ts";

/** What a scenario is billed by. */
export interface BillingOptions {
  readonly scenario: MeasuredScenario;
  readonly book: PriceBook;
  /** Prices are those in force on this day. */
  readonly asOf: Day;
}

/** The expected quantities of one exchange, over 2⁴⁰, at the rate it is billed at. */
export function expectedLine(
  { view, outcomes }: ForecastExchange,
  options: BillingOptions,
): LedgerLine {
  const expected = { input: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, cacheRead: 0n };
  for (const { chance, input, write5m, write1h, read } of outcomes) {
    expected.input += chance * BigInt(input);
    expected.cacheWrite5m += chance * BigInt(write5m);
    expected.cacheWrite1h += chance * BigInt(write1h);
    expected.cacheRead += chance * BigInt(read);
  }
  return {
    ...rateKey(view, options),
    ...expected,
    output: certainty * BigInt(view.output),
    webSearches: certainty * BigInt(view.measured.webSearches),
  };
}

/** The rate one exchange is billed at; its band is that of its whole prompt (billing.md §1.3). */
function rateKey(
  { measured, total }: CacheView,
  { scenario, book, asOf }: BillingOptions,
): RateKey {
  const model = priceBookId(measured.prompt.model);
  // Where fast mode is over, some models bill the request as standard (billing.md §1.4).
  const isOver = measured.speed === "fast" && isFastOver(model, asOf);
  return {
    model,
    rate: book.rateOn(model, asOf),
    band: book.bandOf(model, asOf, total),
    geo: measured.geo,
    speed: isOver ? "standard" : measured.speed,
    tier: scenario.tier,
  };
}

/** A line times the weight of its run. */
export function timesWeight(line: LedgerLine, weight: bigint): LedgerLine {
  return { ...line, ...mapClasses((name) => line[name] * weight) };
}

import { createLedger, rateKeyOf } from "../billing/ledger/ledger.ts";
import { ratio } from "../money.ts";
import { remember } from "../remember.ts";
import { certainty } from "../traffic/chance.ts";
import type { Weights } from "../traffic/weights.ts";
import type { ForecastExchange } from "./cache/cache-forecast.ts";
import { expectedLines, type ExchangeBilling } from "./exchange-ledger.ts";
import type { ProjectedExchange } from "./projection.ts";

/** The exchanges, each with its share of the runs; its ledger is made when it is asked for. */
export function exchangesOf(
  exchanges: readonly ForecastExchange[],
  weights: Weights,
  options: ExchangeBilling,
): readonly ProjectedExchange[] {
  const sum = weights.sum === 0n ? 1n : weights.sum;
  const shares = weights.each.map((weight) => ratio(weight, sum));
  return exchanges.map((forecast): ProjectedExchange => {
    const { run, view, outcomes } = forecast;
    const lines = remember(() => expectedLines(forecast, options));
    const ledger = remember(() => createLedger(lines(), certainty));
    const { id, index } = view.measured.exchange;
    return {
      run: options.scenario.runs[run]?.run.id ?? "",
      exchange: id,
      index,
      share: shares[run] ?? ratio(0n),
      get ledger() {
        return ledger();
      },
      get rate() {
        return rateKeyOf(lines()[0]);
      },
      outcomes,
    };
  });
}

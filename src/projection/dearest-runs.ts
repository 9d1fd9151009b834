import { knownCost } from "../billing/ledger/price.ts";
import type { PriceBook } from "../models/rates.ts";
import { addRatio, compareRatio, divideHalfEven, ratio, type Pico } from "../money.ts";
import { groupBy } from "../order.ts";
import type { ProjectedExchange, RunCost } from "./projection.ts";

/** Nine runs of ten. */
const most = ratio(9n, 10n);

/** What each run is expected to cost. What has no price is missing, as in the projection. */
export function costRuns(
  exchanges: readonly ProjectedExchange[],
  book: PriceBook,
): readonly RunCost[] {
  return [...groupBy(exchanges, ({ run }) => run).values()].map((own) => ({
    share: own[0]?.share ?? ratio(0n),
    usd: own
      .map(({ ledger }) => ratio(knownCost(ledger.lines, book), ledger.divisor))
      .reduce(addRatio, ratio(0n)),
  }));
}

/**
 * What nine of ten runs cost at most, pico-dollars: the smallest expected cost of a fixture that
 * fixtures with at least nine tenths of the weight do not exceed. Null where there is one run: all
 * are expected to cost the same. The shares add up to 1.
 */
export function dearestRunCost(runs: readonly RunCost[]): Pico | null {
  if (runs.length < 2) return null;
  let reached = ratio(0n);
  for (const { share, usd } of runs.toSorted((a, b) => compareRatio(a.usd, b.usd))) {
    reached = addRatio(reached, share);
    if (compareRatio(reached, most) >= 0) return divideHalfEven(usd.n, usd.d);
  }
  return null;
}

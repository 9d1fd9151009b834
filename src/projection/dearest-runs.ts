import { knownCost } from "../billing/ledger/price.ts";
import type { PriceBook } from "../models/rates.ts";
import { addRatio, compareRatio, divideHalfEven, ratio, type Pico } from "../money.ts";
import { groupBy } from "../order.ts";
import type { ProjectedExchange } from "./projection.ts";

/** Nine runs of ten. */
const most = ratio(9n, 10n);

/**
 * What nine of ten runs cost at most, pico-dollars: the smallest expected cost of a fixture that
 * fixtures with at least nine tenths of the weight do not exceed. Null where the scenario has one
 * run: all are expected to cost the same. What has no price is missing, as in the projection.
 */
export function dearestRunCost(
  exchanges: readonly ProjectedExchange[],
  book: PriceBook,
): Pico | null {
  const runs = [...groupBy(exchanges, ({ run }) => run).values()].map((own) => ({
    share: own[0]?.share ?? ratio(0n),
    cost: own
      .map(({ ledger }) => ratio(knownCost(ledger.lines, book), ledger.divisor))
      .reduce(addRatio, ratio(0n)),
  }));
  if (runs.length < 2) return null;
  let reached = ratio(0n);
  for (const { share, cost } of runs.sort((a, b) => compareRatio(a.cost, b.cost))) {
    reached = addRatio(reached, share);
    if (compareRatio(reached, most) >= 0) return divideHalfEven(cost.n, cost.d);
  }
  return null;
}

import { usageOf } from "../../api/response.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";
import { createPriceBook } from "../../models/price-book.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Pico } from "../../money.ts";
import { nowhere } from "../../problem.ts";
import type { CapturedCall } from "../../record/captured-call.ts";

/** What calls cost, and how many of them have no price that is known. */
export interface Spent {
  readonly usd: Pico;
  readonly unpriced: number;
}

/** What was paid for the answers of calls, by their usage. `book`: null for our own prices alone. */
export function spentOn(
  calls: readonly CapturedCall[],
  book: PriceBook | null,
  { asOf }: Pick<EvaluationContext, "asOf">,
): Spent {
  const prices = book ?? createPriceBook([]);
  let usd = 0n;
  let unpriced = 0;
  for (const { endpoint, outcome, request, response, at, customId, betas } of calls) {
    if (endpoint !== "messages" || outcome !== "answered" || at === null) continue;
    const bill = billExchange(
      {
        request,
        response,
        usage: usageOf(response),
        at,
        batch: customId !== null,
        betas,
        place: nowhere,
      },
      { book: prices, asOf },
    );
    if (bill.usd === null) unpriced += 1;
    usd += bill.usd ?? 0n;
  }
  return { usd, unpriced };
}

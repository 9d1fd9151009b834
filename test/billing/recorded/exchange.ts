import {
  billExchange,
  type Bill,
  type BilledExchange,
} from "../../../src/billing/recorded/bill.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { formatUsd } from "../../../src/money.ts";
import { nowhere } from "../../../src/problem.ts";

export const book = createPriceBook();

/** Bills one usage of a model on 2026-11-24, or as `more` says. */
export function bill(
  model: string,
  usage: JsonObject | undefined,
  more: Partial<BilledExchange> = {},
): Bill {
  return billExchange(
    {
      request: null,
      response: { model, stop_reason: "end_turn" },
      usage,
      at: "2026-11-24T12:00:00Z",
      batch: false,
      betas: null,
      place: nowhere,
      ...more,
    },
    { book, asOf: "2026-11-24" },
  );
}

export function codes(billed: Bill): string[] {
  return billed.problems.map((each) => each.code);
}

/** What a usage of a model costs, in dollars; the problems' codes where that is not known. */
export function usd(model: string, usage: JsonObject, more: Partial<BilledExchange> = {}): string {
  const billed = bill(model, usage, more);
  return billed.usd === null ? codes(billed).join(" ") : formatUsd(billed.usd);
}

/** A usage as the API sends it; classes left out are zero. */
export function usageOf(input: number, output: number, more: JsonObject = {}): JsonObject {
  return {
    input_tokens: input,
    output_tokens: output,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    ...more,
  };
}

/** Cache classes of a usage with their split. */
export function cached(read: number, fiveMinutes: number, oneHour: number): JsonObject {
  return {
    cache_read_input_tokens: read,
    cache_creation_input_tokens: fiveMinutes + oneHour,
    cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour },
  };
}

import { billExchange, type Bill, type BilledExchange } from "../../../src/billing/recorded/bill.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { nowhere } from "../../../src/problem.ts";

export const book = createPriceBook();

/** Bills one usage of a model on 2026-11-24, or as `more` says. */
export const bill = (model: string, usage: JsonObject | undefined, more: Partial<BilledExchange> = {}): Bill =>
  billExchange(
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

export const codes = (one: Bill): string[] => one.problems.map((each) => each.code);

/** A usage as the API sends it; classes left out are zero. */
export const usageOf = (input: number, output: number, more: JsonObject = {}): JsonObject => ({
  input_tokens: input,
  output_tokens: output,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  ...more,
});

/** Cache classes of a usage with their split. */
export const cached = (read: number, fiveMinutes: number, oneHour: number): JsonObject => ({
  cache_read_input_tokens: read,
  cache_creation_input_tokens: fiveMinutes + oneHour,
  cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour },
});

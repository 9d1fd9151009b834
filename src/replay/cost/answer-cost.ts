/** What an answer was billed. */
import { usageOf } from "../../api/response.ts";
import { readUsage } from "../../api/usage.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";
import { hasErrors, nowhere } from "../../problem.ts";
import type { Pricing } from "./maximum-cost.ts";

/** Whether an answer has a usage that can be read: a recording must (`recording-without-usage`). */
export function hasUsage(response: JsonObject): boolean {
  const { usage, problems } = readUsage(usageOf(response), nowhere);
  return usage !== null && !hasErrors(problems);
}

/** An answer and what is known of its request. */
interface AnsweredExchange {
  /** Null where no planned run has the request any more. */
  readonly exchange: Exchange | null;
  readonly response: JsonObject;
  /** Whether it went in a batch. */
  readonly batch: boolean;
}

/** The most an answer was billed, pico-dollars; null where it cannot be priced. */
export function answerCost(
  { exchange, response, batch }: AnsweredExchange,
  pricing: Pricing,
): Pico | null {
  const bill = billExchange(
    {
      request: exchange?.request.body ?? null,
      response,
      usage: usageOf(response),
      at: null,
      batch,
      betas: exchange?.betas ?? null,
      place: nowhere,
    },
    pricing,
  );
  return bill.usdHigh ?? bill.usd;
}

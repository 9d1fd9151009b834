/** The price of an answer, and whether it is all that was billed. */
import { usageOf } from "../../api/response.ts";
import { billExchange, type BilledExchange } from "../../billing/recorded/bill.ts";
import type { JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";
import { nowhere, type ProblemCode } from "../../problem.ts";
import type { Pricing } from "./maximum-cost.ts";

/** What a bill leaves out or assumes, so that more may have been billed than it says. */
const openEnds: readonly ProblemCode[] = ["advisor-unpriced", "usage-value-unknown"];

interface AnswerPrice {
  /** Pico-dollars; null: it cannot be priced. */
  readonly usd: Pico | null;
  /** The most it can be, where the usage leaves something open; else the same. */
  readonly usdHigh: Pico | null;
  /** False: it cannot be priced, or something of it cannot. */
  readonly isWhole: boolean;
}

/** Prices an answer. Its request is null where nobody knows it any more. */
export function priceAnswer(
  answer: Pick<BilledExchange, "request" | "batch" | "betas"> & { readonly response: JsonObject },
  pricing: Pricing,
): AnswerPrice {
  const usage = usageOf(answer.response);
  const { usd, usdHigh, problems } = billExchange(
    { ...answer, usage, at: null, place: nowhere },
    pricing,
  );
  const isWhole = usd !== null && !problems.some(({ code }) => openEnds.includes(code));
  return { usd, usdHigh: usdHigh ?? usd, isWhole };
}

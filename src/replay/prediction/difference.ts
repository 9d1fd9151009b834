/** Why a request was billed something else than was predicted. */
import { magnitude } from "../../arithmetic.ts";
import { writeUsage } from "../../api/usage.ts";
import { outcomeOf } from "../../billing/cache/split.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import type { Json, JsonObject } from "../../json.ts";
import type { Pico, Ratio } from "../../money.ts";
import { nowhere } from "../../problem.ts";
import { shownName } from "../../shown-name.ts";
import type { Pricing } from "../cost/maximum-cost.ts";
import { counted } from "../../words.ts";

/** Billed tokens by class, and what they cost. */
export interface BilledTokens {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  /** Pico-dollars. */
  readonly usd: Pico;
  /** False where no price is known: then `usd` is the most it may have cost, or 0 of a prediction. */
  readonly isPriced: boolean;
}

/** What the price of a usage depends on besides. */
interface PricedRequest {
  readonly request: JsonObject;
  /** `model`; the answer where it is an answer's usage. */
  readonly response: JsonObject;
  readonly betas: readonly string[];
  /** Null: it did not go in a batch. */
  readonly batchHitShare: Ratio | null;
}

/**
 * The largest part of the difference between two bills of one request, in words: the answer's
 * length, what the cache did, or the count of the prompt.
 */
export function explainDifference(
  bills: {
    readonly request: PricedRequest;
    readonly predicted: BilledTokens;
    readonly real: BilledTokens;
    /** The model that answered, where that is another one than was asked. */
    readonly otherModel: string | null;
  },
  pricing: Pricing,
): string {
  const { request, predicted, real, otherModel } = bills;
  if (!real.isPriced) return "no price is known for what answered";
  if (predicted.usd === real.usd) return "as predicted";
  if (otherModel !== null)
    return `\`${shownName(otherModel)}\` answered, which was not asked first`;
  const withRealOutput = writeUsage({ ...predicted, output: real.output });
  const byOutput = (priceUsage(request, withRealOutput, pricing) ?? predicted.usd) - predicted.usd;
  const byInput = real.usd - predicted.usd - byOutput;
  if (magnitude(byOutput) >= magnitude(byInput))
    return `the answer: ${moreTokens(real.output - predicted.output, "longer", "shorter")} than expected`;
  const [before, after] = [outcomeOf(predicted), outcomeOf(real)];
  const moreInput = allInput(real) - allInput(predicted);
  if (predicted.cacheRead === real.cacheRead)
    return moreInput === 0
      ? "rates or fees"
      : `the prompt: ${moreTokens(moreInput, "more", "fewer")} than counted`;
  const more = predicted.cacheRead < real.cacheRead ? "more" : "less";
  if (request.batchHitShare !== null)
    return `the batch hit the cache ${more} than its share says (${before} expected, ${after} billed)`;
  return `the cache held ${more} than this replay wrote (${before} predicted, ${after} billed)`;
}

/** Pico-dollars; null where it cannot be priced. */
export function priceUsage(
  { request, response, betas, batchHitShare }: PricedRequest,
  usage: Json | undefined,
  pricing: Pricing,
): Pico | null {
  const batch = batchHitShare !== null;
  return billExchange({ request, response, usage, at: null, batch, betas, place: nowhere }, pricing)
    .usd;
}

function moreTokens(count: number, more: string, less: string): string {
  return `${counted(Math.abs(count), "token")} ${count > 0 ? more : less}`;
}

function allInput({ input, cacheRead, cacheWrite5m, cacheWrite1h }: BilledTokens): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

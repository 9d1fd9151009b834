/** Why a request was billed something else than was predicted. */
import { magnitude } from "../../arithmetic.ts";
import { writeUsage } from "../../api/usage.ts";
import { outcomeOf } from "../../billing/cache/split.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import type { Json, JsonObject } from "../../json.ts";
import type { Pico, Ratio } from "../../money.ts";
import { nowhere } from "../../problem.ts";
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
}

/** What the price of a usage depends on besides. */
interface PricedRequest {
  readonly request: JsonObject;
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
  },
  pricing: Pricing,
): string {
  const { request, predicted, real } = bills;
  if (predicted.usd === real.usd) return "as predicted";
  const withRealOutput = writeUsage({ ...predicted, output: real.output });
  const byOutput = priceUsage(request, withRealOutput, pricing) - predicted.usd;
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

/** Pico-dollars; 0 where it cannot be priced. */
export function priceUsage(
  { request, response, betas, batchHitShare }: PricedRequest,
  usage: Json | undefined,
  pricing: Pricing,
): Pico {
  const batch = batchHitShare !== null;
  return (
    billExchange({ request, response, usage, at: null, batch, betas, place: nowhere }, pricing)
      .usd ?? 0n
  );
}

function moreTokens(count: number, more: string, less: string): string {
  return `${counted(Math.abs(count), "token")} ${count > 0 ? more : less}`;
}

function allInput({ input, cacheRead, cacheWrite5m, cacheWrite1h }: BilledTokens): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

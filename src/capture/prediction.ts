/** What was predicted of requests, beside what their answers were billed. */
import { billExchange } from "../billing/bill.ts";
import { createCache } from "../billing/cache.ts";
import { layOut } from "../billing/cache-layout.ts";
import type { Day } from "../digest.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere } from "../problem.ts";
import { minimumOf } from "../projection/minimum.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { wholeNumber } from "../tokens/answer.ts";
import type { Count } from "../tokens/count.ts";

/** Billed tokens by class. */
export interface Billed {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  /** Pico-dollars. */
  readonly usd: Pico;
}

/** One answered request with what was known before it was sent. */
export interface Foretold {
  readonly scenario: string;
  readonly exchange: string;
  readonly prompt: Prompt;
  readonly count: Count;
  /** Output tokens expected. */
  readonly output: number;
  /** When it was sent, milliseconds. */
  readonly sentAt: number;
  readonly response: JsonObject;
}

export interface PredictionRow {
  readonly scenario: string;
  readonly exchange: string;
  readonly predicted: Billed;
  readonly real: Billed;
  /** What the cache was predicted to do, and did. */
  readonly outcome: { readonly predicted: CacheOutcomeName; readonly real: CacheOutcomeName };
  /** The larger part of the difference, in words. */
  readonly why: string;
}

export type CacheOutcomeName = "hit" | "partial" | "write" | "none";

const outcomeOf = ({ cacheRead, cacheWrite5m, cacheWrite1h }: Billed): CacheOutcomeName => {
  const written = cacheWrite5m + cacheWrite1h;
  if (cacheRead > 0) return written > 0 ? "partial" : "hit";
  return written > 0 ? "write" : "none";
};

interface Pricing {
  readonly book: PriceBook;
  readonly asOf: Day;
}

const priceOf = (one: Foretold, usage: JsonObject, pricing: Pricing): Pico =>
  billExchange(
    { request: one.prompt.request.body, response: one.response, usage, at: null, batch: false, betas: one.prompt.betas, place: nowhere },
    pricing,
  ).usd ?? 0n;

const usageOf = ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: Omit<Billed, "usd">): JsonObject => ({
  input_tokens: input,
  cache_read_input_tokens: cacheRead,
  cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
  cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
  output_tokens: output,
});

const memberOf = (value: JsonObject, key: string): JsonObject => {
  const member = value[key];
  return isObject(member) ? member : {};
};

const readReal = (one: Foretold, pricing: Pricing): Billed => {
  const usage = memberOf(one.response, "usage");
  const split = memberOf(usage, "cache_creation");
  const created = wholeNumber(usage["cache_creation_input_tokens"]) ?? 0;
  const hour = wholeNumber(split["ephemeral_1h_input_tokens"]) ?? 0;
  return {
    input: wholeNumber(usage["input_tokens"]) ?? 0,
    cacheRead: wholeNumber(usage["cache_read_input_tokens"]) ?? 0,
    cacheWrite5m: created - hour,
    cacheWrite1h: hour,
    output: wholeNumber(usage["output_tokens"]) ?? 0,
    usd: priceOf(one, usage, pricing),
  };
};

const inputOf = (one: Billed): number => one.input + one.cacheRead + one.cacheWrite5m + one.cacheWrite1h;

const tokens = (count: number, more: string, less: string): string => `${Math.abs(count).toString()} tokens ${count > 0 ? more : less}`;

/** Which part of the difference is the largest: the answer's length, what the cache did, or the count of the prompt. */
const reasonOf = (one: Foretold, { predicted, real }: { readonly predicted: Billed; readonly real: Billed }, pricing: Pricing): string => {
  if (predicted.usd === real.usd) return "as predicted";
  const longer = priceOf(one, usageOf({ ...predicted, output: real.output }), pricing) - predicted.usd;
  const rest = real.usd - predicted.usd - longer;
  const size = (usd: Pico): Pico => (usd < 0n ? -usd : usd);
  if (size(longer) >= size(rest)) return `the answer: ${tokens(real.output - predicted.output, "longer", "shorter")} than expected`;
  const [before, after] = [outcomeOf(predicted), outcomeOf(real)];
  if (predicted.cacheRead < real.cacheRead) return `the cache held more than this replay wrote (${before} predicted, ${after} billed)`;
  if (predicted.cacheRead > real.cacheRead) return `the cache held less than was written (${before} predicted, ${after} billed)`;
  const off = inputOf(real) - inputOf(predicted);
  return off === 0 ? "rates or fees" : `the prompt: ${tokens(off, "more", "fewer")} than counted`;
};

/**
 * Plays the requests through the cache machine at the times they were sent, and prices both what it says and what was billed.
 * What the cache held before the first of them nobody knows: it is taken to be empty.
 */
export const comparePredictions = (answered: readonly Foretold[], pricing: Pricing): readonly PredictionRow[] => {
  const cache = createCache();
  return answered
    .toSorted((a, b) => a.sentAt - b.sentAt)
    .map((one) => {
      const layout = layOut(one.prompt, one.count, minimumOf(one.prompt.model));
      const split = cache.request({ layout, at: one.sentAt, scope: "" });
      const quantities = {
        input: split.input,
        cacheRead: split.read,
        cacheWrite5m: split.write5m,
        cacheWrite1h: split.write1h,
        output: one.output,
      };
      const predicted = { ...quantities, usd: priceOf(one, usageOf(quantities), pricing) };
      const real = readReal(one, pricing);
      const outcome = { predicted: outcomeOf(predicted), real: outcomeOf(real) };
      return { scenario: one.scenario, exchange: one.exchange, predicted, real, outcome, why: reasonOf(one, { predicted, real }, pricing) };
    });
};

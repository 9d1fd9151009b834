/** What was predicted of requests, beside what their answers were billed. */
import { billExchange } from "../billing/bill.ts";
import { createCache } from "../billing/cache.ts";
import { layOut } from "../billing/cache-layout.ts";
import { outcomeOf, type CacheOutcomeName } from "../billing/cache-outcome.ts";
import { recordedSplit } from "../billing/recorded-split.ts";
import { readUsage, writeUsage } from "../billing/usage.ts";
import type { Day } from "../digest.ts";
import type { Json, JsonObject } from "../json.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere } from "../problem.ts";
import { minimumOf } from "../projection/minimum.ts";
import type { Prompt } from "../prompt/prompt.ts";
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

interface Pricing {
  readonly book: PriceBook;
  readonly asOf: Day;
}

const priceOf = (one: Foretold, usage: Json | undefined, pricing: Pricing): Pico =>
  billExchange(
    { request: one.prompt.request.body, response: one.response, usage, at: null, batch: false, betas: one.prompt.betas, place: nowhere },
    pricing,
  ).usd ?? 0n;

/** As billed; a usage that cannot be read is one of nothing. */
const readReal = (one: Foretold, pricing: Pricing): Billed => {
  const { usage } = readUsage(one.response["usage"], nowhere);
  if (usage === null) return { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, usd: 0n };
  const { input, read, write5m, write1h } = recordedSplit(usage, one.prompt.request.body);
  const usd = priceOf(one, one.response["usage"], pricing);
  return { input, cacheRead: read, cacheWrite5m: write5m, cacheWrite1h: write1h, output: usage.output, usd };
};

const inputOf = (one: Billed): number => one.input + one.cacheRead + one.cacheWrite5m + one.cacheWrite1h;

const tokens = (count: number, more: string, less: string): string => `${Math.abs(count).toString()} tokens ${count > 0 ? more : less}`;

/** Which part of the difference is the largest: the answer's length, what the cache did, or the count of the prompt. */
const reasonOf = (one: Foretold, { predicted, real }: { readonly predicted: Billed; readonly real: Billed }, pricing: Pricing): string => {
  if (predicted.usd === real.usd) return "as predicted";
  const longer = priceOf(one, writeUsage({ ...predicted, output: real.output }), pricing) - predicted.usd;
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
      const predicted = { ...quantities, usd: priceOf(one, writeUsage(quantities), pricing) };
      const real = readReal(one, pricing);
      const outcome = { predicted: outcomeOf(predicted), real: outcomeOf(real) };
      return { scenario: one.scenario, exchange: one.exchange, predicted, real, outcome, why: reasonOf(one, { predicted, real }, pricing) };
    });
};

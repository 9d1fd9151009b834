/** What was predicted of requests, beside what their answers were billed. */
import { usageOf } from "../api/response.ts";
import { readUsage, writeUsage } from "../api/usage.ts";
import { billExchange } from "../billing/recorded/bill.ts";
import { createCache } from "../billing/cache/cache.ts";
import { layOut, type CacheLayout } from "../billing/cache/layout.ts";
import {
  outcomeOf,
  splitTokens,
  type CacheOutcomeName,
  type CacheSplit,
} from "../billing/cache/split.ts";
import { recordedSplit } from "../billing/recorded/split.ts";
import type { Day } from "../digest.ts";
import type { Json, JsonObject } from "../json.ts";
import type { PriceBook } from "../models/rates.ts";
import { ratioToNumber, type Pico, type Ratio } from "../money.ts";
import { nowhere } from "../problem.ts";
import { minimumOf } from "../models/cache-minimum.ts";
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
export interface Prediction {
  readonly scenario: string;
  readonly exchange: string;
  readonly prompt: Prompt;
  readonly count: Count;
  /** Output tokens expected. */
  readonly output: number;
  /** When it was sent, milliseconds. */
  readonly sentAt: number;
  readonly response: JsonObject;
  /** In a batch: the share of hits that is expected there. Null: it was sent by itself. */
  readonly batchHitShare: Ratio | null;
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

/**
 * What is needed of a request once it is answered: of a prompt, how the cache sees it, and not a
 * word.
 */
interface Noted extends Pick<
  Prediction,
  "scenario" | "exchange" | "output" | "sentAt" | "batchHitShare"
> {
  readonly layout: CacheLayout;
  readonly real: Billed;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly betas: readonly string[];
}

/** Gathers what was answered, and compares it with what was predicted. */
export interface Predictions {
  readonly add: (one: Prediction) => void;
  /**
   * Plays the requests through the cache machine at the times they were sent, and prices both what
   * it says and what was billed. What the cache held before the first of them nobody knows: it is
   * taken to be empty.
   */
  readonly rows: () => readonly PredictionRow[];
}

export function createPredictions(pricing: Pricing): Predictions {
  const noted: Noted[] = [];
  const play = (): readonly PredictionRow[] => {
    const cache = createCache();
    return noted
      .toSorted((a, b) => a.sentAt - b.sentAt)
      .map((one, at) => {
        const { scenario, exchange, layout, output, batchHitShare, real } = one;
        // Requests of a batch leave at one time; played one after the other they find what any of
        // them wrote.
        const hit = cache.request({
          layout,
          startMs: batchHitShare === null ? one.sentAt : one.sentAt + at,
          scope: "",
        });
        const split = batchHitShare === null ? hit : splitInBatch(layout, hit, batchHitShare);
        const quantities = {
          input: split.input,
          cacheRead: split.read,
          cacheWrite5m: split.write5m,
          cacheWrite1h: split.write1h,
          output,
        };
        const predicted = { ...quantities, usd: priceOf(one, writeUsage(quantities), pricing) };
        const outcome = { predicted: outcomeOf(predicted), real: outcomeOf(real) };
        return {
          scenario,
          exchange,
          predicted,
          real,
          outcome,
          why: reasonOf(one, predicted, pricing),
        };
      });
  };
  return { add: (one) => void noted.push(note(one, pricing)), rows: play };
}

/**
 * In a batch nothing is in order: a share of what could hit does, the rest is written anew. Whole
 * tokens, which add up to the prompt.
 */
function splitInBatch(
  layout: CacheLayout,
  hit: CacheSplit,
  share: Ratio,
): Omit<CacheSplit, "hitBlock"> {
  const miss = splitTokens(layout, -1);
  const part = ratioToNumber(share);
  const mix = (of: (split: CacheSplit) => number): number =>
    Math.round(of(hit) * part + of(miss) * (1 - part));
  const [read, write5m, write1h] = [
    mix((one) => one.read),
    mix((one) => one.write5m),
    mix((one) => one.write1h),
  ];
  const all = miss.input + miss.write5m + miss.write1h;
  return { read, write5m, write1h, input: all - read - write5m - write1h };
}

function priceOf(
  one: Pick<Noted, "request" | "response" | "betas" | "batchHitShare">,
  usage: Json | undefined,
  { book, asOf }: Pricing,
): Pico {
  const { request, response, betas, batchHitShare } = one;
  return (
    billExchange(
      { request, response, usage, at: null, batch: batchHitShare !== null, betas, place: nowhere },
      { book, asOf },
    ).usd ?? 0n
  );
}

/**
 * Which part of the difference is the largest: the answer's length, what the cache did, or the
 * count of the prompt.
 */
function reasonOf(one: Noted, predicted: Billed, pricing: Pricing): string {
  const { real } = one;
  if (predicted.usd === real.usd) return "as predicted";
  const longer =
    priceOf(one, writeUsage({ ...predicted, output: real.output }), pricing) - predicted.usd;
  const rest = real.usd - predicted.usd - longer;
  const size = (usd: Pico): Pico => (usd < 0n ? -usd : usd);
  if (size(longer) >= size(rest))
    return `the answer: ${tokens(real.output - predicted.output, "longer", "shorter")} than expected`;
  const [before, after] = [outcomeOf(predicted), outcomeOf(real)];
  const off = inputOf(real) - inputOf(predicted);
  if (predicted.cacheRead === real.cacheRead)
    return off === 0 ? "rates or fees" : `the prompt: ${tokens(off, "more", "fewer")} than counted`;
  const more = predicted.cacheRead < real.cacheRead ? "more" : "less";
  if (one.batchHitShare !== null)
    return `the batch hit the cache ${more} than its share says (${before} expected, ${after} billed)`;
  return `the cache held ${more} than this replay wrote (${before} predicted, ${after} billed)`;
}

function tokens(count: number, more: string, less: string): string {
  return `${Math.abs(count).toString()} tokens ${count > 0 ? more : less}`;
}

function inputOf(one: Billed): number {
  return one.input + one.cacheRead + one.cacheWrite5m + one.cacheWrite1h;
}

function note(one: Prediction, pricing: Pricing): Noted {
  return {
    scenario: one.scenario,
    exchange: one.exchange,
    output: one.output,
    sentAt: one.sentAt,
    batchHitShare: one.batchHitShare,
    layout: layOut(one.prompt, one.count, minimumOf(one.prompt.model)),
    real: readReal(one, pricing),
    request: without(one.prompt.request.body, ["tools", "system", "messages"]),
    response: without(one.response, ["content"]),
    betas: one.prompt.betas,
  };
}

/** As billed; a usage that cannot be read is one of nothing. */
function readReal({ prompt, response, batchHitShare }: Prediction, pricing: Pricing): Billed {
  const { body } = prompt.request;
  const { usage } = readUsage(usageOf(response), nowhere);
  if (usage === null)
    return { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, usd: 0n };
  const { input, read, write5m, write1h } = recordedSplit(usage, body);
  const usd = priceOf(
    { request: body, response, betas: prompt.betas, batchHitShare },
    usageOf(response),
    pricing,
  );
  return {
    input,
    cacheRead: read,
    cacheWrite5m: write5m,
    cacheWrite1h: write1h,
    output: usage.output,
    usd,
  };
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** What was predicted of requests, and what their answers were billed. */
import { modelMember, modelOf } from "../../api/model.ts";
import { levels } from "../../api/request.ts";
import { usageOf } from "../../api/response.ts";
import { readUsage, writeUsage } from "../../api/usage.ts";
import { createCache } from "../../billing/cache/cache.ts";
import { layOut, type CacheLayout } from "../../billing/cache/layout.ts";
import {
  outcomeOf,
  splitTokens,
  type CacheOutcomeName,
  type CacheSplit,
} from "../../billing/cache/split.ts";
import { recordedSplit } from "../../billing/recorded/split.ts";
import { writeJson, type JsonObject } from "../../json.ts";
import { ratioToNumber, type Pico, type Ratio } from "../../money.ts";
import { nowhere } from "../../problem.ts";
import { findMinimum, minimumOf } from "../../models/cache-minimum.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Count } from "../../tokens/count.ts";
import { priceAnswer } from "../cost/answer-price.ts";
import type { Pricing } from "../cost/maximum-cost.ts";
import { createWrittenPrefixes } from "./cache-difference.ts";
import { explainDifference, priceUsage, type BilledTokens } from "./difference.ts";

/** One answered request with what was known before it was sent. */
export interface AnsweredRequest {
  readonly scenario: string;
  readonly exchange: string;
  readonly prompt: Prompt;
  readonly count: Count;
  /** Output tokens expected. */
  readonly output: number;
  /** When it was sent, milliseconds since 1970. */
  readonly sentAt: number;
  /** When its answer began, from when on others can read what it wrote; null: nobody knows. */
  readonly begunAt: number | null;
  readonly response: JsonObject;
  /** What the answer counts as, pico-dollars: its bound where it cannot be priced. */
  readonly usd: Pico;
  /** In a batch: the share of cache hits expected there. Null: it was sent by itself. */
  readonly batchHitShare: Ratio | null;
}

/** One answered request, as predicted and as billed. */
export interface PredictionRow {
  readonly scenario: string;
  readonly exchange: string;
  readonly predicted: BilledTokens;
  readonly real: BilledTokens;
  /** What the cache was predicted to do, and did. */
  readonly outcome: { readonly predicted: CacheOutcomeName; readonly real: CacheOutcomeName };
  /** Why the cache did something else than was predicted, in words; null: it did that. */
  readonly whyCache: string | null;
  /** The largest part of the difference in money, in words. */
  readonly why: string;
}

/** Gathers what was answered, and compares it with what was predicted. */
export interface Predictions {
  readonly add: (request: AnsweredRequest) => void;
  /**
   * Plays the requests through the cache simulation at the times they were sent, and prices both
   * what it says and what was billed. The cache is taken to be empty before the first of them:
   * nobody knows what it held.
   */
  readonly rows: () => readonly PredictionRow[];
  /** What the simulation says alone, where nothing was billed that it could be compared with. */
  readonly predicted: () => readonly BilledTokens[];
}

/**
 * What is kept of an answered request: how the cache sees its prompt, and none of its texts, so
 * that memory does not grow with what is sent.
 */
interface RequestSummary
  extends
    Pick<
      AnsweredRequest,
      "scenario" | "exchange" | "output" | "sentAt" | "begunAt" | "batchHitShare"
    >,
    RequestSettings {
  readonly layout: CacheLayout;
  readonly real: BilledTokens;
  readonly response: JsonObject;
}

/** What a request says besides its prompt: most requests of a replay say the same. */
interface RequestSettings {
  readonly request: JsonObject;
  readonly betas: readonly string[];
}

export function createPredictions(pricing: Pricing): Predictions {
  const summaries: RequestSummary[] = [];
  const known = new Map<string, RequestSettings>();
  const settingsOf = ({ betas, request: { body } }: Prompt): RequestSettings => {
    const request = without(body, levels);
    const text = writeJson({ request, betas });
    const settings = known.get(text) ?? { request, betas };
    known.set(text, settings);
    return settings;
  };
  return {
    add: (request) =>
      void summaries.push({
        ...summarize(request, pricing),
        ...settingsOf(request.prompt),
      }),
    rows: () => predictRows(summaries, pricing),
    predicted: () => predict(summaries, pricing).map(({ predicted }) => predicted),
  };
}

function summarize(
  answered: AnsweredRequest,
  pricing: Pricing,
): Omit<RequestSummary, keyof RequestSettings> {
  const { scenario, exchange, output, sentAt, begunAt, batchHitShare } = answered;
  const { prompt, count, response } = answered;
  return {
    scenario,
    exchange,
    output,
    sentAt,
    begunAt,
    batchHitShare,
    layout: layOut(prompt, count, minimumOf(prompt.model)),
    real: billedTokens(answered, pricing),
    response: without(response, ["id", "type", "role", "content"]),
  };
}

interface PredictedRequest {
  readonly summary: RequestSummary;
  readonly predicted: BilledTokens;
  /** The block whose prefix the cache was predicted to have; -1: none. */
  readonly hitBlock: number;
}

function predict(
  summaries: readonly RequestSummary[],
  pricing: Pricing,
): readonly PredictedRequest[] {
  const cache = createCache();
  return summaries
    .toSorted((a, b) => a.sentAt - b.sentAt)
    .map((summary, index) => {
      const { layout, output, batchHitShare, sentAt, begunAt, request } = summary;
      // The requests of a batch leave at one time. Here each is sent a millisecond after the one
      // before, so that it finds what any of those wrote.
      const hit = cache.request({
        layout,
        startMs: batchHitShare === null ? sentAt : sentAt + index,
        scope: "",
        latencyMs: begunAt === null ? 0 : Math.max(0, begunAt - sentAt),
      });
      const split = batchHitShare === null ? hit : splitInBatch(layout, hit, batchHitShare);
      const quantities = {
        input: split.input,
        cacheRead: split.read,
        cacheWrite5m: split.write5m,
        cacheWrite1h: split.write1h,
        output,
      };
      // Before it was sent nobody knew whether another model would answer.
      const asked = { ...summary, response: { model: modelMember(request) } };
      const usd = priceUsage(asked, writeUsage(quantities), pricing);
      const predicted = { ...quantities, usd: usd ?? 0n, isPriced: usd !== null };
      return { summary, predicted, hitBlock: hit.hitBlock };
    });
}

function predictRows(
  summaries: readonly RequestSummary[],
  pricing: Pricing,
): readonly PredictionRow[] {
  const written = createWrittenPrefixes();
  return predict(summaries, pricing).map(({ summary, predicted, hitBlock }) => {
    const { scenario, exchange, real, request, response } = summary;
    const outcome = { predicted: outcomeOf(predicted), real: outcomeOf(real) };
    const model = modelOf(response) ?? modelOf(request) ?? "";
    const { tokens, known } = findMinimum(model);
    const cached = { ...summary, model, minimum: known ? tokens : null };
    const expected = { ...predicted, hitBlock };
    const whyCache = written.explain(cached, expected);
    written.add(cached, expected);
    const why = explainDifference({ request: summary, predicted, real, whyCache }, pricing);
    return { scenario, exchange, predicted, real, outcome, whyCache, why };
  });
}

/**
 * A batch keeps no order: a share of what could hit the cache does, the rest is written anew. Whole
 * tokens, which add up to the prompt.
 */
function splitInBatch(
  layout: CacheLayout,
  hit: CacheSplit,
  share: Ratio,
): Omit<CacheSplit, "hitBlock"> {
  const miss = splitTokens(layout, -1);
  const hitPart = ratioToNumber(share);
  const mix = (hitTokens: number, missTokens: number): number =>
    Math.round(hitTokens * hitPart + missTokens * (1 - hitPart));
  const read = mix(hit.read, miss.read);
  const write5m = mix(hit.write5m, miss.write5m);
  const write1h = mix(hit.write1h, miss.write1h);
  const prompt = miss.input + miss.write5m + miss.write1h;
  return { read, write5m, write1h, input: prompt - read - write5m - write1h };
}

/** As billed; a usage that cannot be read counts as one of no tokens. */
function billedTokens(
  { prompt, response, batchHitShare, usd: counts }: AnsweredRequest,
  pricing: Pricing,
): BilledTokens {
  const { body } = prompt.request;
  const { usage } = readUsage(usageOf(response), nowhere);
  if (usage === null)
    return {
      input: 0,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 0,
      usd: counts,
      isPriced: false,
    };
  const { input, read, write5m, write1h } = recordedSplit(usage, body);
  const batch = batchHitShare !== null;
  const { usd, isWhole } = priceAnswer(
    { request: body, response, betas: prompt.betas, batch },
    pricing,
  );
  return {
    input,
    cacheRead: read,
    cacheWrite5m: write5m,
    cacheWrite1h: write1h,
    output: usage.output,
    usd: usd !== null && isWhole ? usd : counts,
    isPriced: isWhole,
  };
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

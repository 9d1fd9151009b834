import { describe, expect, test } from "vitest";
import { writeUsage } from "../../../src/api/usage.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import {
  explainDifference,
  priceUsage,
  type BilledTokens,
} from "../../../src/replay/prediction/difference.ts";

const pricing = { book: createPriceBook(), asOf: "2026-11-24" } as const;
const asked = { model: "claude-sonnet-4-6", max_tokens: 100 };
const tokens = { input: 12, cacheRead: 0, cacheWrite5m: 2700, cacheWrite1h: 0, output: 40 };

/** The reason of a bill; `usage` and `response` are what the answer says besides. */
function why(
  changed: Partial<Omit<BilledTokens, "usd">>,
  { usage = {}, response = {}, whyCache = null }: Answer = {},
): string {
  const real = { ...tokens, isPriced: true, ...changed };
  const answer = {
    model: asked.model,
    ...response,
    usage: { ...writeUsage(real), ...usage },
  };
  const request = { request: asked, response: answer, betas: [], batchHitShare: null };
  const predictedBy = { ...request, response: { model: asked.model } };
  return explainDifference(
    {
      request,
      predicted: {
        ...tokens,
        isPriced: true,
        usd: priceUsage(predictedBy, writeUsage(tokens), pricing) ?? 0n,
      },
      real: { ...real, usd: priceUsage(request, answer.usage, pricing) ?? 0n },
      whyCache,
    },
    pricing,
  );
}

interface Answer {
  readonly usage?: JsonObject;
  readonly response?: JsonObject;
  readonly whyCache?: string | null;
}

describe("the largest part of a difference", () => {
  test.each<[string, Partial<BilledTokens>, Answer]>([
    ["as predicted", {}, {}],
    ["the answer: 60 tokens longer than expected", { output: 100 }, {}],
    ["the answer: 39 tokens shorter than expected", { output: 1 }, {}],
    ["the prompt: 100 tokens more than counted", { input: 112 }, {}],
    ["the prompt: 700 tokens fewer than counted", { cacheWrite5m: 2000 }, {}],
    ["the prompt: its parts were counted otherwise", { input: 30, cacheWrite5m: 2682 }, {}],
    ["the cache", { cacheRead: 2700, cacheWrite5m: 0 }, { whyCache: "the cache" }],
    // The answer weighs more.
    [
      "the answer: 960 tokens longer than expected",
      { output: 1000, cacheRead: 2700, cacheWrite5m: 0 },
      { whyCache: "the cache" },
    ],
    [
      "the model: claude-opus-4-6 answered, asked was claude-sonnet-4-6",
      {},
      { response: { model: "claude-opus-4-6" } },
    ],
    ["the rates: it was billed in the US", {}, { usage: { inference_geo: "us" } }],
    ["fees: 2 web searches", {}, { usage: { server_tool_use: { web_search_requests: 2 } } }],
    [
      "the model refused",
      { output: 0 },
      { response: { stop_reason: "refusal", stop_details: { type: "refusal", category: null } } },
    ],
  ])("%s", (expected, changed, answer) => {
    expect(why(changed, answer)).toBe(expected);
  });
});

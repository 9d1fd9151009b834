/** Why a request was billed something else than was predicted. */
import { magnitude } from "../../arithmetic.ts";
import { modelOf } from "../../api/model.ts";
import { usageOf } from "../../api/response.ts";
import { readUsage, writeUsage } from "../../api/usage.ts";
import type { BilledInput } from "../../billing/cache/split.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Pico, Ratio } from "../../money.ts";
import { nowhere } from "../../problem.ts";
import { shownName } from "../../shown-name.ts";
import { shownAnsweredModel } from "../text/answered-model.ts";
import type { Pricing } from "../cost/maximum-cost.ts";
import { counted, listNames } from "../../words.ts";

/** Billed tokens by class, and what they cost. */
export interface BilledTokens extends BilledInput {
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

interface Bills {
  readonly request: PricedRequest;
  readonly predicted: BilledTokens;
  readonly real: BilledTokens;
  /** What the cache did otherwise (`WrittenPrefixes.explain`). */
  readonly whyCache: string | null;
}

/**
 * The largest part of the difference between two bills of one request, in words: the rates, the
 * answer's length, what the cache did or the count of the prompt, or fees. Each is what it changes
 * the price by, one after another in this order.
 */
export function explainDifference(bills: Bills, pricing: Pricing): string {
  const { request, predicted, real } = bills;
  if (!real.isPriced) return "what answered cannot be priced whole";
  if (predicted.usd === real.usd) return "as predicted";
  if (request.response["stop_reason"] === "refusal") return "the model refused";
  const price = (tokens: BilledTokens): Pico =>
    priceUsage(request, withTokens(usageOf(request.response), tokens), pricing) ?? real.usd;
  const [rates, output, input] = [
    price(predicted),
    price({ ...predicted, output: real.output }),
    price(real),
  ];
  const parts = [
    { usd: output - rates, say: () => explainOutput(predicted, real) },
    { usd: input - output, say: () => explainInput(bills) },
    { usd: rates - predicted.usd, say: () => explainRates(request) },
    { usd: real.usd - input, say: () => explainFees(request.response) },
  ];
  const largest = parts.reduce((most, part) =>
    magnitude(part.usd) > magnitude(most.usd) ? part : most,
  );
  return largest.say();
}

function explainOutput(predicted: BilledTokens, real: BilledTokens): string {
  return `the answer: ${moreTokens(real.output - predicted.output, "longer", "shorter")} than expected`;
}

function explainInput({ predicted, real, whyCache }: Bills): string {
  const more = allInput(real) - allInput(predicted);
  if (whyCache !== null) return whyCache;
  // Equal in all: the same tokens stand on other sides of a breakpoint than they were counted on.
  return more === 0
    ? "the prompt: its parts were counted otherwise"
    : `the prompt: ${moreTokens(more, "more", "fewer")} than counted`;
}

/** Why the same tokens have another price than was expected. */
function explainRates({ request, response }: PricedRequest): string {
  const [asked, answered] = [modelOf(request), modelOf(response)];
  const { usage } = readUsage(usageOf(response), nowhere);
  const terms = [
    ...(usage?.geo === "us" ? ["in the US"] : []),
    ...(usage?.speed === "fast" ? ["in fast mode"] : []),
    ...(usage?.speed === "standard" && request["speed"] === "fast" ? ["at standard speed"] : []),
    ...(usage?.tier === "priority" ? ["at the priority tier"] : []),
  ];
  if (terms.length > 0) return `the rates: it was billed ${listNames(terms, "and")}`;
  return answered !== null && answered !== asked
    ? `the model: ${shownAnsweredModel(answered, request)} answered, asked was ${shownName(asked ?? "none")}`
    : "the rates";
}

/** What is billed besides the tokens of one pass. */
function explainFees(response: JsonObject): string {
  const usage = readUsage(usageOf(response), nowhere).usage;
  const parts = [
    ...((usage?.webSearches ?? 0) > 0
      ? [counted(usage?.webSearches ?? 0, "web search", "web searches")]
      : []),
    ...((usage?.iterations.length ?? 0) > 1
      ? [counted(usage?.iterations.length ?? 0, "pass of a model", "passes of models")]
      : []),
  ];
  return parts.length === 0 ? "fees" : `fees: ${listNames(parts, "and")}`;
}

/** A usage with other tokens and the same terms; those of one pass, without what fees are for. */
function withTokens(usage: Json | undefined, tokens: BilledTokens): JsonObject {
  const {
    iterations: _iterations,
    server_tool_use: _tools,
    output_tokens_details: _details,
    ...terms
  } = isObject(usage) ? usage : {};
  return { ...terms, ...writeUsage(tokens) };
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

/** The most a request can cost, worked out before it is sent. */
import { markedLifetimes, type Ttl } from "../../api/cache-control.ts";
import { modelMember, modelOf, priceBookIdOf } from "../../api/model.ts";
import { isFast, maxTokensOf } from "../../api/request.ts";
import { writeUsage } from "../../api/usage.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import type { Day } from "../../day.ts";
import type { JsonObject } from "../../json.ts";
import { findModel, findPeriod } from "../../models/lookup.ts";
import type { PriceClass } from "../../models/prices.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Pico } from "../../money.ts";
import { nowhere } from "../../problem.ts";

/** What prices a replay: the price book, and the day its rates are taken of. */
export interface Pricing {
  readonly book: PriceBook;
  readonly asOf: Day;
}

/** What a model is asked, with the number of its input tokens. */
export interface CountedAttempt {
  readonly body: JsonObject;
  /** Input tokens as this model counts them, by `count_tokens` or an upper estimate. */
  readonly tokens: number;
}

/** A request with all that it may become. */
interface CountedRequest {
  /** In the order in which they may take over from one another (`attemptsOf`). */
  readonly attempts: readonly CountedAttempt[];
  readonly betas: readonly string[];
  /** Whether it goes into a batch, at half the price (billing.md §3). */
  readonly batch: boolean;
}

/** A model without a price; `fast`: it has one, but none in fast mode. */
export interface Unpriced {
  readonly unpriced: string;
  readonly fast: boolean;
}

/** `count_tokens` is an estimate: one percent more is allowed for. */
const slackPercent = 1;

/**
 * The most a request can cost, pico-dollars: its input with one percent more, at the dearest price
 * that can apply to it, and `max_tokens` of output. With `fallbacks` every attempt may be billed,
 * each at its own model's rates, and one that takes over goes on with what was written before it
 * (billing.md §1.5): the sum of all. Fees of server tools are not in it: nothing bounds those.
 */
export function maximumCost(request: CountedRequest, pricing: Pricing): Pico | Unpriced {
  let usd = 0n;
  let written = 0;
  // The answer's usage names one place and one speed for all.
  const premium = request.attempts.some(({ body }) => mayCostPremium(body));
  const isAnyFast = request.attempts.some(({ body }) => isFast(body));
  for (const [index, attempt] of request.attempts.entries()) {
    const { body } = attempt;
    const tokens = withSlack(attempt.tokens) + written;
    // A fallback that has no fast mode runs at standard speed (`BetaFallbackParam.speed`).
    const isAsked = index === 0 && isFast(body);
    const mayBeFast = isAsked || (isAnyFast && hasFastMode(body, pricing.asOf));
    let dearest = 0n;
    for (const speed of mayBeFast ? (["fast", "standard"] as const) : (["standard"] as const)) {
      const placed = { body: { ...body, speed }, tokens, premium };
      const cost = maximumOfAttempt(placed, request, pricing);
      if (typeof cost !== "bigint") return cost;
      if (cost > dearest) dearest = cost;
    }
    usd += dearest;
    written += maxTokensOf(body) ?? 0;
  }
  return usd;
}

function hasFastMode(body: JsonObject, asOf: Day): boolean {
  return findPeriod(priceBookIdOf(body), asOf)?.fast !== undefined;
}

function withSlack(tokens: number): number {
  return tokens + Math.ceil((tokens * slackPercent) / 100);
}

interface PlacedAttempt extends CountedAttempt {
  /** Whether it may be billed for the place it runs at. */
  readonly premium: boolean;
}

function maximumOfAttempt(
  attempt: PlacedAttempt,
  { batch, betas }: CountedRequest,
  pricing: Pricing,
): Pico | Unpriced {
  const { body } = attempt;
  const lifetimes = markedLifetimes(body);
  // The whole input is of one class: uncached, or read, or written with a marked lifetime.
  const classes: readonly InputClass[] = [
    "input",
    ...(lifetimes.size === 0 ? [] : (["cacheRead"] as const)),
    ...(lifetimes.size === 0 ? [] : [...new Set<Ttl>(["5m", ...lifetimes])]).map(
      (ttl) => writeClasses[ttl],
    ),
  ];
  let dearest = 0n;
  for (const inputClass of classes) {
    const bill = billExchange(
      {
        request: body,
        response: { model: modelMember(body) },
        usage: dearestUsage(attempt, inputClass),
        at: null,
        batch,
        betas,
        place: nowhere,
      },
      pricing,
    );
    const cost = bill.usdHigh ?? bill.usd;
    if (cost === null) {
      const fast = bill.problems.some(({ code }) => code === "fast-mode-refused");
      return { unpriced: modelOf(body) ?? "", fast };
    }
    if (cost > dearest) dearest = cost;
  }
  return dearest;
}

type InputClass = Exclude<PriceClass, "output">;

/** What tokens written to the cache for a lifetime are billed as. */
const writeClasses = {
  "5m": "cacheWrite5m",
  "1h": "cacheWrite1h",
} as const satisfies Readonly<Record<Ttl, InputClass>>;

function dearestUsage(
  { body, tokens, premium }: PlacedAttempt,
  inputClass: InputClass,
): JsonObject {
  return {
    ...writeUsage({
      input: 0,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      [inputClass]: tokens,
      output: maxTokensOf(body) ?? 0,
    }),
    ...(premium ? { inference_geo: "us" } : {}),
  };
}

/**
 * Whether a request may be billed for the place it runs at (billing.md §1.5): it asks for one that
 * is not `global`, or asks for none and runs where the workspace is set to.
 */
function mayCostPremium(body: JsonObject): boolean {
  const geo = body["inference_geo"] ?? null;
  if (geo !== null) return geo !== "global";
  return findModel(modelOf(body) ?? "")?.model.dataResidency === true;
}

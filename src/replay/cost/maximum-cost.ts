/** The most a request can cost, worked out before it is sent. */
import { markedLifetimes, type Ttl } from "../../api/cache-control.ts";
import { modelMember, modelOf } from "../../api/model.ts";
import { isFast, maxTokensOf } from "../../api/request.ts";
import { writeUsage } from "../../api/usage.ts";
import { billExchange } from "../../billing/recorded/bill.ts";
import type { Day } from "../../day.ts";
import type { JsonObject } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import type { PriceClass } from "../../models/prices.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Pico } from "../../money.ts";
import { nowhere } from "../../problem.ts";

/** What prices a replay: the price book, and the day its rates are taken of. */
export interface Pricing {
  readonly book: PriceBook;
  readonly asOf: Day;
}

/** A request with the number of its input tokens. */
interface CountedRequest {
  readonly body: JsonObject;
  readonly betas: readonly string[];
  /** Input tokens, by `count_tokens` or an upper estimate. */
  readonly tokens: number;
  /** Whether it goes into a batch, at half the price (billing.md §3). */
  readonly batch: boolean;
}

/** `count_tokens` is an estimate: one percent more is allowed for. */
const slackPercent = 1;

/**
 * The most a request can cost, pico-dollars: its input with one percent more, at the dearest price
 * that can apply to it, and `max_tokens` of output. Null: no price is known. Fees of server tools
 * are not in it: nothing bounds those.
 */
export function maximumCost(
  { body, betas, tokens, batch }: CountedRequest,
  pricing: Pricing,
): Pico | null {
  const input = tokens + Math.ceil((tokens * slackPercent) / 100);
  const lifetimes = markedLifetimes(body);
  // The whole input is either uncached or written to the cache with one of the marked lifetimes.
  const writes: readonly (Ttl | null)[] = [
    null,
    ...(lifetimes.size === 0 ? [] : new Set<Ttl>(["5m", ...lifetimes])),
  ];
  const costs = writes.map((write) => {
    const bill = billExchange(
      {
        request: body,
        response: { model: modelMember(body) },
        usage: dearestUsage(body, { write, tokens: input }),
        at: null,
        batch,
        betas,
        place: nowhere,
      },
      pricing,
    );
    return bill.usdHigh ?? bill.usd;
  });
  return costs.reduce<Pico | null>(
    (dearest, cost) => (dearest === null || cost === null ? null : cost > dearest ? cost : dearest),
    0n,
  );
}

/** What tokens written to the cache for a lifetime are billed as. */
const writeClasses = {
  "5m": "cacheWrite5m",
  "1h": "cacheWrite1h",
} as const satisfies Readonly<Record<Ttl, PriceClass>>;

function dearestUsage(
  body: JsonObject,
  input: { readonly write: Ttl | null; readonly tokens: number },
): JsonObject {
  const model = findModel(modelOf(body) ?? "");
  const { write, tokens } = input;
  return {
    ...writeUsage({
      input: write === null ? tokens : 0,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      ...(write === null ? {} : { [writeClasses[write]]: tokens }),
      output: maxTokensOf(body) ?? 0,
    }),
    // A request that does not say where it runs is run where the workspace is set to: that may be
    // the dearer place.
    ...(model?.model.dataResidency === true && body["inference_geo"] === undefined
      ? { inference_geo: "us" }
      : {}),
    ...(isFast(body) ? { speed: "fast" } : {}),
  };
}

/** The most a request can cost, before it is sent. */
import { markedLifetimes } from "../api/cache-control.ts";
import { modelMember, modelOf } from "../api/model.ts";
import { isFast, maxTokensOf } from "../api/request.ts";
import { writeUsage } from "../api/usage.ts";
import { billExchange } from "../billing/recorded/bill.ts";
import type { Day } from "../digest.ts";
import type { JsonObject } from "../json.ts";
import { findModel } from "../models/models.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere } from "../problem.ts";

/** A request whose input count is known or bounded. */
export interface Bounded {
  readonly body: JsonObject;
  readonly betas: readonly string[];
  /** Input tokens, by `count_tokens`. */
  readonly tokens: number;
  /** Whether it goes into a batch, at half the price (billing.md §3). */
  readonly batch: boolean;
}

/** `count_tokens` is an estimate: one percent more is allowed for. */
const slackPercent = 1;

/**
 * Pico-dollars a request can cost at most: its prompt, one percent over what `count_tokens` said,
 * at the dearest price that can apply to it, and `max_tokens` of answer. Fees of server tools are
 * not in it: such a request has no bound. Null: no price is known.
 */
export function boundOf(
  { body, betas, tokens, batch }: Bounded,
  options: { readonly book: PriceBook; readonly asOf: Day },
): Pico | null {
  const most = tokens + Math.ceil((tokens * slackPercent) / 100);
  const lifetimes = markedLifetimes(body);
  const ways = [
    null,
    ...(lifetimes.size === 0 ? [] : (["5m"] as const)),
    ...(lifetimes.has("1h") ? (["1h"] as const) : []),
  ];
  const costs = ways.map((write) => {
    const bill = billExchange(
      {
        request: body,
        response: { model: modelMember(body) },
        usage: usageOf(body, { write, tokens: most }),
        at: null,
        batch,
        betas,
        place: nowhere,
      },
      options,
    );
    return bill.usdHigh ?? bill.usd;
  });
  return costs.reduce<Pico | null>(
    (dearest, cost) => (dearest === null || cost === null ? null : cost > dearest ? cost : dearest),
    0n,
  );
}

function usageOf(
  body: JsonObject,
  input: { readonly write: "5m" | "1h" | null; readonly tokens: number },
): JsonObject {
  const model = findModel(modelOf(body) ?? "");
  const { write, tokens } = input;
  return {
    ...writeUsage({
      input: write === null ? tokens : 0,
      cacheRead: 0,
      cacheWrite5m: write === "5m" ? tokens : 0,
      cacheWrite1h: write === "1h" ? tokens : 0,
      output: maxTokensOf(body) ?? 0,
    }),
    // Where the request leaves the place to the workspace, it may be the dearer one.
    ...(model?.model.dataResidency === true && body["inference_geo"] === undefined
      ? { inference_geo: "us" }
      : {}),
    ...(isFast(body) ? { speed: "fast" } : {}),
  };
}

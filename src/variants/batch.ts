import { isObject, type JsonObject } from "../json.ts";
import { findModel } from "../models/models.ts";
import type { MeasuredScenario } from "../projection/projection.ts";
import { withoutBreakpoints } from "./breakpoints.ts";
import { varied } from "./variant.ts";
import type { Variant, Varied } from "./variant.ts";

/** Fields that no batch takes (billing.md §3). */
const refusedFields = [
  "fallbacks",
  "thread",
  "store",
  "previous_thread_event_id",
  "cache_hint",
  "context_hint",
  "research_preview",
];

/**
 * What a batch refuses of a request (billing.md §3), in words; null: nothing. Whether it streams is
 * not the request's matter: nothing in a batch does.
 */
export function batchRefusal(body: JsonObject): string | null {
  const named = typeof body["model"] === "string" ? findModel(body["model"]) : null;
  // billing.md §1.6.
  if (named !== null && named.platform !== "claude")
    return `there are no such batches on ${named.platform === "bedrock" ? "Bedrock" : "Vertex AI"}`;
  if (body["speed"] === "fast") return "a batch refuses fast mode";
  if (body["max_tokens"] === 0) return "a batch refuses `max_tokens: 0`";
  const policy = body["billing_policy"];
  if (isObject(policy) && policy["bill_to"] === "user_profile")
    return "a batch refuses to bill a user profile (`billing_policy`)";
  const field = refusedFields.find((name) => name in body);
  return field === undefined ? null : `a batch refuses \`${field}\``;
}

/** `batch`: in a batch, where nothing is cached. */
export const batch: Variant = (scenario) => inBatch(withoutBreakpoints(scenario));

/** A scenario as it is, in a batch. */
export function inBatch(scenario: MeasuredScenario): Varied {
  const whyNot = refusesBatch(scenario);
  return whyNot === null ? varied({ ...scenario, tier: "batch" }) : { whyNot };
}

/**
 * Why a scenario cannot go into a batch: an exchange waits for the answer of the one before, or a
 * batch refuses it. Null: it can.
 */
function refusesBatch(scenario: MeasuredScenario): string | null {
  for (const { run, exchanges } of scenario.runs) {
    if (exchanges.some(({ exchange }) => exchange.needsPrevious))
      return `${run.id} needs an answer before its next request`;
    for (const { prompt } of exchanges) {
      const why = batchRefusal(prompt.request.body);
      if (why !== null) return why;
    }
  }
  return null;
}

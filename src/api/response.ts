/** The answer to a Messages API request, member by member: as recorded, or as it just came back. */
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { wholeNumber } from "./number.ts";

/** `usage` as it stands; undefined where there is none. `readUsage` checks it. */
export function usageOf(response: JsonObject | null): Json | undefined {
  return response?.["usage"];
}

/** The members of a `usage` that are read by themselves, without the rest being checked. */
type UsageMember =
  | "input_tokens"
  | "output_tokens"
  | "cache_creation_input_tokens"
  | "cache_read_input_tokens"
  | "output_tokens_details"
  | "server_tool_use"
  | "service_tier"
  | "inference_geo"
  | "iterations";

/** A member of a response's `usage` as it stands; undefined where there is none. */
export function usageMember(response: JsonObject | null, name: UsageMember): Json | undefined {
  const usage = usageOf(response);
  return isObject(usage) ? usage[name] : undefined;
}

/**
 * Input tokens of an answer, from its `usage`: input + creation + read (caching-rules.md §6), and
 * how many stand before its last breakpoint where it shows caching. Null where the usage does not
 * say.
 */
export function inputTotal(
  response: JsonObject,
): { readonly total: number; readonly cached: number | null } | null {
  const input = wholeNumber(usageMember(response, "input_tokens"));
  if (input === null) return null;
  const cached =
    (wholeNumber(usageMember(response, "cache_creation_input_tokens")) ?? 0) +
    (wholeNumber(usageMember(response, "cache_read_input_tokens")) ?? 0);
  return { total: input + cached, cached: cached === 0 ? null : cached };
}

/** Output tokens of an answer, thinking included; null where its `usage` does not say. */
export function outputTokens(response: JsonObject): number | null {
  return wholeNumber(usageMember(response, "output_tokens"));
}

/** Thinking tokens, which are part of the output (billing.md §5); null where it does not say. */
export function thinkingTokens(response: JsonObject): number | null {
  const details = usageMember(response, "output_tokens_details");
  return isObject(details) ? wholeNumber(details["thinking_tokens"]) : null;
}

/** Web searches an answer was billed for (billing.md §1.5); none where it does not say. */
export function webSearches(response: JsonObject | null): number {
  const used = usageMember(response, "server_tool_use");
  return isObject(used) ? (wholeNumber(used["web_search_requests"]) ?? 0) : 0;
}

/**
 * The blocks of the answer; null where `content` is no list, or there is no answer: blocks that say
 * which models declined are none, where there are no others.
 */
export function contentOf(response: JsonObject | null): readonly Json[] | null {
  const content = response?.["content"];
  if (!isArray(content)) return null;
  return content.length > 0 && content.every(isFallback) ? null : content;
}

/** The blocks of an answer that say which models declined before one gave it. */
export function fallbacksOf(response: JsonObject): readonly JsonObject[] {
  const content = response["content"];
  return isArray(content) ? content.filter(isFallback) : [];
}

function isFallback(block: Json): block is JsonObject {
  return isObject(block) && block["type"] === "fallback";
}

/** Whether the answer ended at `max_tokens`. */
export function isCutOff(response: JsonObject): boolean {
  return response["stop_reason"] === "max_tokens";
}

/**
 * Whether this is what a stream says first, with its output still to come (observed.md, "Traps"):
 * `stop_reason` is null.
 */
export function isUnfinished(response: JsonObject | null): boolean {
  return response?.["stop_reason"] === null;
}

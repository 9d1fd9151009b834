/** Usage in the shape of OpenAI's answers, as gateways give it for Claude. */
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { wholeNumber } from "../number.ts";
import { usageOfCounts, type CountsFault, type UsageCounts } from "./counts.ts";

/**
 * The API's own `usage` of one in OpenAI's shape: `prompt_tokens` (of the Responses API
 * `input_tokens` beside `input_tokens_details`) counts what the cache read and wrote too, unless it
 * is smaller than they are: then some gateway left them out. `fault` where it cannot be told what
 * was billed; null where the value is not of that shape. Source: imports.md §2, rows litellm and
 * openrouter.
 */
export function usageOfOpenAi(
  value: Json | undefined,
): { readonly usage: JsonObject } | { readonly fault: CountsFault } | null {
  if (!isObject(value)) return null;
  const counts = countsOf(value);
  if (counts === null) return null;
  const cached = (counts.read ?? 0) + Math.max(counts.write ?? 0, splitOf(counts));
  const meaning = counts.input !== null && counts.input < cached ? "exclusive" : "inclusive";
  const read = usageOfCounts(counts, meaning);
  return "fault" in read ? read : { usage: { ...read.usage, ...besides(value) } };
}

/** Whether a usage is in OpenAI's shape, not in the API's own. */
export function isOpenAiUsage(value: Json | undefined): value is JsonObject {
  return isObject(value) && countsOf(value) !== null;
}

function countsOf(usage: JsonObject): UsageCounts | null {
  const isChat = "prompt_tokens" in usage;
  const isResponses = !isChat && isObject(usage["input_tokens_details"]);
  if (!isChat && !isResponses) return null;
  const details = memberOf(usage, isChat ? "prompt_tokens_details" : "input_tokens_details");
  const split = memberOf(details, "cache_creation_token_details");
  const own = memberOf(usage, "cache_creation");
  return {
    input: wholeNumber(usage[isChat ? "prompt_tokens" : "input_tokens"]),
    output: wholeNumber(usage[isChat ? "completion_tokens" : "output_tokens"]),
    total: wholeNumber(usage["total_tokens"]),
    read: largestOf(details["cached_tokens"], usage["cache_read_input_tokens"]),
    write: largestOf(
      details["cache_write_tokens"],
      details["cache_creation_tokens"],
      usage["cache_creation_input_tokens"],
    ),
    write5m: largestOf(split["ephemeral_5m_input_tokens"], own["ephemeral_5m_input_tokens"]),
    write1h: largestOf(split["ephemeral_1h_input_tokens"], own["ephemeral_1h_input_tokens"]),
  };
}

/** What of the API's own usage gateways pass on under its own name, and its part of the output. */
function besides(usage: JsonObject): JsonObject {
  const kept = ["server_tool_use", "service_tier", "inference_geo", "speed"].flatMap((key) => {
    const value = usage[key];
    return value === undefined || value === null ? [] : [[key, value] as const];
  });
  const details = memberOf(
    usage,
    "prompt_tokens" in usage ? "completion_tokens_details" : "output_tokens_details",
  );
  const thinking = wholeNumber(details["reasoning_tokens"]) ?? 0;
  return {
    ...Object.fromEntries(kept),
    ...(thinking === 0 ? {} : { output_tokens_details: { thinking_tokens: thinking } }),
  };
}

function memberOf(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/**
 * The largest of the places where gateways put one count: those that know one name only leave the
 * others at 0.
 */
function largestOf(...values: readonly (Json | undefined)[]): number | null {
  const counts = values.map(wholeNumber).filter((count) => count !== null);
  return counts.length === 0 ? null : Math.max(...counts);
}

function splitOf({ write5m, write1h }: UsageCounts): number {
  return (write5m ?? 0) + (write1h ?? 0);
}

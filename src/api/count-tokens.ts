import type { JsonObject } from "../json.ts";

/** What `count_tokens` takes; it refuses any other field (caching-rules.md §10, billing.md §4). */
const countedFields = new Set([
  "messages",
  "model",
  "system",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "output_format",
  "cache_control",
  "speed",
]);

/** What of a request body `count_tokens` is asked about. */
export function countTokensBody(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => countedFields.has(key)));
}

/** The usage of a span, in the API's classes. */
import {
  usageOfCounts,
  type CountsFault,
  type InputMeaning,
  type UsageCounts,
} from "../../../api/usage/counts.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import {
  countOf,
  documentOf,
  firstText,
  isMessage,
  isNativeUsage,
  objectOf,
  textOf,
} from "../entry.ts";
import { readingOf } from "./emitter.ts";
import type { Span } from "./span.ts";

/** The names that counts have, over all instrumentations; the first that is there says. */
const names = {
  input: [
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.usage.prompt_tokens",
    "llm.token_count.prompt",
  ],
  output: [
    "ai.usage.outputTokens",
    "ai.usage.completionTokens",
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.usage.completion_tokens",
    "llm.token_count.completion",
  ],
  read: [
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.input_tokens.cached",
    "gen_ai.usage.input_tokens.cache_read",
    "gen_ai.usage.details.cache_read_input_tokens",
    "gen_ai.usage.details.cache_read_tokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
    "ai.usage.cachedInputTokens",
    "llm.token_count.prompt_details.cache_read",
  ],
  write: [
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "gen_ai.usage.input_tokens.cache_write",
    "gen_ai.usage.details.cache_creation_input_tokens",
    "gen_ai.usage.details.cache_write_tokens",
    "ai.usage.inputTokenDetails.cacheWriteTokens",
    "llm.token_count.prompt_details.cache_write",
  ],
  write5m: [
    "anthropic.usage.cache_creation.ephemeral_5m_input_tokens",
    "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens",
  ],
  write1h: [
    "anthropic.usage.cache_creation.ephemeral_1h_input_tokens",
    "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens",
    "gen_ai.usage.details.ephemeral_1h_input_tokens",
  ],
  total: [
    "ai.usage.totalTokens",
    "gen_ai.usage.total_tokens",
    "llm.usage.total_tokens",
    "llm.token_count.total",
  ],
} as const satisfies Record<keyof UsageCounts, readonly string[]>;

/** What a span says of its answer's tokens. */
export type SpanUsage =
  /** The API's own usage stands in it, with the whole answer where that does. */
  | { readonly kind: "native"; readonly usage: JsonObject; readonly message: JsonObject | null }
  | { readonly kind: "counted"; readonly counts: UsageCounts };

/** The usage in a span; null where it has none. */
export function usageOfSpan(span: Span): SpanUsage | null {
  const { attributes } = span;
  const message = documentOf(attributes["output.value"]);
  if (isMessage(message)) return { kind: "native", usage: message.usage, message };
  const metadata = objectOf(attributes["ai.response.providerMetadata"]);
  const ofProvider = metadata["anthropic"];
  const provided = isObject(ofProvider) ? ofProvider : {};
  const raw = [documentOf(attributes["gen_ai.usage.raw"]), provided["usage"]].find(isNativeUsage);
  if (raw !== undefined) return { kind: "native", usage: raw, message: null };

  const read = (key: keyof typeof names): number | null =>
    names[key].map((name) => countOf(attributes[name])).find((count) => count !== null) ?? null;
  const write =
    countOf(provided["cacheCreationInputTokens"]) ?? bedrockWrites(metadata) ?? read("write");
  // Pydantic AI writes what was for an hour alone, and nothing where that is nothing.
  const hour = countOf(attributes["gen_ai.usage.details.ephemeral_1h_input_tokens"]);
  const rest = hour === null || write === null ? null : Math.max(0, write - hour);
  const counts: UsageCounts = {
    input: read("input"),
    output: read("output"),
    read: countOf(provided["cacheReadInputTokens"]) ?? read("read"),
    write,
    write5m: read("write5m") ?? rest,
    write1h: read("write1h"),
    total: read("total"),
  };
  // The AI SDK writes no total of its own before version 5, and NaN where it knows none.
  return counts.input === null && counts.output === null ? null : { kind: "counted", counts };
}

/** What a span of the AI SDK for Bedrock says was written to the cache. */
function bedrockWrites(metadata: JsonObject): number | null {
  const { bedrock } = metadata;
  const usage = isObject(bedrock) ? bedrock["usage"] : undefined;
  return isObject(usage) ? countOf(usage["cacheWriteInputTokens"]) : null;
}

/** Whether the counts say anything of the cache. */
export function saysCache({ read, write, write5m, write1h }: UsageCounts): boolean {
  return [read, write, write5m, write1h].some((count) => count !== null);
}

/** What was read and written; tokens. */
export function cachedOf({ read, write, write5m, write1h }: UsageCounts): number {
  return (read ?? 0) + Math.max(write ?? 0, (write5m ?? 0) + (write1h ?? 0));
}

/**
 * The answer a span tells of, in the API's shape. `proven`: what the spans of its kind show of
 * their input, which goes before what is known of their writer.
 */
export function responseOfSpan(
  span: Span,
  found: SpanUsage,
  proven: InputMeaning | null,
): { readonly response: JsonObject } | { readonly fault: CountsFault } {
  const { attributes } = span;
  const about = {
    ...optional("id", responseId(span)),
    ...optional("model", modelOfSpan(span)),
    ...optional("stop_reason", textOf(attributes["anthropic.message.stop_reason"])),
  };
  if (found.kind === "native")
    return { response: found.message ?? { ...about, usage: found.usage } };
  const { counts } = found;
  const read = usageOfCounts(counts, proven ?? readingOf(span, saysCache(counts)).input);
  if ("fault" in read) return read;
  const tier = textOf(attributes["anthropic.response.service_tier"]);
  return { response: { ...about, usage: { ...read.usage, ...optional("service_tier", tier) } } };
}

/** The id of the answer a span tells of; null where it says none. */
export function responseId({ attributes }: Span): string | null {
  const named = firstText(attributes["gen_ai.response.id"], attributes["ai.response.id"]);
  if (named !== null) return named;
  const message = documentOf(attributes["output.value"]);
  return isObject(message) ? textOf(message["id"]) : null;
}

/** The model that answered, else the one that was asked; null where the span names none. */
export function modelOfSpan({ attributes }: Span): string | null {
  return firstText(
    attributes["gen_ai.response.model"],
    attributes["ai.response.model"],
    attributes["llm.response.model_name"],
    attributes["llm.model_name"],
    attributes["gen_ai.request.model"],
    attributes["ai.model.id"],
  );
}

function optional(key: string, value: Json): JsonObject {
  return value === null ? {} : { [key]: value };
}

/**
 * The request that a span holds as it was sent, markers and all; null where it holds none. Only
 * OpenInference for Python keeps it so.
 */
export function requestOfSpan({ attributes }: Span): JsonObject | null {
  const request = documentOf(attributes["input.value"]);
  return isObject(request) &&
    textOf(request["model"]) !== null &&
    Array.isArray(request["messages"])
    ? request
    : null;
}

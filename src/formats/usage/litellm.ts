import { usageOfOpenAi } from "../../api/usage/openai.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import type { Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatReader } from "../format.ts";
import {
  callOf,
  countOf,
  createRepeats,
  documentOf,
  firstText,
  isNativeUsage,
  nameOfStatus,
  objectOf,
  problemOfFault,
  responseOf,
  textOf,
  timeOf,
} from "./entry.ts";
import { leaveOutOther } from "./other-vendor.ts";

/**
 * LiteLLM's log: the standard payload of its callbacks, or rows of the proxy's `LiteLLM_SpendLogs`,
 * whose JSON columns are text. Prompt tokens count the cached ones. Source: imports.md §2, row
 * litellm.
 */
export const litellm = {
  title: "a LiteLLM log",
  sees: (document) =>
    isObject(document) &&
    textOf(document["call_type"]) !== null &&
    ("startTime" in document || "litellm_call_id" in document || "request_id" in document),
  runs: "log",
  open,
} as const satisfies Format;

const emitter = "LiteLLM";

function open(context: FormatContext): FormatReader {
  const isRepeated = createRepeats(context);
  return {
    read: ({ value, place }) => {
      if (!isObject(value)) return [];
      const id = firstText(value["litellm_call_id"], value["request_id"], value["id"]);
      if (isRepeated(id)) return [];
      return readRow(value, context, place([]));
    },
    end: () => [],
  };
}

function readRow(row: JsonObject, context: FormatContext, place: Place): readonly Call[] {
  const metadata = objectOf(row["metadata"]);
  const response = objectOf(row["response"]);
  const model = modelOfRow(row, response);
  if (row["status"] === "failure" || metadata["status"] === "failure") {
    const code = objectOf(row["error_information"] ?? metadata["error_information"])["error_code"];
    context.leaveOut({ why: "refused", name: nameOfStatus(code) });
    return [];
  }
  if (leaveOutOther(model, textOf(row["custom_llm_provider"]), context)) return [];
  // Answered out of LiteLLM's own cache: nothing was asked of the API.
  if (row["cache_hit"] === true || /^true$/i.test(textOf(row["cache_hit"]) ?? "")) {
    context.leaveOut({ why: "synthetic", name: "" });
    return [];
  }
  const read = readUsageOf(row, metadata, response);
  if (read === null) {
    context.leaveOut({ why: "no-usage", name: "" });
    return [];
  }
  if ("fault" in read) {
    context.report(problemOfFault(read.fault, emitter, place));
    return [];
  }
  return [
    callOf({
      path: [],
      response: responseOf(model, read.usage, null),
      request: requestOf(row),
      at: timeOf(row["startTime"]),
      run: firstText(row["session_id"], row["trace_id"]),
      id: firstText(row["litellm_call_id"], row["request_id"], row["id"]),
    }),
  ];
}

/** The deployment's model, whose prefix says through whom it was asked; else the answer's. */
function modelOfRow(row: JsonObject, response: JsonObject): string | null {
  const asked = textOf(row["model"]);
  if (asked !== null && /claude/i.test(asked)) return asked;
  return firstText(response["model"], asked);
}

function readUsageOf(
  row: JsonObject,
  metadata: JsonObject,
  response: JsonObject,
): ReturnType<typeof usageOfOpenAi> {
  const columns = {
    prompt_tokens: row["prompt_tokens"] ?? null,
    completion_tokens: row["completion_tokens"] ?? null,
    total_tokens: row["total_tokens"] ?? null,
  };
  const used = [metadata["usage_object"], response["usage"]]
    .map(documentOf)
    .find((usage) => isObject(usage) && Object.keys(usage).length > 0);
  if (isNativeUsage(used)) return { usage: used };
  const usage = used ?? { ...columns, ...objectOf(metadata["additional_usage_values"]) };
  const isNothing = isObject(usage) && (countOf(usage["prompt_tokens"]) ?? 0) === 0;
  const isSilent = isNothing && isObject(usage) && (countOf(usage["completion_tokens"]) ?? 0) === 0;
  return isSilent ? null : usageOfOpenAi(usage);
}

/** Parameters of LiteLLM that it hands on under their own names. */
const passedOn = new Set([
  "max_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stream",
  "stop_sequences",
  "thinking",
  "cache_control",
]);

/**
 * The request as LiteLLM sends it, where its log says all of it: a body of the API's own that it
 * passed on, or texts, with their markers, and parameters of the API. Tools, pictures and answers
 * with tool calls are in OpenAI's shape there, and what LiteLLM makes of them it does not log: null.
 */
function requestOf(row: JsonObject): JsonObject | null {
  const sent = objectOf(documentOf(row["proxy_server_request"]));
  const logged = documentOf(row["messages"]);
  const messages = isArray(logged) && logged.length > 0 ? logged : sent["messages"];
  const parameters = objectOf(row["model_parameters"] ?? withoutMessages(sent));
  const model = textOf(row["model"]);
  if (model === null || !isArray(messages) || messages.length === 0) return null;
  if (row["call_type"] === "anthropic_messages")
    return isArray(sent["messages"]) ? { ...sent, model } : null;
  if (countOf(parameters["max_tokens"]) === null) return null;
  if (!Object.keys(parameters).every((key) => passedOn.has(key))) return null;
  const plain = messages.filter(isPlain);
  if (plain.length < messages.length) return null;
  const system = plain.filter(({ role }) => role === "system").flatMap(blocksOf);
  const others = plain.filter(({ role }) => role !== "system");
  if (others.length === 0) return null;
  return {
    model,
    ...parameters,
    ...(system.length === 0 ? {} : { system }),
    messages: others.map(({ role, content }) => ({ role, content })),
  };
}

function withoutMessages(body: JsonObject): JsonObject {
  const { messages: _messages, model: _model, ...rest } = body;
  return rest;
}

interface PlainMessage extends JsonObject {
  readonly role: string;
  readonly content: string | readonly Json[];
}

/** Whether a message is a role and texts, and nothing else. */
function isPlain(message: Json): message is PlainMessage {
  if (!isObject(message)) return false;
  const { role, content, ...rest } = message;
  const isText = (block: Json): boolean => isObject(block) && block["type"] === "text";
  return (
    (role === "system" || role === "user" || role === "assistant") &&
    (textOf(content) !== null || (isArray(content) && content.every(isText))) &&
    Object.values(rest).every((value) => value === null)
  );
}

function blocksOf({ content }: PlainMessage): readonly Json[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

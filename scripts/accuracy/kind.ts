/**
 * What a request holds, as far as its count depends on it. A request has one kind: the first that
 * fits.
 */
import { isArray, isObject, type Json, type JsonObject } from "../../src/json.ts";
import { completedByApi } from "../../src/api/completed-input.ts";
import { outputConfigOf, toolsOf } from "../../src/api/request.ts";

export const kinds = [
  "completed by the server",
  "URL or file source",
  "tools: pictures, documents",
  "tools: built in",
  "tools: output format, deferred",
  "tools: thinking",
  "tools: history",
  "tools: choice forced",
  "tools",
  "PDF",
  "citations, text documents",
  "image",
  "output format",
  "thinking",
  "calls of tools it does not define",
  "masked by the recorder",
  "plain",
] as const;

export type Kind = (typeof kinds)[number];

const serverContent = /^(server_tool_use|container_upload|compaction|mcp_tool_use|.*_tool_result)$/;

/** Kinds whose whole input is in the request. */
export function isWhole(kind: Kind): boolean {
  return kind !== "completed by the server" && kind !== "URL or file source";
}

export function hasTools(kind: Kind): boolean {
  return kind.startsWith("tools");
}

/** The first kind that fits a request. */
export function kindOf(request: JsonObject): Kind {
  const { messages } = request;
  if (isCompletedByServer(request)) return "completed by the server";
  if (hasSourceElsewhere(request)) return "URL or file source";
  if (toolsOf(request).length > 0) return kindWithTools(request);
  if (holdsObject(messages, ({ media_type: type }) => type === "application/pdf")) return "PDF";
  if (hasType(messages, /^(document|search_result)$/)) return "citations, text documents";
  if (hasType(messages, /^image$/)) return "image";
  if (hasOutputFormat(request)) return "output format";
  if (usesThinking(request)) return "thinking";
  return hasType(messages, /^tool_(use|result)$/) ? "calls of tools it does not define" : "plain";
}

function isCompletedByServer(request: JsonObject): boolean {
  return completedByApi(request).length > 0 || holdsObject(request["messages"], isServerContent);
}

/**
 * Whether a recording shows what the first call of the model read though the server's tools stand in
 * the request: none ran, or its first event counts what was there before.
 */
export function showsFirstCall(request: JsonObject, response: JsonObject): boolean {
  const types = new Set(toolsOf(request).map((tool) => (isObject(tool) ? tool["type"] : null)));
  const { usageEvents: events, usage, content } = response;
  const ran = isObject(usage) && isObject(usage["server_tool_use"]) ? usage["server_tool_use"] : {};
  return (
    completedByApi(request).every((name) => types.has(name)) &&
    !holdsObject(request["messages"], isServerContent) &&
    !hasSourceElsewhere(request) &&
    ((isObject(events) && isObject(events["message_start"])) ||
      (!holdsObject(content, isServerContent) && Object.values(ran).every((times) => times === 0)))
  );
}

function isServerContent({ type }: JsonObject): boolean {
  return typeof type === "string" && type !== "tool_result" && serverContent.test(type);
}

/** Whether some object of a value, at any depth, is one that is looked for. */
function holdsObject(value: Json | undefined, matches: (object: JsonObject) => boolean): boolean {
  if (value === undefined) return false;
  if (isArray(value)) return value.some((inner) => holdsObject(inner, matches));
  return (
    isObject(value) &&
    (matches(value) || Object.values(value).some((inner) => holdsObject(inner, matches)))
  );
}

function hasSourceElsewhere(request: JsonObject): boolean {
  return holdsObject(
    request["messages"],
    ({ source }) => isObject(source) && (source["type"] === "url" || source["type"] === "file"),
  );
}

function kindWithTools(request: JsonObject): Kind {
  const { messages, tool_choice: choice } = request;
  const tools = toolsOf(request);
  if (hasType(messages, /^(image|document|search_result)$/)) return "tools: pictures, documents";
  if (
    tools.some(
      (tool) => isObject(tool) && typeof tool["type"] === "string" && tool["type"] !== "custom",
    )
  )
    return "tools: built in";
  if (
    hasOutputFormat(request) ||
    tools.some((tool) => isObject(tool) && tool["defer_loading"] === true)
  )
    return "tools: output format, deferred";
  if (usesThinking(request)) return "tools: thinking";
  if (hasType(messages, /^tool_(use|result)$/)) return "tools: history";
  const forced = isObject(choice) && (choice["type"] === "any" || choice["type"] === "tool");
  return forced ? "tools: choice forced" : "tools";
}

function hasType(value: Json | undefined, pattern: RegExp): boolean {
  return holdsObject(value, ({ type }) => typeof type === "string" && pattern.test(type));
}

function hasOutputFormat(request: JsonObject): boolean {
  return "output_format" in request || "format" in outputConfigOf(request);
}

function usesThinking({ thinking, messages }: JsonObject): boolean {
  return (
    (isObject(thinking) && thinking["type"] !== "disabled") ||
    hasType(messages, /^(redacted_)?thinking$/)
  );
}

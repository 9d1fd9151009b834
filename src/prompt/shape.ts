import { isArray, isObject } from "../json.ts";
import type { Json, JsonObject } from "../json.ts";
import { problem } from "../problem.ts";
import type { Place, Problem } from "../problem.ts";
import type { Prompt } from "./prompt.ts";

/** Content block kinds of the API as of @anthropic-ai/sdk 1.13.0, beta ones included. */
const knownKinds: ReadonlySet<string> = new Set([
  "text",
  "image",
  "document",
  "search_result",
  "thinking",
  "redacted_thinking",
  "tool_use",
  "tool_result",
  "server_tool_use",
  "web_search_tool_result",
  "web_fetch_tool_result",
  "advisor_tool_result",
  "code_execution_tool_result",
  "bash_code_execution_tool_result",
  "text_editor_code_execution_tool_result",
  "tool_search_tool_result",
  "mcp_tool_use",
  "mcp_tool_result",
  "mcp_tool_listing",
  "container_upload",
  "compaction",
  "tool_reference",
  "tool_addition",
  "tool_removal",
  "browser_state",
  "fallback",
]);

type At = (path: string) => Place;

/**
 * Members of the body that are of another type than the API takes, and content kinds that nobody
 * here knows.
 */
export function checkShape(prompt: Prompt, at: At): readonly Problem[] {
  const unknown = new Map<string, string>();
  for (const block of prompt.blocks) {
    if (block.level === "tools" || knownKinds.has(block.kind) || !isObject(block.content)) continue;
    if (!unknown.has(block.kind)) unknown.set(block.kind, block.path);
  }
  return [
    ...checkBody(prompt.request.body, at),
    ...[...unknown].map(([kind, path]) =>
      problem("unknown-block-kind", at(path), { kind: nameKind(kind) }),
    ),
  ];
}

function checkBody(body: JsonObject, at: At): readonly Problem[] {
  const tools = body["tools"] ?? [];
  const system = body["system"] ?? "";
  const { messages, model } = body;
  return [
    ...(model === undefined || typeof model === "string" ? [] : [wrong(at, "model", "a model id")]),
    ...(isArray(tools) ? checkBlocks(tools, "tools", at) : [wrong(at, "tools", "a list of tools")]),
    ...(isArray(system) ? checkBlocks(system, "system", at) : []),
    ...(isArray(system) || isText(system)
      ? []
      : [wrong(at, "system", "a text or a list of text blocks")]),
    ...(isArray(messages)
      ? messages.flatMap((one, index) => checkMessage(one, `messages.${index}`, at))
      : [wrong(at, "messages", "a list of messages")]),
  ];
}

function wrong(at: At, path: string, expected: string): Problem {
  return problem("request-shape", at(path), { expected });
}

function checkBlocks(blocks: readonly Json[], path: string, at: At): readonly Problem[] {
  return blocks.flatMap((block, index) =>
    isObject(block) ? [] : [wrong(at, `${path}.${index}`, "an object")],
  );
}

function isText(value: Json | undefined): boolean {
  return typeof value === "string" || (isObject(value) && "$tokens" in value);
}

function checkMessage(message: Json, path: string, at: At): readonly Problem[] {
  if (!isObject(message)) return [wrong(at, path, "a message")];
  const role = message["role"];
  const content = message["content"];
  const known = role === "user" || role === "assistant" || role === "system";
  return [
    ...(known ? [] : [wrong(at, `${path}.role`, "user, assistant or system")]),
    ...(isArray(content) ? checkBlocks(content, `${path}.content`, at) : []),
    ...(isArray(content) || isText(content)
      ? []
      : [wrong(at, `${path}.content`, "a text or a list of blocks")]),
  ];
}

/** A kind as it may be named in a message: names only, never text that came in a name's place. */
function nameKind(kind: string): string {
  return /^[a-z][a-z0-9_]{0,60}$/.test(kind) ? kind : "without a readable type";
}

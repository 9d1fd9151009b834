/**
 * Input that the API itself adds while it answers: no body shows it, and `count_tokens` cannot
 * count it (DESIGN.md, "What a recording vouches for").
 */
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { messagesOf, toolsOf } from "./request.ts";
import { contentOf } from "./response.ts";

/**
 * Whether the API itself completes the input of such a request, so that no recorded total is too
 * large.
 */
export function completesInput(body: JsonObject): boolean {
  if (completedByApi(body).length > 0) return true;
  if (["context_management", "compaction"].some((key) => key in body)) return true;
  return isElsewhere(body["messages"] ?? null);
}

/**
 * Whether nothing but the context window bounds what the API adds to a body: results of tools, what
 * a thread holds, documents. Pictures that are elsewhere have a size at most.
 */
export function completesWithoutBound(body: JsonObject): boolean {
  return completedByApi(body).length > 0 || isElsewhere(body["messages"] ?? null, "image");
}

const serverTool = /^(web_search|web_fetch|code_execution|tool_search_tool|advisor|mcp_toolset)/;

/** The tools and other members that make the API complete a body's input: sorted names. */
export function completedByApi(body: JsonObject): readonly string[] {
  const tools = toolsOf(body).filter(isObject);
  const found = new Set<string>();
  for (const { type } of tools)
    if (typeof type === "string" && serverTool.test(type)) found.add(type);
  // A tool that code may call brings the code execution tool along, undeclared.
  for (const { allowed_callers: callers } of tools)
    for (const caller of isArray(callers) ? callers : [])
      if (typeof caller === "string" && caller !== "direct") found.add(caller);
  if (isArray(body["mcp_servers"]) && body["mcp_servers"].length > 0) found.add("mcp_servers");
  if (body["container"] !== undefined && body["container"] !== null) found.add("container");
  if (contextEdits(body).some(({ type }) => typeof type === "string" && type.startsWith("compact")))
    found.add("compaction");
  if (isObject(body["thread"]) && body["thread"]["type"] === "continue") found.add("thread");
  return [...found].toSorted();
}

/** The edits of `context_management`; none where there are none. */
export function contextEdits(body: JsonObject): readonly JsonObject[] {
  const management = body["context_management"];
  const edits = isObject(management) ? management["edits"] : undefined;
  return isArray(edits) ? edits.filter(isObject) : [];
}

/**
 * Whether a value holds, at any depth of a request's messages, a source that is not in the request,
 * or content the server made. `but`: a kind of block that does not count.
 */
function isElsewhere(value: Json, but: string | null = null): boolean {
  if (isArray(value)) return value.some((each) => isElsewhere(each, but));
  if (!isObject(value)) return false;
  const source = value["source"];
  const type = value["type"];
  if (type !== but && isObject(source) && (source["type"] === "url" || source["type"] === "file"))
    return true;
  if (type === "container_upload" || type === "compaction") return true;
  return isArray(value["content"]) && isElsewhere(value["content"], but);
}

/** Whether an answer holds results that the API itself put in. */
export function hasServerContent(response: JsonObject | null): boolean {
  return countServerResults(response) > 0;
}

/** How many results the API itself put into an answer. */
export function countServerResults(response: JsonObject | null): number {
  return (contentOf(response) ?? []).filter(
    (block) => isObject(block) && isServerResult(block["type"]),
  ).length;
}

/**
 * Whether a kind of block is a result the API itself puts in: of server tools and of MCP servers,
 * not of the caller's own tools.
 */
export function isServerResult(kind: unknown): boolean {
  return typeof kind === "string" && kind.endsWith("_tool_result");
}

/**
 * Whether the last message is an answer that the API paused in its own loop of tools, or behind a
 * compaction: sent back, it is gone on with (@anthropic-ai/sdk 1.13.0, ThreadState,
 * `UNFINISHED_STOP_REASONS`).
 */
export function endsUnfinished(body: JsonObject): boolean {
  const last = messagesOf(body)?.at(-1);
  const content = isObject(last) ? last["content"] : undefined;
  return (isArray(content) ? content : []).some((block) => {
    const type = isObject(block) ? block["type"] : undefined;
    return (
      type === "server_tool_use" ||
      type === "mcp_tool_use" ||
      type === "compaction" ||
      isServerResult(type)
    );
  });
}

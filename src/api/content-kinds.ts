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

/** Whether the API has content blocks of this kind. */
export function isKnownKind(kind: string): boolean {
  return knownKinds.has(kind);
}

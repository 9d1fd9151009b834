import { describe, expect, test } from "vitest";
import {
  completedByApi,
  completesInput,
  countServerResults,
  hasServerContent,
} from "../../src/api/completed-input.ts";

test("what the API adds is named, sorted", () => {
  const body = {
    tools: [{ type: "web_search_20250305" }, { name: "t", allowed_callers: ["direct", "code"] }],
    container: "c",
    context_management: { edits: [{ type: "compact_20260112" }] },
  };
  expect(completedByApi(body)).toEqual(["code", "compaction", "container", "web_search_20250305"]);
  expect(completesInput({ messages: [{ role: "user", content: "Hello" }] })).toBe(false);
});

describe("a request whose input the API completes", () => {
  const asking = (block: object) => ({ messages: [{ role: "user", content: [{ ...block }] }] });

  test.each([
    ["a thread that goes on", { thread: { type: "continue", previous_message_id: "msg_1" } }],
    ["MCP servers", { mcp_servers: [{ url: "https://example.org" }] }],
    ["edits of the context", { context_management: {} }],
    ["a picture by its URL", asking({ type: "image", source: { type: "url", url: "u" } })],
    ["a file", asking({ type: "document", source: { type: "file", file_id: "f" } })],
    ["a summary by the server", asking({ type: "compaction", content: "s" })],
    [
      "a file within a result",
      asking({ type: "tool_result", content: [{ type: "image", source: { type: "file" } }] }),
    ],
  ])("%s", (_, body) => {
    expect(completesInput(body)).toBe(true);
  });

  test.each([
    ["no server", { mcp_servers: [] }],
    ["no container", { container: null }],
    ["one's own tool", { tools: [{ name: "t", allowed_callers: ["direct"] }] }],
    ["a picture in the request", asking({ type: "image", source: { type: "base64" } })],
    ["a tool's input that reads like a file", asking({ input: { source: { type: "file" } } })],
  ])("is not one with %s", (_, body) => {
    expect(completesInput(body)).toBe(false);
  });
});

test("results of the server's tools and of MCP servers are counted, not those of one's own tools", () => {
  const content = ["text", "web_search_tool_result", "tool_result", "mcp_tool_result"];
  const response = { content: content.map((type) => ({ type })) };
  expect([countServerResults(response), hasServerContent(response)]).toEqual([2, true]);
  expect([countServerResults(null), hasServerContent({ content: [] })]).toEqual([0, false]);
});

import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/json.ts";
import { assistant, countBody, tokens, tokensNewer, user } from "../../prompts.ts";
import { sealOf } from "../../media/seals.ts";

function bodyOf(model: string, blocks: readonly JsonObject[], tools: Json = []): JsonObject {
  return { model, tools, messages: [user("Look it up."), assistant(blocks), user("Thanks.")] };
}

function call(name: string, input: JsonObject): JsonObject {
  return { type: "server_tool_use", id: "s", name, input };
}

describe("results of a web search in the history", () => {
  const results = (seals: readonly string[]): readonly JsonObject[] => [
    call("web_search", { query: "sky" }),
    {
      type: "web_search_tool_result",
      tool_use_id: "s",
      content: seals.map((seal) => ({
        type: "web_search_result",
        title: "Why is the sky blue?",
        url: "https://example.com/sky",
        page_age: null,
        encrypted_content: seal,
      })),
    },
  ];

  test("cost by what is sealed in them", () => {
    const [few, many] = [300, 1300].map((bytes) =>
      countBody(bodyOf("claude-haiku-4-5", results([sealOf(bytes)]))),
    );
    const more = (many?.total ?? 0) - (few?.total ?? 0);
    expect(more).toBeGreaterThanOrEqual(330);
    expect(more).toBeLessThanOrEqual(550);
    expect(many?.problems.map(({ code }) => code)).toEqual(["server-content"]);
  });

  test("that a recorder masked are said to be, with an interval for what may have been there", () => {
    const masked = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `encrypted_content_REDACTED_${n}`);
    const count = countBody(bodyOf("claude-opus-4-8", results(masked)));
    expect(count.problems).toMatchObject([
      { code: "content-masked", severity: "warning", path: "messages.1.content.1" },
    ]);
    // One recording with eight such results has 780 tokens for each.
    expect(count.low).toBeLessThan(8 * 500);
    expect(count.high).toBeGreaterThan(8 * 1200);
  });
});

test("a page that was fetched costs its text and a frame", () => {
  const fetched = (data: string): readonly JsonObject[] => [
    call("web_fetch", { url: "https://example.com" }),
    {
      type: "web_fetch_tool_result",
      tool_use_id: "s",
      content: {
        type: "web_fetch_result",
        url: "https://example.com",
        content: { type: "document", source: { type: "text", media_type: "text/plain", data } },
      },
    },
  ];
  const page = "A page about the sea. ".repeat(40);
  const [short, long] = ["", page].map((text) =>
    countBody(bodyOf("claude-sonnet-4-5", fetched(text))),
  );
  expect((long?.total ?? 0) - (short?.total ?? 0)).toBe(tokens(page));
  expect(long?.problems).toEqual([]);
  expect((long?.high ?? 0) - (long?.low ?? 0)).toBeLessThan(20);
});

test("tools that a search found bring their lines", () => {
  const tool: JsonObject = { name: "rate", input_schema: { type: "object" }, defer_loading: true };
  const found: readonly JsonObject[] = [
    call("tool_search_tool_bm25", { query: "rate" }),
    {
      type: "tool_search_tool_result",
      tool_use_id: "s",
      content: {
        type: "tool_search_tool_search_result",
        tool_references: [{ type: "tool_reference", tool_name: "rate" }],
      },
    },
  ];
  const line = '<function>{"name": "rate", "parameters": {"type": "object"}}</function>';
  const text = `\n<functions>\n${line}\n</functions>\n`;
  const result = (model: string): number =>
    countBody(bodyOf(model, found, [tool])).blocks.at(-2) ?? 0;
  expect(result("claude-opus-4-8")).toBe(tokensNewer(text) + 2);
  expect(Math.abs(result("claude-sonnet-4-6") - tokens(text) - 12)).toBeLessThanOrEqual(4);
});

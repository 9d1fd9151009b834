import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { tokensUpTo } from "../../../src/tokens/count.ts";
import { assistant, countBody, user } from "../prompts.ts";

function marked(text: string): JsonObject {
  return {
    type: "text",
    text,
    cache_control: { type: "ephemeral" },
  };
}
function body(model: string, over: JsonObject = {}): JsonObject {
  return {
    model,
    max_tokens: 10,
    messages: [user([marked("Hello there")])],
    ...over,
  };
}
const result: JsonObject = {
  tools: [{ name: "t", input_schema: { type: "object" } }],
  messages: [
    user("go"),
    assistant([{ type: "tool_use", id: "toolu_1", name: "t", input: {} }]),
    user([
      {
        type: "tool_result",
        tool_use_id: "toolu_1",
        content: "done",
        cache_control: { type: "ephemeral" },
      },
    ]),
  ],
};

/** Recordings whose last block is marked bill so many tokens as input. */
describe("what stands behind the last block", () => {
  test.each([
    ["claude-sonnet-4-5", {}, 3],
    ["claude-haiku-4-5", { thinking: { type: "enabled", budget_tokens: 1024 } }, 10],
    ["claude-haiku-4-5", { ...result, thinking: { type: "enabled", budget_tokens: 1024 } }, 8],
    ["claude-3-5-haiku-20241022", {}, 4],
    ["claude-sonnet-4-6", {}, 3],
    ["claude-sonnet-4-6", result, 1],
    ["claude-sonnet-5", {}, 2],
    ["claude-opus-5-5", {}, 4],
  ])("%s %j", (model, over, tail) => {
    const count = countBody(body(model, over));
    expect(count.tail).toBe(tail);
    expect(tokensUpTo(count, count.blocks.length - 1)).toBe(count.total - tail);
    expect(count.blocks.reduce((sum, one) => sum + one, 0)).toBe(count.total);
  });

  test("nothing, where the request begins the answer, or declares all it holds", () => {
    expect(
      countBody(body("claude-sonnet-4-5", { messages: [user("Hi"), assistant("Well,")] })).tail,
    ).toBe(0);
    const declared = { type: "text", text: { $tokens: 2000, name: "x" } };
    expect(countBody(body("claude-sonnet-4-5", { messages: [user([declared])] })).tail).toBe(0);
  });
});

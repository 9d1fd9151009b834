import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/json.ts";
import { countBody, user } from "./prompts.ts";

/**
 * Whatever a request holds, it is counted in bounded time, never as nothing, and what is assumed is
 * said.
 */
const models = ["claude-sonnet-4-5", "claude-sonnet-5"] as const;
function base64(text: string): string {
  return Buffer.from(text, "latin1").toString("base64");
}
function count(model: string, content: Json) {
  return countBody({ model, max_tokens: 10, messages: [user(content)] });
}

function letters(size: number): string {
  return Array.from({ length: size }, (_, at) =>
    String.fromCharCode(97 + ((at * 7919 + (at >> 3)) % 26)),
  ).join("");
}

describe.each(models)("%s", (model) => {
  test.each([
    ["one character, ten million times", "a".repeat(1e7)],
    ["a space, ten million times", `x${" ".repeat(1e7)}x`],
    ["a line break, ten million times", `x${"\n".repeat(1e7)}x`],
    ["a word of a million letters", letters(1e6)],
    ["lone surrogates", "\ud800 \udc00x\ud83d ".repeat(1000)],
    ["control characters", "\u0000\u0001\u001b[31m\u0007\u009f".repeat(1000)],
    ["private use and nonsense", "\ue000\ufdd0\uffff\u{10ffff}".repeat(1000)],
  ])("text: %s", (_, text) => {
    const { total, low, high, blocks } = count(model, text);
    expect(total).toBeGreaterThan(text.length / 200);
    expect(low).toBeLessThanOrEqual(total);
    expect(high).toBeGreaterThanOrEqual(total);
    expect(blocks.reduce((sum, one) => sum + one, 0)).toBe(total);
  });

  test.each<[string, JsonObject, string]>([
    [
      "an image that is none",
      { type: "image", source: { type: "base64", media_type: "image/png", data: base64("hello") } },
      "image-unreadable",
    ],
    [
      "an image cut short",
      {
        type: "image",
        source: { type: "base64", media_type: "image/png", data: base64("\x89PNG\r\n\x1a\n\0\0") },
      },
      "image-unreadable",
    ],
    [
      "an image of no size",
      {
        type: "image",
        source: { type: "base64", media_type: "image/gif", data: base64("GIF89a\0\0\0\0") },
      },
      "image-unreadable",
    ],
    [
      "an image without data",
      { type: "image", source: { type: "base64", media_type: "image/png" } },
      "image-unreadable",
    ],
    [
      "a PDF cut short",
      {
        type: "document",
        source: {
          type: "base64",
          media_type: "application/pdf",
          data: base64("%PDF-1.7 and no more"),
        },
      },
      "pdf-estimated",
    ],
    [
      "a block kind of next year",
      { type: "hologram_2027", layers: [{ depth: 3 }] },
      "unknown-block",
    ],
    ["a block without a type", { text: "hello" }, "unknown-block"],
  ])("block: %s", (_, block, code) => {
    const { total, low, high, problems } = count(model, [
      { type: "text", text: "What is this?" },
      block,
    ]);
    expect(total).toBeGreaterThan(10);
    expect([low < total || code === "unknown-block", high > total]).toEqual([true, true]);
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  test("tool arguments a thousand levels deep", () => {
    let input: Json = 1;
    for (let depth = 0; depth < 1000; depth += 1) input = { a: [input] };
    const { total } = countBody({
      model,
      max_tokens: 10,
      tools: [{ name: "t", input_schema: { type: "object" } }],
      messages: [
        user("go"),
        { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "t", input }] },
        user([{ type: "tool_result", tool_use_id: "toolu_1", content: "done" }]),
      ],
    });
    expect(total).toBeGreaterThan(2000);
  });
});

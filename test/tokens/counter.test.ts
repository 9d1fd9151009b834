import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/json.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import { countBody, counter, promptOf, user } from "./prompts.ts";

describe("what is declared and what is not known", () => {
  test("a request of declared blocks has no framing", () => {
    const body = {
      model: "claude-sonnet-4-5",
      tools: [{ $tokens: 412, name: "lookup" }],
      system: [{ type: "text", text: { $tokens: 20_000, name: "policy" } }],
      messages: [user([{ type: "text", text: { $tokens: 30, name: "question" } }])],
    };
    expect(countBody(body)).toMatchObject({
      total: 20_442,
      low: 20_442,
      high: 20_442,
      witness: "declared",
      parts: { tools: 412, system: 20_000, messages: 30 },
      blocks: [412, 20_000, 30],
    });
  });

  test("a declared block in a real request brings the frame it would have", () => {
    const body = (text: JsonObject | string) => ({
      model: "claude-sonnet-4-5",
      system: [{ type: "text", text }],
      messages: [user("Hi")],
    });
    expect(countBody(body({ $tokens: 1, name: "policy" })).total).toBe(countBody(body("x")).total);
    expect(countBody(body({ $tokens: 501, name: "policy" })).total).toBe(
      countBody(body("x")).total + 500,
    );
  });

  test("a variable declared by size adds its tokens to its block", () => {
    const body = { model: "claude-sonnet-4-5", messages: [user("Hi")] };
    const place = { file: null, line: null, column: null, path: null };
    const placeholder = {
      path: ["messages", 0, "content"],
      name: "a",
      changes: "run",
      tokens: 70,
      undeclared: false,
      kind: "text",
      offset: 2,
    } as const;
    const count = counter.count(
      promptOf(body, { placeholders: [{ ...placeholder, inherited: false, place }] }),
    );
    expect(count.total).toBe(countBody(body).total + 70);
  });

  test.each([
    ["a block of next year", { type: "hologram", shape: "round" }, "unknown-block"],
    [
      "an image that is none",
      { type: "image", source: { type: "base64", media_type: "image/png", data: "bm8=" } },
      "image-unreadable",
    ],
    [
      "an image at a URL",
      { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
      "content-elsewhere",
    ],
    [
      "a cut-off PDF",
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "JVBERi0xLjQ=" },
      },
      "pdf-estimated",
    ],
  ])("%s is an assumption with a wide interval", (_, block, code) => {
    const plain = countBody({
      model: "claude-sonnet-4-5",
      messages: [user([{ type: "text", text: "Look" }])],
    });
    const count = countBody({
      model: "claude-sonnet-4-5",
      messages: [user([{ type: "text", text: "Look" }, block])],
    });
    expect(count.problems.map((problem) => problem.code)).toContain(code);
    expect(count.total).toBeGreaterThan(plain.total);
    expect(count.high).toBeGreaterThan(count.total);
  });

  test("a model nobody knows is counted, and said so", () => {
    const count = countBody({ model: "claude-opus-9", messages: [user("Hi")] });
    expect(count.problems.map((problem) => problem.code)).toEqual(["tokenizer-assumed"]);
    expect(count.total).toBeGreaterThan(0);
  });
});

test("prompts whose blocks two tables number alike are not taken for one another", () => {
  const countOf = (content: string): number => {
    const body = { model: "claude-sonnet-4-5", messages: [user(content)] };
    const request = { body, placeholders: [], links: [] };
    return counter.count(readPrompt({ request, betas: [], table: createBlockTable() })).total;
  };
  expect([countOf("Hi"), countOf("word ".repeat(1_000))]).toEqual([
    countBody({ model: "claude-sonnet-4-5", messages: [user("Hi")] }).total,
    countBody({ model: "claude-sonnet-4-5", messages: [user("word ".repeat(1_000))] }).total,
  ]);
});

test("what it has forgotten is counted the same again", () => {
  const prompt = () =>
    promptOf({ model: "claude-sonnet-4-5", messages: [user("Hello there, how are you?")] });
  const before = counter.count(prompt());
  counter.forget();
  expect(counter.count(prompt())).toEqual(before);
});

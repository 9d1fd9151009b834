import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json.ts";
import type { Placeholder } from "../../src/fixture/fixture.ts";
import { isCountedExactly } from "../../src/tokens/exactness.ts";
import { counter, promptOf, user } from "./prompts.ts";

function isExact(body: JsonObject, placeholders: readonly Placeholder[] = []): boolean {
  const prompt = promptOf({ model: "claude-haiku-4-5", ...body }, { placeholders });
  return isCountedExactly(prompt, counter.count(prompt));
}

const declared = { $tokens: 400, name: "documents" };

test("a text that is there is counted exactly, one declared by its size is not", () => {
  expect(isExact({ messages: [user("Hi")] })).toBe(true);
  expect(isExact({ messages: [user([{ type: "text", text: declared }])] })).toBe(false);
  const beside = [
    { type: "text", text: "Read this." },
    { type: "text", text: declared },
  ];
  expect(isExact({ messages: [user(beside)] })).toBe(false);
  expect(isExact({ system: [{ type: "text", text: declared }], messages: [user("Hi")] })).toBe(
    false,
  );
});

test("nor is one whose placeholder is filled with so many tokens", () => {
  const filled: Placeholder = {
    path: ["messages", 0, "content"],
    name: "question",
    changes: "request",
    tokens: 40,
    undeclared: false,
    kind: "text",
    offset: 8,
    inherited: false,
    place: { file: null, line: null, column: null, path: "" },
  };
  expect(isExact({ messages: [user("Answer: ")] }, [filled])).toBe(false);
  expect(isExact({ messages: [user("Answer: ")] }, [{ ...filled, tokens: null }])).toBe(true);
});

test("a recording vouches for the whole, declared parts among it", () => {
  const prompt = promptOf({
    model: "claude-haiku-4-5",
    messages: [user([{ type: "text", text: declared }])],
  });
  const count = { low: 417, high: 417, witness: "recorded" } as const;
  expect(isCountedExactly(prompt, count)).toBe(true);
  expect(isCountedExactly(prompt, { ...count, high: 418 })).toBe(false);
});

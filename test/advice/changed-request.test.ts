import { expect, test } from "vitest";
import { changeBlocks } from "../../src/advice/content/changed-request.ts";
import type { Placeholder, Request } from "../../src/fixture/fixture.ts";
import type { Json } from "../../src/json.ts";
import { nowhere } from "../../src/problem.ts";

const marker = { type: "ephemeral" };
const tool = (name: string, more: object = {}) => ({
  name,
  input_schema: { type: "object" },
  ...more,
});

function request(
  body: Readonly<Record<string, Json>>,
  placeholders: readonly Placeholder[] = [],
): Request {
  return { body: { model: "m", messages: [], ...body }, placeholders, links: [] };
}

test("a marker on a tool that goes stands on the tool before it", () => {
  const found = changeBlocks(
    request({ tools: [tool("a"), tool("b"), tool("c", { cache_control: marker })] }),
    new Map([["tools.2", null]]),
  );
  expect(found?.body["tools"]).toEqual([tool("a"), tool("b", { cache_control: marker })]);
});

test("with the last tool goes the choice among them", () => {
  const found = changeBlocks(
    request({ tools: [tool("a")], tool_choice: { type: "auto" } }),
    new Map([["tools.0", null]]),
  );
  expect(found?.body).toEqual({ model: "m", messages: [] });
});

test("a text in place of a string; a message without its only text", () => {
  const found = changeBlocks(
    request({
      system: "long",
      messages: [
        { role: "user", content: "one" },
        { role: "assistant", content: [{ type: "text", text: "two" }] },
      ],
    }),
    new Map<string, Json | null>([
      ["system", { type: "text", text: "short" }],
      ["messages.0.content", null],
    ]),
  );
  expect(found?.body["system"]).toBe("short");
  expect(found?.body["messages"]).toEqual([
    { role: "assistant", content: [{ type: "text", text: "two" }] },
  ]);
});

test("placeholders follow their texts, those of what goes go with it", () => {
  const at = (path: Placeholder["path"], name: string): Placeholder => ({
    path,
    name,
    changes: "run",
    tokens: null,
    undeclared: false,
    kind: "text",
    offset: 0,
    inherited: false,
    place: nowhere,
  });
  const found = changeBlocks(
    request(
      {
        system: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
          { type: "text", text: "c" },
        ],
      },
      [at(["system", 0, "text"], "first"), at(["system", 2, "text"], "third")],
    ),
    new Map([["system.0", null]]),
  );
  expect(found?.placeholders.map(({ name, path }) => [name, path])).toEqual([
    ["third", ["system", 1, "text"]],
  ]);
});

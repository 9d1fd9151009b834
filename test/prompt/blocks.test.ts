import type { JsonObject } from "../../src/json.ts";
import { expect, test } from "vitest";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import {
  ephemeral,
  placeholderAt,
  hour,
  promptOf,
  requestOf,
  textBlock,
  userTurn,
} from "./requests.ts";

const model = "claude-opus-5";
function tool(name: string, more = {}) {
  return { name, input_schema: { type: "object" }, ...more };
}

test("blocks stand in render order, whatever the order of the body's members", () => {
  const prompt = promptOf({
    messages: [
      { role: "user", content: "hi" },
      { role: "assistant", content: [textBlock("a"), textBlock("b")] },
    ],
    system: [textBlock("s")],
    tools: [tool("one"), { type: "web_search_20260209", name: "web_search" }],
    model,
  });
  expect(prompt.blocks.map(({ level, path, kind, role }) => [level, path, kind, role])).toEqual([
    ["tools", "tools.0", "custom", null],
    ["tools", "tools.1", "web_search_20260209", null],
    ["system", "system.0", "text", null],
    ["messages", "messages.0.content", "text", "user"],
    ["messages", "messages.1.content.0", "text", "assistant"],
    ["messages", "messages.1.content.1", "text", "assistant"],
  ]);
  expect(prompt.blocks[3]?.content).toEqual({ type: "text", text: "hi" });
});

test("a string is one text block, and a marker changes neither bytes nor prefix", () => {
  const table = createBlockTable();
  const plain = promptOf(
    { model, system: "s", messages: [{ role: "user", content: "hi" }] },
    table,
  );
  const marked = promptOf(
    {
      model,
      system: [textBlock("s", { cache_control: hour })],
      messages: [userTurn(textBlock("hi"))],
    },
    table,
  );
  expect(marked.blocks.map((block) => [block.key, block.prefix])).toEqual(
    plain.blocks.map((block) => [block.key, block.prefix]),
  );
  expect(marked.breakpoints).toEqual([{ block: 0, ttl: "1h", automatic: false }]);
  expect(marked.blocks[0]?.content).toEqual({ type: "text", text: "s" });
});

test("runs of tool_use and of tool_result are one position, thinking none", () => {
  const use = (id: string) => ({ type: "tool_use", id, name: "t", input: {} });
  const result = (id: string) => ({ type: "tool_result", tool_use_id: id, content: "ok" });
  const prompt = promptOf({
    model,
    messages: [
      { role: "user", content: "hi" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "t", signature: "s" },
          textBlock("a"),
          use("1"),
          use("2"),
        ],
      },
      { role: "user", content: [result("1"), result("2"), textBlock("b")] },
    ],
  });
  expect(prompt.blocks.map((block) => block.position)).toEqual([0, 0, 1, 2, 2, 3, 3, 4]);
});

test("a deferred tool stands outside the prefix until a reference brings its definition in", () => {
  const table = createBlockTable();
  const body = (description: string, referred: boolean) => ({
    model,
    tools: [tool("a"), tool("b", { defer_loading: true, description })],
    messages: [
      userTurn({
        type: "tool_result",
        tool_use_id: "1",
        content: referred ? [{ type: "tool_reference", tool_name: "b" }] : "none",
      }),
    ],
  });
  expect(promptOf(body("x", false), table).blocks.map((block) => block.path)).toEqual([
    "tools.0",
    "messages.0.content.0",
  ]);
  expect(promptOf(body("x", false), table).blocks.at(-1)?.prefix).toBe(
    promptOf(body("y", false), table).blocks.at(-1)?.prefix,
  );
  expect(promptOf(body("x", true), table).blocks.at(-1)?.key).not.toBe(
    promptOf(body("y", true), table).blocks.at(-1)?.key,
  );
});

test("a turn-scoped message is rendered in its turn only", () => {
  const reminder = { role: "system", clear_at: "next_user_message", content: "be brief" };
  const turn = [{ role: "user", content: "hi" }, reminder];
  const live = promptOf({ model, cache_control: ephemeral, messages: turn });
  expect(live.blocks.map((block) => block.path)).toEqual([
    "messages.0.content",
    "messages.1.content",
  ]);
  expect(live.breakpoints).toEqual([{ block: 0, ttl: "5m", automatic: true }]);
  const over = promptOf({
    model,
    messages: [...turn, { role: "assistant", content: "ok" }, { role: "user", content: "more" }],
  });
  expect(over.blocks.map((block) => block.path)).toEqual([
    "messages.0.content",
    "messages.2.content",
    "messages.3.content",
  ]);
});

test("automatic caching takes the last block that can carry a marker", () => {
  const thinking = { type: "thinking", thinking: "t", signature: "s" };
  const answer = { role: "assistant", content: [textBlock("a"), thinking] };
  const automatic = (messages: readonly (typeof answer | ReturnType<typeof userTurn>)[]) =>
    promptOf({ model, cache_control: hour, messages }).breakpoints;
  expect(automatic([userTurn(textBlock("hi")), answer])).toEqual([
    { block: 1, ttl: "1h", automatic: true },
  ]);
  expect(automatic([userTurn(textBlock("hi", { cache_control: hour }))])).toEqual([
    { block: 0, ttl: "1h", automatic: false },
  ]);
  expect(automatic([])).toEqual([]);
});

test("models that do not keep thinking lose that of earlier turns from the prefix", () => {
  const traits = {
    id: "old",
    keepsPriorThinking: false,
    thinksByDefault: false,
    defaultEffort: "high" as const,
    effortChange: null,
  };
  const table = createBlockTable({ traits: () => traits });
  const thinking = { type: "thinking", thinking: "t", signature: "s" };
  const body = (content: readonly ReturnType<typeof textBlock>[]) => ({
    model: "old",
    messages: [
      userTurn(textBlock("hi")),
      { role: "assistant", content },
      userTurn(textBlock("more")),
    ],
  });
  const kept = promptOf(body([thinking, textBlock("a")]), table);
  expect(kept.blocks.at(-1)?.prefix).toBe(
    promptOf(body([textBlock("a")]), table).blocks.at(-1)?.prefix,
  );
});

test("placeholders make a block change, inherited ones do not, and declared sizes are part of the bytes", () => {
  const table = createBlockTable();
  const body = {
    model,
    system: [textBlock("s"), textBlock("t")],
    messages: [{ role: "user", content: "hi" }],
  };
  const prompt = promptOf(body, table, [
    placeholderAt(["system", 0, "text"], { changes: "day" }),
    placeholderAt(["system", 0, "text"], { changes: 5 }),
    placeholderAt(["system", 1, "text"], { tokens: 300, changes: "run" }),
    placeholderAt(["messages", 0, "content"], { inherited: true }),
  ]);
  expect(prompt.blocks.map((block) => block.changes)).toEqual([5, "run", "never"]);
  expect(prompt.blocks.map((block) => block.placeholders.length)).toEqual([2, 1, 1]);
  const plain = promptOf(body, table);
  expect(prompt.blocks[0]?.key).toBe(plain.blocks[0]?.key);
  expect(prompt.blocks[1]?.key).not.toBe(plain.blocks[1]?.key);
});

test("a declared block stands where its text would", () => {
  const prompt = promptOf({
    model,
    tools: [{ $tokens: 412, name: "lookup" }],
    system: { $tokens: 20000, name: "policy" },
    messages: [{ role: "user", content: [{ $tokens: 5, name: "question" }] }],
  });
  expect(prompt.blocks.map((block) => [block.path, block.kind])).toEqual([
    ["tools.0", "custom"],
    ["system", "text"],
    ["messages.0.content.0", "text"],
  ]);
});

test.each([
  ["no members", {}],
  ["members of the wrong type", { model: 7, tools: "x", system: 3, messages: { a: 1 } }],
  [
    "entries of the wrong type",
    {
      tools: [null, 1, "x", []],
      system: [null, 2],
      messages: [null, "x", { role: 5, content: [null, 1, "s", []] }],
    },
  ],
])("any JSON is read: %s", (_, body) => {
  expect(
    readPrompt({ request: requestOf(body), betas: [], table: createBlockTable() }).blocks.length,
  ).toBeGreaterThanOrEqual(0);
});

test("a body nested a hundred thousand deep is read", () => {
  const input: JsonObject = JSON.parse(`${'{"a":['.repeat(50_000)}1${"]}".repeat(50_000)}`);
  const prompt = promptOf({
    model,
    messages: [{ role: "assistant", content: [{ type: "tool_use", id: "1", name: "t", input }] }],
  });
  expect(prompt.blocks).toHaveLength(1);
});

test("the very same object is read once", () => {
  const table = createBlockTable();
  const block = textBlock("p", { cache_control: ephemeral });
  expect(table.block(block, false)).toBe(table.block(block, false));
});

test("a text that reads like another block's JSON is not that block", () => {
  const table = createBlockTable();
  const block = { type: "image", source: { type: "url", url: "u" } };
  expect(table.block(block, false).key).not.toBe(
    table.block(textBlock(JSON.stringify(block)), false).key,
  );
});

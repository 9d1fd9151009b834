import { expect, test } from "vitest";
import { createCache } from "../../../src/billing/cache/cache.ts";
import { layOut, sizeAt } from "../../../src/billing/cache/layout.ts";
import { splitTokens } from "../../../src/billing/cache/split.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createBlockTable, type BlockTable } from "../../../src/prompt/block-table.ts";
import { ephemeral, hour, promptOf, textBlock, userTurn } from "../../prompt/requests.ts";

const model = "claude-opus-5";

/**
 * Asks a cache for bodies in turn, ten seconds apart, 100 tokens a block. Returns what was read.
 */
function reads(...bodies: readonly JsonObject[]): readonly number[] {
  const table: BlockTable = createBlockTable();
  const cache = createCache();
  return bodies.map((body, index) => {
    const prompt = promptOf(body, table);
    const layout = layOut(prompt, { blocks: prompt.blocks.map(() => 100), tail: 0 }, 0);
    return cache.request({ layout, startMs: index * 10_000, scope: "" }).read;
  });
}

function texts(count: number) {
  return Array.from({ length: count }, (_, index) => textBlock(`t${String(index)}`));
}
function thinking(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    type: "thinking",
    thinking: `t${String(index)}`,
    signature: "s",
  }));
}

test.each([
  ["20 new blocks and 2 of thinking", 19, 2, 200],
  ["20 new blocks and 1 of thinking", 19, 1, 200],
  ["21 new blocks", 20, 0, 100],
  ["26 new blocks", 25, 0, 100],
  ["44 new blocks", 43, 0, 100],
])("one breakpoint at the tail, one on system: %s", (_, added, thoughts, expected) => {
  // observed.md §7: the last entry is 20 places back at most, thinking not counted; else the
  // system's breakpoint hits.
  const system = [textBlock("s", { cache_control: hour })];
  const first = [userTurn(textBlock("q", { cache_control: hour }))];
  const answer = { role: "assistant", content: [...thinking(thoughts), ...texts(added - 1)] };
  const next = [
    userTurn(textBlock("q")),
    answer,
    userTurn(textBlock("more", { cache_control: hour })),
  ];
  expect(reads({ model, system, messages: first }, { model, system, messages: next })).toEqual([
    0,
    expected,
  ]);
});

test("a run of tool calls and a run of results are one place each, on the Claude API", () => {
  const calls = Array.from({ length: 12 }, (_, index) => ({
    type: "tool_use",
    id: `i${String(index)}`,
    name: "a",
    input: {},
  }));
  const results = calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "ok" }));
  const asked = {
    role: "user",
    content: [...texts(9), textBlock("q", { cache_control: ephemeral })],
  };
  const turn = (id: string): readonly JsonObject[] => [
    { model: id, messages: [asked] },
    {
      model: id,
      cache_control: ephemeral,
      messages: [
        { role: "user", content: [...texts(9), textBlock("q")] },
        { role: "assistant", content: calls },
        { role: "user", content: results },
      ],
    },
  ];
  expect(reads(...turn("claude-opus-4-5"))).toEqual([0, 1_000]);
  expect(reads(...turn("anthropic.claude-opus-4-5-20251101-v1:0"))).toEqual([0, 0]);
});

test("a block marked once is read where it is marked no more", () => {
  const first = {
    model,
    system: [textBlock("s", { cache_control: ephemeral })],
    messages: [userTurn(textBlock("a"))],
  };
  const next = {
    model,
    system: [textBlock("s")],
    messages: [userTurn(textBlock("b", { cache_control: ephemeral }))],
  };
  expect(reads(first, next)).toEqual([0, 100]);
});

test("effort changed: written again, as in the documentation's example", () => {
  const body = {
    model,
    messages: [userTurn(textBlock("book", { cache_control: ephemeral }), textBlock("q"))],
  };
  expect(reads(body, body, { ...body, output_config: { effort: "medium" } })).toEqual([0, 100, 0]);
});

test("other tools, other cache: the conversation goes on and reads nothing", () => {
  const talk = { messages: [userTurn(textBlock("a", { cache_control: ephemeral }))] };
  const tools = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `t${String(index)}`, input_schema: {} }));
  expect(reads({ model, tools: tools(17), ...talk }, { model, tools: tools(1), ...talk })).toEqual([
    0, 0,
  ]);
});

test("a pre-warming request serves the real one", () => {
  const system = [textBlock("s", { cache_control: ephemeral })];
  const warm = { model, max_tokens: 0, system, messages: [userTurn(textBlock("warm"))] };
  expect(reads(warm, { ...warm, max_tokens: 1_000, messages: [userTurn(textBlock("q"))] })).toEqual(
    [0, 100],
  );
});

test("a marker on web search alone covers none of it: its text stands behind the tools", () => {
  const web = { type: "web_search_20250305", name: "web_search", cache_control: ephemeral };
  const split = (tools: readonly JsonObject[]) => {
    const prompt = promptOf({ model, tools, messages: [userTurn(textBlock("q"))] });
    return splitTokens(
      layOut(
        prompt,
        { blocks: prompt.blocks.map((block) => (block.kind === "text" ? 40 : 2_000)), tail: 0 },
        1_024,
      ),
      -1,
    );
  };
  expect(split([web])).toMatchObject({ write5m: 0, input: 2_040 });
  expect(split([{ name: "a", input_schema: {} }, web])).toMatchObject({
    write5m: 2_000,
    input: 2_040,
  });
});

test.each([
  ["2025-07-29T10:00:00Z", "claude-sonnet-4-5", [9, 5, 8], 4],
  ["2025-10-28T00:00:00Z", "claude-3-5-haiku-20241022", [10, 5, 7], 3],
  ["2026-11-24", "claude-opus-5", [10, 5, 7], 3],
  [null, "claude-sonnet-4-5", [10, 5, 7], 3],
  [null, "claude-3-7-sonnet-20250219", [9, 5, 8], 4],
  ["yesterday", "claude-opus-5", [10, 5, 7], 3],
])("recorded at %s on %s: the token a prompt starts with", (at, name, blocks, tail) => {
  expect(sizeAt({ blocks: [10, 5, 7], tail: 3 }, { at, model: name })).toEqual({ blocks, tail });
});

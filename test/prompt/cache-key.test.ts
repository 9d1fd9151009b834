import { expect, test } from "vitest";
import { numberText } from "../../src/json.ts";
import type { Json, JsonObject } from "../../src/json.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import { cautiousPolicy } from "../../src/prompt/cache-key-policy.ts";
import type { CacheKeyPolicy } from "../../src/prompt/cache-key-policy.ts";
import { ephemeral, requestOf, textBlock, userTurn } from "./requests.ts";

const tool = { name: "a", description: "d", input_schema: { type: "object", properties: {} } };
const base: JsonObject = {
  model: "claude-opus-5",
  max_tokens: 100,
  tools: [tool],
  system: [textBlock("s")],
  messages: [userTurn(textBlock("hi"))],
};

/** Which levels keep their prefix when a request changes: `t`, `s`, `m`. */
function kept(
  change: JsonObject,
  options: {
    readonly betas?: readonly string[];
    readonly policy?: Partial<CacheKeyPolicy>;
    readonly from?: JsonObject;
  } = {},
) {
  const table = createBlockTable({ policy: { ...cautiousPolicy, ...options.policy } });
  const read = (body: JsonObject, betas: readonly string[]) =>
    readPrompt({ request: requestOf(body), betas, table });
  const ends = (prompt: ReturnType<typeof read>) =>
    (["tools", "system", "messages"] as const).map(
      (level) => prompt.blocks.findLast((block) => block.level === level)?.prefix,
    );
  const from = { ...base, ...options.from };
  const [before, after] = [
    ends(read(from, [])),
    ends(read({ ...from, ...change }, options.betas ?? [])),
  ];
  return ["t", "s", "m"].filter((_, at) => before[at] === after[at]).join("");
}

const document = {
  type: "document",
  source: { type: "text", media_type: "text/plain", data: "d" },
};
const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } };
function after(...blocks: readonly JsonObject[]) {
  return {
    messages: [userTurn(textBlock("hi"), ...blocks)],
  };
}

test.each<[string, JsonObject, string]>([
  ["model", { model: "claude-opus-4-8" }, ""],
  ["a tool's name", { tools: [{ ...tool, name: "b" }] }, ""],
  ["a tool's description", { tools: [{ ...tool, description: "e" }] }, ""],
  ["a tool's schema", { tools: [{ ...tool, input_schema: { type: "object" } }] }, ""],
  [
    "key order in a tool's schema",
    { tools: [{ ...tool, input_schema: { properties: {}, type: "object" } }] },
    "",
  ],
  ["one more tool", { tools: [tool, { ...tool, name: "b" }] }, ""],
  [
    "web search on, in front",
    { tools: [{ type: "web_search_20250305", name: "web_search" }, tool] },
    "t",
  ],
  [
    "web fetch on, behind",
    { tools: [tool, { type: "web_fetch_20250910", name: "web_fetch" }] },
    "t",
  ],
  ["system text", { system: [textBlock("t")] }, "t"],
  ["speed", { speed: "fast" }, ""],
  ["thinking", { thinking: { type: "enabled", budget_tokens: 2_000 } }, ""],
  ["effort", { output_config: { effort: "low" } }, ""],
  ["output format", { output_config: { format: { type: "json_schema", schema: {} } } }, ""],
  ["task budget", { output_config: { task_budget: { type: "tokens", total: 1_000 } } }, "ts"],
  ["context management", { context_management: { edits: [] } }, "ts"],
  ["tool choice", { tool_choice: { type: "any" } }, "ts"],
  [
    "parallel tool use off",
    { tool_choice: { type: "auto", disable_parallel_tool_use: true } },
    "ts",
  ],
  ["an earlier message", { messages: [userTurn(textBlock("ho"))] }, "ts"],
  ["who says it", { messages: [{ role: "assistant", content: [textBlock("hi")] }] }, "ts"],
  ["max_tokens, stream", { max_tokens: 0, stream: true }, "tsm"],
  [
    "metadata and the like",
    {
      metadata: {},
      stop_sequences: ["x"],
      service_tier: "auto",
      diagnostics: {},
      thread: { type: "create" },
    },
    "tsm",
  ],
  [
    "a marker",
    { system: [textBlock("s", { cache_control: ephemeral })], cache_control: ephemeral },
    "tsm",
  ],
  [
    "explicit defaults",
    {
      speed: "standard",
      tool_choice: { type: "auto", disable_parallel_tool_use: false },
      output_config: { effort: "high" },
    },
    "tsm",
  ],
  [
    "defaults in a tool",
    {
      tools: [
        {
          ...tool,
          type: "custom",
          strict: false,
          eager_input_streaming: false,
          cache_control: null,
        },
      ],
    },
    "tsm",
  ],
  ["a system text as a string", { system: "s" }, "tsm"],
  ["a deferred tool", { tools: [tool, { ...tool, name: "b", defer_loading: true }] }, "tsm"],
])("what a change keeps: %s", (_, change, expected) => {
  expect(kept(change)).toBe(expected);
});

test("images present anywhere change messages, citations anywhere change system", () => {
  const first = (change: JsonObject) => {
    const table = createBlockTable();
    const [original, changed] = [base, { ...base, ...change }].map(
      (body) => readPrompt({ request: requestOf(body), betas: [], table }).blocks,
    );
    return [0, 1, 2].map((index) => original?.[index]?.prefix === changed?.[index]?.prefix);
  };
  expect(first(after(document))).toEqual([true, true, true]);
  expect(first(after(image))).toEqual([true, true, false]);
  expect(first(after({ type: "tool_result", tool_use_id: "1", content: [image] }))).toEqual([
    true,
    true,
    false,
  ]);
  expect(first(after({ ...document, citations: { enabled: true } }))).toEqual([true, false, false]);
  expect(first(after({ ...document, citations: { enabled: false } }))).toEqual([true, true, true]);
});

test.each([
  ["claude-opus-5", ""],
  ["claude-sonnet-5", "ts"],
  ["claude-fable-5-1", "tsm"],
])("a changed effort keeps what was measured: %s", (model, expected) => {
  const effort = { output_config: { effort: "low" } };
  expect(kept(effort, { from: { model } })).toBe(expected);
  expect(kept(effort, { from: { model }, policy: { effort: "messages" } })).toBe(expected);
});

test("of a model that nobody measured the policy decides", () => {
  const effort = { output_config: { effort: "low" } };
  const from = { model: "claude-opus-4-8" };
  expect(kept(effort, { from })).toBe("");
  expect(kept(effort, { from, policy: { effort: "messages" } })).toBe("ts");
});

test("the set of betas, in any order", () => {
  expect(kept({}, { betas: ["x-2026-01-01"] })).toBe("");
});

test("where sources disagree the other policy can be taken", () => {
  expect(kept({ speed: "fast" }, { policy: { speed: "system" } })).toBe("t");
  expect(kept({ thinking: { type: "disabled" } }, { policy: { thinking: "messages" } })).toBe("ts");
  expect(
    kept(
      { output_config: { format: { type: "json_schema" } } },
      { policy: { outputFormat: "system" } },
    ),
  ).toBe("t");
  expect(
    kept({ output_config: { task_budget: { total: 1 } } }, { policy: { taskBudget: "tools" } }),
  ).toBe("");
  expect(
    kept({ context_management: { edits: [] } }, { policy: { contextManagement: "none" } }),
  ).toBe("tsm");
  expect(kept({}, { betas: ["x"], policy: { betas: "none" } })).toBe("tsm");
  const turned = {
    tools: [{ input_schema: { properties: {}, type: "object" }, name: "a", description: "d" }],
  };
  expect(kept(turned, { policy: { toolKeyOrder: "ignored" } })).toBe("tsm");
});

test("what leaving thinking out means depends on the model", () => {
  expect(kept({ thinking: { type: "disabled" } }, { from: { model: "claude-sonnet-4-5" } })).toBe(
    "tsm",
  );
});

test("a number is what is written", () => {
  const limit = (maximum: Json) => ({
    tools: [{ ...tool, input_schema: { type: "integer", maximum } }],
  });
  expect(kept(limit(numberText("1.0")), { from: limit(1) })).toBe("");
  expect(kept(limit(numberText("1.0")), { from: limit(numberText("1.0")) })).toBe("tsm");
});

test("key order counts in what is not a tool's definition", () => {
  const call = (input: JsonObject) => ({
    messages: [{ role: "assistant", content: [{ type: "tool_use", id: "1", name: "a", input }] }],
  });
  expect(kept(call({ y: 1, x: 2 }), { from: call({ x: 2, y: 1 }) })).toBe("ts");
});

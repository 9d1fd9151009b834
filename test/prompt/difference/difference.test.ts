import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createBlockTable } from "../../../src/prompt/block-table.ts";
import { readPrompt } from "../../../src/prompt/blocks.ts";
import { diffLevels, firstDifference } from "../../../src/prompt/difference/difference.ts";
import { cautiousPolicy } from "../../../src/prompt/cache-key-policy.ts";
import { ephemeral, hour, textBlock, userTurn } from "../requests.ts";
import { tool, base, pairOf, first, read } from "./prompt-pairs.ts";

test("the same prompt has no difference, whatever does not reach the cache", () => {
  expect(
    first({
      ...base,
      max_tokens: 5,
      stream: true,
      metadata: { user_id: "x" },
      stop_sequences: ["."],
      temperature: 1,
    }),
  ).toBeNull();
  expect(
    first({
      ...base,
      tool_choice: { type: "auto" },
      speed: "standard",
      output_config: { effort: "high" },
    }),
  ).toBeNull();
  expect(
    first({ ...base, tools: [{ type: "custom", strict: false, ...tool("a") }, tool("b")] }),
  ).toBeNull();
});

test.each([
  ["model", { model: "claude-opus-4-8" }, "model_changed", "tools", "model"],
  ["speed", { speed: "fast" }, "model_changed", "tools", "speed"],
  ["effort", { output_config: { effort: "low" } }, "unavailable", "tools", "output_config.effort"],
  [
    "thinking",
    { thinking: { type: "enabled", budget_tokens: 2048 } },
    "unavailable",
    "tools",
    "thinking",
  ],
  [
    "output format",
    { output_config: { format: { type: "json_schema", schema: {} } } },
    "unavailable",
    "tools",
    "output_config.format",
  ],
  [
    "skills",
    { container: { skills: [{ skill_id: "x" }] } },
    "unavailable",
    "system",
    "container.skills",
  ],
  ["tool choice", { tool_choice: { type: "any" } }, "unavailable", "messages", "tool_choice"],
  [
    "no parallel tools",
    { tool_choice: { type: "auto", disable_parallel_tool_use: true } },
    "unavailable",
    "messages",
    "tool_choice",
  ],
] as const)("a setting that enters the key is named: %s", (_, change, breaks, level, name) => {
  expect(first({ ...base, ...change })).toMatchObject({
    kind: "setting",
    breaks,
    level,
    name,
    block: null,
  });
});

test("an alias is the same model, and two betas in another order are the same", () => {
  expect(
    first({ ...base, model: "claude-haiku-4-5-20251001" }, { ...base, model: "claude-haiku-4-5" }),
  ).toBeNull();
  const table = createBlockTable();
  const prompt = (betas: readonly string[]) =>
    readPrompt({ request: { body: base, placeholders: [], links: [] }, betas, table });
  expect(firstDifference(prompt(["a", "b"]), prompt(["b", "a"]))).toBeNull();
  expect(firstDifference(prompt(["a"]), prompt([]))).toMatchObject({
    kind: "setting",
    name: "betas",
  });
});

test.each([
  ["added", [tool("x"), tool("a"), tool("b")], "added", "tools.0", "x"],
  ["added at the end", [tool("a"), tool("b"), tool("x")], "added", "tools.2", "x"],
  ["removed", [tool("b")], "removed", "tools.0", "a"],
  ["moved", [tool("b"), tool("a")], "moved", "tools.0", "b"],
  ["changed", [tool("a"), tool("b", "other")], "changed", "tools.1", "b"],
  [
    "order only",
    [{ input_schema: { properties: {}, type: "object" }, description: "d", name: "a" }, tool("b")],
    "order only",
    "tools.0",
    "a",
  ],
  ["moved before a change", [tool("b"), tool("a", "other")], "moved", "tools.0", "b"],
] as const)("tools: %s", (_, tools, kind, block, name) => {
  expect(first({ ...base, tools })).toMatchObject({
    kind,
    breaks: "tools_changed",
    level: "tools",
    block,
    name,
  });
});

test("web search is named as a tool, and breaks from system on", () => {
  const web = { type: "web_search_20250305", name: "web_search" };
  expect(first({ ...base, tools: [web, ...base.tools] })).toMatchObject({
    kind: "added",
    breaks: "tools_changed",
    level: "system",
    block: "tools.0",
    name: "web_search",
  });
  expect(
    first(
      { ...base, tools: [tool("a"), web, tool("b")] },
      { ...base, tools: [web, tool("a"), tool("b")] },
    ),
  ).toBeNull();
});

test("the order of a tool's keys breaks nothing where it is read so", () => {
  const table = createBlockTable({ policy: { ...cautiousPolicy, toolKeyOrder: "ignored" } });
  const turned = {
    ...base,
    tools: [
      { description: "d", input_schema: { properties: {}, type: "object" }, name: "a" },
      tool("b"),
    ],
  };
  expect(firstDifference(read(base, {}, table), read(turned, {}, table))).toBeNull();
});

test("messages: appending breaks nothing, an edit before breaks", () => {
  const longer = {
    ...base,
    messages: [
      userTurn(textBlock("hi")),
      { role: "assistant", content: "a" },
      userTurn(textBlock("b")),
    ],
  };
  expect(first(longer)).toMatchObject({ kind: "added", breaks: null, block: "messages.1.content" });
  expect(first(base, longer)).toMatchObject({
    kind: "removed",
    breaks: null,
    block: "messages.1.content",
  });
  const edited = { ...longer, messages: [userTurn(textBlock("ho")), ...longer.messages.slice(1)] };
  expect(first(edited, longer)).toMatchObject({
    kind: "changed",
    breaks: "messages_changed",
    block: "messages.0.content.0",
    offset: 1,
  });
  const image = { type: "image", source: { type: "url", url: "https://example.com/a.png" } };
  const seen = { ...base, messages: [userTurn(textBlock("hi"), image)] };
  expect(first(seen)).toMatchObject({ kind: "setting", level: "messages", name: "images" });
});

test("markers are named last, and break nothing", () => {
  const marked = {
    ...base,
    system: [textBlock("one", { cache_control: ephemeral }), textBlock("two")],
  };
  expect(first(marked)).toMatchObject({
    kind: "marker",
    breaks: null,
    block: "system.0",
    name: "added",
    level: "system",
  });
  expect(first(base, marked)).toMatchObject({ kind: "marker", name: "removed" });
  const longer = { ...base, system: [textBlock("one", { cache_control: hour }), textBlock("two")] };
  expect(first(longer, marked)).toMatchObject({ kind: "marker", name: "ttl" });
});

test("diffLevels names all there is", () => {
  const after = {
    ...base,
    model: "claude-opus-4-8",
    tools: [tool("b", "other"), tool("c")],
    system: [textBlock("zero"), textBlock("one"), textBlock("two")],
    messages: [userTurn(textBlock("ho"))],
  };
  const levels = diffLevels(...pairOf(base, after));
  expect(levels.settings.map((change) => change.name)).toEqual(["model"]);
  expect(levels.tools.map((change) => [change.kind, change.name])).toEqual([
    ["changed", "b"],
    ["removed", "a"],
    ["added", "c"],
  ]);
  expect(levels.system.map((change) => [change.kind, change.block])).toEqual([
    ["added", "system.0"],
  ]);
  expect(levels.messages.map((change) => [change.kind, change.block])).toEqual([
    ["changed", "messages.0.content.0"],
  ]);
});

const someBody = fc.record({
  tools: fc.array(
    fc.constantFrom("a", "b", "c").map((name) => tool(name)),
    { maxLength: 3 },
  ),
  system: fc.array(
    fc.constantFrom("one", "two", "canary").map((text) => textBlock(text)),
    { maxLength: 4 },
  ),
  messages: fc.array(
    fc.constantFrom("hi", "ho", "canary").map((text) => userTurn(textBlock(text), textBlock("x"))),
    { maxLength: 4 },
  ),
  model: fc.constantFrom("claude-opus-5", "claude-opus-4-8"),
});

test("there is a difference exactly where prefixes part, no earlier and no later; none quotes the prompt", () => {
  fc.assert(
    fc.property(someBody, someBody, (one, two) => {
      const [before, after] = pairOf(one, two);
      const found = firstDifference(before, after);
      const shorter = Math.min(before.blocks.length, after.blocks.length);
      const parts = before.blocks.findIndex(
        (block, index) => index < shorter && block.prefix !== after.blocks[index]?.prefix,
      );
      expect(found === null).toBe(
        parts < 0 && before.blocks.length === after.blocks.length && before.model === after.model,
      );
      if (found === null || found.kind === "setting") return;
      const side = found.kind === "removed" ? before : after;
      const index = side.blocks.findIndex((block) => block.path === found.block);
      expect(index).toBe(parts < 0 ? shorter : parts);
      expect(JSON.stringify(found)).not.toContain("canary");
    }),
  );
});

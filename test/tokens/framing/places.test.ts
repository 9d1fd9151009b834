import { describe, expect, test } from "vitest";
import { tokensUpTo } from "../../../src/tokens/count.ts";
import type { JsonObject } from "../../../src/json.ts";
import { assistant, counter, countBody, promptOf, tokens, tokensNewer, user } from "../prompts.ts";

const P = "antml:";
const fiveMinutes = { type: "ephemeral" };

function marked(text: string): JsonObject {
  return { type: "text", text, cache_control: fiveMinutes };
}

const tool = { name: "t", input_schema: { type: "object" } };
const line = '<function>{"name": "t", "parameters": {"type": "object"}}</function>';
const list = `\n\n<functions>\n${line}`;
const withTools: JsonObject = { tools: [{ ...tool, cache_control: fiveMinutes }] };
const withSystem: JsonObject = {
  system: [{ type: "text", text: "Be kind." }, marked("Be brief.")],
};
const system = "Be kind.Be brief.";

function bodyOf(model: string, over: JsonObject = {}): JsonObject {
  return { model, max_tokens: 10, messages: [user([marked("Hello there")])], ...over };
}

/** Tokens that each breakpoint of a body covers, and the total. */
function covered(body: JsonObject, betas: readonly string[] = []) {
  const prompt = promptOf(body, { betas });
  const count = counter.count(prompt);
  return {
    total: count.total,
    prefixes: prompt.breakpoints.map(({ block }) => tokensUpTo(count, block, prompt)),
  };
}

/** Tokens behind the last block, where it is marked. */
function behind(body: JsonObject, betas: readonly string[] = []): number {
  const { total, prefixes } = covered(body, betas);
  return total - (prefixes.at(-1) ?? 0);
}

describe("what a breakpoint on the system prompt covers", () => {
  test.each([
    ["claude-sonnet-4-5", ""],
    ["claude-haiku-4-5", ""],
    ["claude-opus-4-5", ""],
    ["claude-sonnet-4-20250514", ""],
    // A newline stands before every section.
    ["claude-sonnet-4-6", "\n"],
  ])("%s without tools: the start of the prompt, and its text", (model, opens) => {
    const [prefix] = covered(bodyOf(model, withSystem)).prefixes;
    expect(prefix).toBe(1 + tokens(`${opens}${system}`));
  });

  test("the budget of thinking stands in front of it", () => {
    const header = `<${P}max_thinking_length>2048</${P}max_thinking_length>`;
    const thinking = { type: "enabled", budget_tokens: 2048 };
    const body = bodyOf("claude-sonnet-4-6", { ...withSystem, thinking });
    expect(covered(body).prefixes[0]).toBe(1 + tokens(`${header}\n${system}`));
    const [tools, upTo] = covered({ ...body, ...withTools }).prefixes;
    const off = covered({ ...body, ...withTools, thinking: { type: "disabled" } }).prefixes;
    expect([tools, upTo]).toEqual(off.map((prefix) => prefix + tokens(header)).slice(0, 2));
  });

  /** Recorded: Sonnet 4.6 (8), Haiku 3.5 (14), Sonnet 4 (a trace). */
  test.each([
    ["claude-sonnet-4-6", 173, 490 - 173],
    ["claude-opus-4-6", 173, 490 - 173],
    ["claude-3-5-haiku-20241022", 127, 257 - 127],
    ["claude-3-haiku-20240307", 127, 257 - 127],
    ["claude-sonnet-4-20250514", 172, 306 - 172],
  ])("%s with tools: only how a tool is called, not when", (model, opening, rest) => {
    const body = bodyOf(model, { ...withTools, ...withSystem });
    const { prefixes } = covered(body);
    expect(prefixes).toEqual([
      opening + tokens(list),
      opening + tokens(`${list}\n</functions>\n\n${system}`),
      opening + tokens(`${list}\n</functions>\n\n${system}\n\nHuman: Hello there`) + rest,
    ]);
    expect(countBody(body).problems).toEqual([]);
  });

  test.each([
    [{ type: "any" }],
    [{ type: "tool", name: "t" }],
    [{ type: "none" }],
    [{ type: "auto", disable_parallel_tool_use: true }],
  ])("the same whatever tool is chosen: %j", (choice) => {
    const body = bodyOf("claude-sonnet-4-6", { ...withTools, ...withSystem });
    const free = covered(body).prefixes.slice(0, 2);
    expect(covered({ ...body, tool_choice: choice }).prefixes.slice(0, 2)).toEqual(free);
  });

  test("without tools on the newer family: the start, and its text", () => {
    for (const model of ["claude-opus-4-8", "claude-opus-5", "claude-opus-5-5"])
      expect(covered(bodyOf(model, withSystem)).prefixes[0]).toBe(2 + tokensNewer(`\n${system}`));
  });

  /** None of them has a recording that shows it. */
  test.each([
    "claude-haiku-4-5",
    "claude-sonnet-4-5",
    "claude-opus-4-7",
    "claude-opus-4-8",
    "claude-opus-5",
    "claude-sonnet-5",
    "claude-opus-5-5",
    "claude-haiku-5-5",
    "claude-fable-5-1",
  ])("%s with tools: inferred, and said where a breakpoint asks for it", (model) => {
    const codes = (body: JsonObject): readonly string[] =>
      countBody(body).problems.map(({ code }) => code);
    const body = bodyOf(model, { ...withTools, ...withSystem });
    const { prefixes, total } = covered(body);
    const whole = total - (covered(bodyOf(model, withSystem)).total - 1);
    expect(prefixes[1]).toBeGreaterThan(prefixes[0] ?? 0);
    expect((prefixes[2] ?? 0) - (prefixes[1] ?? 0)).toBeGreaterThan(40);
    expect(prefixes[0]).toBeLessThan(whole);
    expect(codes(body)).toContain("tool-prompt-split-assumed");
    expect(codes(bodyOf(model, { tools: [tool], system }))).not.toContain(
      "tool-prompt-split-assumed",
    );
  });
});

describe("what a breakpoint on the tools covers", () => {
  test("tools that are read as system text stand behind it, wherever they are listed", () => {
    const search = { type: "web_search_20250305", name: "web_search" };
    const last = { ...tool, name: "u", cache_control: fiveMinutes };
    const prefix = (tools: readonly JsonObject[]): number =>
      covered(bodyOf("claude-sonnet-4-6", { tools })).prefixes[0] ?? 0;
    expect(prefix([search, tool, last])).toBe(prefix([tool, last]));
  });

  test("what closes the list does not belong to the last tool", () => {
    const { prefixes } = covered(bodyOf("claude-sonnet-4-6", withTools));
    expect(prefixes[0]).toBe(173 + tokens(list));
  });
});

const loop: JsonObject = {
  tools: [tool],
  messages: [
    user("go"),
    assistant([{ type: "tool_use", id: "toolu_1", name: "t", input: {} }]),
    user([
      {
        type: "tool_result",
        tool_use_id: "toolu_1",
        content: "done",
        cache_control: fiveMinutes,
      },
    ]),
  ],
};
const thinking = { type: "enabled", budget_tokens: 1024 };
const keepsThinking = {
  context_management: { edits: [{ type: "clear_thinking_20251015", keep: "all" }] },
};

/** Recordings whose last block is marked bill so many tokens as input. */
describe("what stands behind the last block", () => {
  test.each([
    ["claude-sonnet-4-5", {}, 3],
    ["claude-3-5-haiku-20241022", {}, 3],
    ["claude-haiku-4-5", { thinking }, 10],
    ["claude-haiku-4-5", { thinking, tools: [tool] }, 10],
    ["claude-haiku-4-5", { ...loop, thinking, ...keepsThinking }, 8],
    ["claude-haiku-4-5", { ...loop, thinking }, 1],
    ["claude-sonnet-4-6", {}, 3],
    ["claude-sonnet-4-6", loop, 1],
    ["claude-sonnet-4-6", { tools: [tool], tool_choice: { type: "any" } }, 19],
    ["claude-sonnet-5", {}, 2],
    ["claude-opus-5-5", {}, 4],
  ])("%s %j", (model, over, tail) => {
    const count = countBody(bodyOf(model, over));
    expect(count.tail).toBe(tail);
    expect(behind(bodyOf(model, over))).toBe(tail);
  });

  test("a tool that has to be called is named there", () => {
    const named = {
      tools: [{ ...tool, name: "extract_all" }],
      tool_choice: { type: "tool", name: "extract_all" },
    };
    expect(behind(bodyOf("claude-sonnet-4-5", named))).toBe(19 + tokens('x="extract_all">') - 1);
  });

  test("nothing, where the request begins the answer, or declares all it holds", () => {
    const begun = { messages: [user("Hi"), assistant("Well,")] };
    for (const model of ["claude-sonnet-4-5", "claude-opus-5"])
      expect(countBody(bodyOf(model, begun)).tail).toBe(0);
    const declared = { type: "text", text: { $tokens: 2000, name: "x" } };
    const body = bodyOf("claude-sonnet-4-5", { messages: [user([declared])] });
    expect(countBody(body).tail).toBe(0);
  });

  test("in front of it on the newer family, where an earlier block of the message is marked", () => {
    const body = (model: string) =>
      bodyOf(model, { messages: [user([marked("A"), { type: "text", text: " and B" }])] });
    // 2 in front of the request, 2 of the message.
    for (const model of ["claude-opus-5", "claude-opus-5-5"])
      expect(covered(body(model)).prefixes).toEqual([2 + 2 + tokensNewer("A")]);
  });
});

import { describe, expect, test } from "vitest";
import { hashInput } from "../../src/fixture/input-hash.ts";
import { digest } from "../../src/io/hash.ts";
import type { JsonObject } from "../../src/json.ts";
import type { Report } from "../../src/report/report.ts";
import { isPlausibleTotal } from "../../src/tokens/witness/plausible.ts";
import { checkTrees } from "../cases.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";
import { counter, promptOf } from "./prompts.ts";

/** Numbers that somebody wrote into a fixture: believed as far as the body can come to them. */
const policy = "Returns are free for thirty days, repairs for two years. Promise nothing else.\n";
const text = policy.repeat(1_200);

function bodyOf(over: JsonObject = {}, system = text): JsonObject {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 1_024,
    system: system.trimEnd(),
    messages: [{ role: "user", content: "May I send this back?" }],
    ...over,
  };
}

function own(body: JsonObject): number {
  return counter.count(promptOf(body)).total;
}

function usage(input: number, output = 100): JsonObject {
  return { input_tokens: input, output_tokens: output };
}

function answer(over: JsonObject = {}): JsonObject {
  return { model: "claude-sonnet-4-6", stop_reason: "end_turn", content: [], ...over };
}

function hash(body: JsonObject): string {
  return hashInput({ body, betas: [] }, digest);
}

function treeOf(request: JsonObject, exchange: JsonObject) {
  return createMemoryTree({
    "promptcost.yml":
      "scenarios: { a: { fixtures: a.json, traffic: { runs: 1k/month }, budget: { increase: { percent: 5 } } } }\n",
    "a.json": JSON.stringify({ request, ...exchange }),
  });
}

function tokens(report: Report): number {
  const [scenario] = report.scenarios;
  const { tools, system, messages } = scenario?.tokens ?? {};
  return Number(tools) + Number(system) + Number(messages);
}

function codes(report: Report): readonly string[] {
  return report.problems.map(({ code }) => code);
}

describe("a residual", () => {
  const [before, after] = [bodyOf(), bodyOf({}, text + policy.repeat(900))];
  const kept = (residual: number, said = own(before)): JsonObject => ({
    recorded: {
      inputHash: hash(before),
      residual: { counter: counter.id, tokens: residual },
      response: answer({ usage: usage(said) }),
    },
  });

  test.each([-15_000, -2_000, 60_000])("forged by %i takes nothing off, and is shown", (forged) => {
    const alone = checkTrees(treeOf(after, kept(forged)), null).report;
    expect([tokens(alone), codes(alone)]).toEqual([
      own(after),
      expect.arrayContaining(["residual-implausible"]),
    ]);
    const main = treeOf(before, { expect: { output_tokens: 100 } });
    for (const fork of [false, true]) {
      const { report } = checkTrees(treeOf(after, kept(forged)), main, { fork });
      expect([tokens(report), report.verdict]).toEqual([own(after), "fail"]);
    }
  });

  test("is what the recorded total is over the count of its body, where main has that body", () => {
    const main = treeOf(before, { expect: { output_tokens: 100 } });
    const told = (residual: number, said: number) =>
      checkTrees(treeOf(after, kept(residual, said)), main).report;
    expect(tokens(told(40, own(before) + 40))).toBe(own(after) + 40);
    const lie = told(-40, own(before) + 40);
    expect([tokens(lie), codes(lie)]).toEqual([
      own(after),
      expect.arrayContaining(["residual-implausible"]),
    ]);
  });

  test("of some tokens is believed", () => {
    const { report } = checkTrees(treeOf(after, kept(-9)), null);
    expect(tokens(report)).toBe(own(after) - 9);
  });
});

const search = { type: "web_search_20250305", name: "web_search" };
const result = (id: string): readonly JsonObject[] => [
  {
    role: "assistant",
    content: [{ type: "tool_use", id, name: "look", input: { q: "refunds" } }],
  },
  { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: text }] },
];
const asked = { role: "user", content: "May I send this back?" };
const look = { name: "look", description: "Looks.", input_schema: { type: "object" } };

/** Bodies whose input the API completes itself. */
const exempt: Readonly<Record<string, JsonObject>> = {
  "a server tool": { tools: [search] },
  "code execution": { tools: [{ type: "code_execution_20260120", name: "code_execution" }] },
  MCP: {
    mcp_servers: [{ type: "url", name: "m", url: "https://mcp.example.com" }],
    tools: [{ type: "mcp_toolset", mcp_server_name: "m" }],
  },
  "a container": { container: "container_1" },
  "a picture by URL": {
    messages: [
      {
        role: "user",
        content: [{ type: "image", source: { type: "url", url: "https://example.com/a.png" } }],
      },
    ],
  },
  "a file": {
    messages: [
      {
        role: "user",
        content: [{ type: "document", source: { type: "file", file_id: "file_1" } }],
      },
    ],
  },
  "a thread that goes on": { thread: { type: "continue", previous_message_id: "msg_0" } },
  "context management that clears nothing": { context_management: { edits: [] } },
  "a compaction that is not reached": {
    context_management: {
      edits: [{ type: "compact_20260112", trigger: { type: "input_tokens", value: 900_000 } }],
    },
  },
  "a compaction that no answer shows": {
    context_management: {
      edits: [{ type: "compact_20260112", trigger: { type: "input_tokens", value: 10_000 } }],
    },
  },
  "a compaction on demand": { compaction: { type: "summarize" } },
};

describe("a total of a body that the API completes itself", () => {
  test.each(Object.entries(exempt))("%s: never less than what it shows", (_, over) => {
    const body = bodyOf(over);
    const recorded = (total: number): JsonObject => ({
      recorded: { inputHash: hash(body), response: answer({ usage: usage(total) }) },
    });
    const forged = checkTrees(treeOf(body, recorded(200)), null).report;
    expect([tokens(forged), codes(forged)]).toEqual([
      own(body),
      expect.arrayContaining(["recording-implausible"]),
    ]);
    const main = treeOf(bodyOf(over, policy), { expect: { output_tokens: 100 } });
    for (const fork of [false, true]) {
      const { report } = checkTrees(treeOf(body, recorded(200)), main, { fork });
      expect([tokens(report), report.verdict]).toEqual([own(body), "fail"]);
    }
    const more = checkTrees(treeOf(body, recorded(own(body) + 500)), null).report;
    expect(codes(more)).not.toContain("recording-implausible");
  });

  const plausible = (over: JsonObject, total: number, response: JsonObject = answer()): boolean => {
    const prompt = promptOf(bodyOf(over));
    return isPlausibleTotal(total, { prompt, count: counter.count(prompt) }, response);
  };

  test("what may be added is as much as the context window", () => {
    const tool = { tools: [search] };
    expect(plausible(tool, 900_000)).toBe(true);
    expect(plausible(tool, 1_100_000)).toBe(false);
    expect(plausible({ context_management: {} }, 900_000)).toBe(false);
  });

  test("clearing takes away results of tools, or thinking, and nothing else", () => {
    const edits = (...list: readonly JsonObject[]): JsonObject => ({
      tools: [look],
      messages: [asked, ...result("t1"), ...result("t2")],
      context_management: { edits: list },
    });
    const uses = { type: "clear_tool_uses_20250919" };
    const shown = own(bodyOf());
    expect(plausible(edits(uses), shown + 400)).toBe(true);
    expect(plausible(edits(uses), Math.floor(shown / 2))).toBe(false);
    expect(plausible(edits(), shown + 400)).toBe(false);
    const high = { ...uses, trigger: { type: "input_tokens", value: 900_000 } };
    expect(plausible(edits(high), shown + 400)).toBe(false);
    const often = { ...uses, trigger: { type: "tool_uses", value: 5 } };
    expect(plausible(edits(often), shown + 400)).toBe(false);
    expect(plausible(edits({ type: "clear_thinking_20251015" }), shown + 400)).toBe(false);
  });

  test("a compaction that the answer shows takes the messages away, not the system prompt", () => {
    const over = {
      messages: [{ role: "user", content: text }],
      context_management: {
        edits: [{ type: "compact_20260112", trigger: { type: "input_tokens", value: 10_000 } }],
      },
    };
    const compacted = answer({
      content: [{ type: "compaction", content: "It was about refunds." }],
    });
    const shown = own(bodyOf());
    expect(plausible(over, shown + 50, compacted)).toBe(true);
    expect(plausible(over, 200, compacted)).toBe(false);
    expect(plausible(over, shown + 50)).toBe(false);
  });
});

describe("what count_tokens is said to have said", () => {
  test.each([3, 900_000])("%i is not of this body: left out, and shown", (forged) => {
    const body = bodyOf();
    const counted = { counted: { inputHash: hash(body), tokens: forged } };
    const { report } = checkTrees(treeOf(body, { ...counted, expect: { output_tokens: 9 } }), null);
    expect([tokens(report), codes(report)]).toEqual([
      own(body),
      expect.arrayContaining(["counted-implausible"]),
    ]);
  });
});

describe("an answer", () => {
  const body = bodyOf({}, policy);
  const content = [{ type: "text", text: policy.repeat(40) }];
  const exchange = (output: number, over: JsonObject = {}): JsonObject => ({
    recorded: {
      inputHash: hash(body),
      response: answer({ usage: usage(own(body), output), content, ...over }),
    },
  });
  const output = (report: Report): string | undefined => report.scenarios[0]?.tokens?.output;

  test("is as long as what it shows, whatever its usage says", () => {
    const shown = counter.countOutput("claude-sonnet-4-6", {
      request: body,
      response: answer({ content }),
    });
    const forged = checkTrees(treeOf(body, exchange(1)), null).report;
    expect([output(forged), codes(forged)]).toEqual([
      String(shown),
      expect.arrayContaining(["answer-implausible"]),
    ]);
    const honest = checkTrees(treeOf(body, exchange(Number(shown))), null).report;
    expect(codes(honest)).not.toContain("answer-implausible");
  });
});

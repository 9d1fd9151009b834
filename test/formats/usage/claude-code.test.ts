import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/json.ts";
import { readLog, tokensOf } from "./read.ts";

const model = "claude-opus-4-6";

describe("a transcript", () => {
  const line = (
    id: string,
    output: number,
    more: JsonObject = {},
    stop: Json = null,
  ): JsonObject => ({
    type: "assistant",
    sessionId: "s",
    uuid: `u-${id}-${String(output)}`,
    timestamp: "2026-09-01T10:00:00.000Z",
    message: {
      id,
      model,
      stop_reason: stop,
      content: [],
      usage: { input_tokens: 2, output_tokens: output, cache_read_input_tokens: 10 },
    },
    ...more,
  });

  test("has a message on several lines: once, with the largest output, and its end", () => {
    const log = readLog([line("a", 3), line("a", 90, {}, "end_turn"), line("a", 3)]);
    expect(tokensOf(log.calls)).toMatchObject({ input: 2, read: 10, output: 90 });
    expect(log.calls[0]).toMatchObject({ id: "a", run: "s", at: "2026-09-01T10:00:00.000Z" });
    expect(log.calls[0]?.response?.["stop_reason"]).toBe("end_turn");
    expect(log.problems).toEqual([]);
  });

  test("says how many answers hold what the stream said first", () => {
    const log = readLog([line("a", 3), line("b", 4, {}, "tool_use"), line("c", 1)]);
    expect(log.problems).toMatchObject([{ code: "log-output-first-counts", severity: "warning" }]);
    expect(log.problems[0]?.message).toContain("2 answers");
    expect(log.calls.some(({ response }) => response?.["stop_reason"] === null)).toBe(false);
  });

  test("what the client made up is free, lines of other kinds hold nothing", () => {
    const made = line("x", 0);
    const log = readLog([
      { type: "summary", summary: "about", leafUuid: "l" },
      { type: "user", sessionId: "s", message: { role: "user", content: "hi" } },
      {
        ...made,
        message: { id: "x", model: "<synthetic>", usage: { input_tokens: 0, output_tokens: 0 } },
      },
      line("a", 3, {}, "end_turn"),
    ]);
    expect(log.formats).toEqual(["a Claude Code transcript"]);
    expect(log.calls).toHaveLength(1);
    expect(log.leftOut).toEqual([{ why: "synthetic", name: "" }]);
  });

  test("sidechains and subagents are conversations of their own", () => {
    const side = (uuid: string, parentUuid: string | null): JsonObject => ({
      isSidechain: true,
      uuid,
      parentUuid,
    });
    const user = { type: "user", sessionId: "s", message: { role: "user", content: "go" } };
    const log = readLog([
      line("main", 3, {}, "end_turn"),
      { ...user, ...side("root1", null) },
      line("a", 3, side("a", "root1"), "end_turn"),
      line("b", 3, side("b", "a"), "end_turn"),
      { ...user, ...side("root2", null) },
      line("c", 3, side("c", "root2"), "end_turn"),
      line("d", 3, { agentId: "x1", isSidechain: true }, "end_turn"),
    ]);
    expect(log.calls.map(({ run }) => run)).toEqual(["s", "s/root1", "s/root1", "s/root2", "s/x1"]);
  });
});

describe("the output of claude -p", () => {
  const usage = {
    input_tokens: 5,
    output_tokens: 50,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 30,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 30 },
    iterations: [{ type: "message", input_tokens: 1, output_tokens: 1 }],
  };
  const used = {
    inputTokens: 5,
    outputTokens: 50,
    cacheReadInputTokens: 100,
    cacheCreationInputTokens: 30,
  };
  const result = { type: "result", subtype: "success", session_id: "s", usage };
  const init = { type: "system", subtype: "init", session_id: "s", model };
  const assistant = {
    type: "assistant",
    session_id: "s",
    message: { id: "m", model, stop_reason: null, usage: { input_tokens: 5, output_tokens: 1 } },
  };

  test("has its sums in usage and by model; the split is the main model's", () => {
    const modelUsage = {
      [model]: used,
      "claude-haiku-4-5": { ...used, cacheCreationInputTokens: 0 },
    };
    const log = readLog([init, assistant, { ...result, modelUsage }]);
    expect(tokensOf(log.calls)).toEqual({
      input: 10,
      w5m: 0,
      w1h: 30,
      "w?": 0,
      read: 200,
      output: 100,
    });
    expect(log.calls).toHaveLength(2);
    expect(log.problems).toEqual([]);
    expect(log.calls.every(({ response }) => JSON.stringify(response).includes("iterations"))).toBe(
      false,
    );
  });

  test("what side requests wrote beyond the main loop has no lifetime, and that is said", () => {
    const modelUsage = { [model]: { ...used, cacheCreationInputTokens: 90 } };
    const log = readLog([{ ...result, modelUsage }]);
    expect(tokensOf(log.calls)).toMatchObject({ w1h: 30, "w?": 60 });
    expect(log.problems.map(({ code }) => code)).toEqual(["log-writes-unsplit"]);
  });

  test("by an older version without modelUsage: the session's model, and a note", () => {
    const log = readLog([init, assistant, result]);
    expect(log.calls).toMatchObject([{ response: { model, usage: { input_tokens: 5 } } }]);
    expect(log.problems.map(({ code }) => code)).toEqual(["log-usage-by-model-missing"]);
  });

  test("without usage: the sums by model", () => {
    const log = readLog([{ type: "result", session_id: "s", modelUsage: { [model]: used } }]);
    expect(tokensOf(log.calls)).toMatchObject({ input: 5, "w?": 30, output: 50 });
  });

  test("cut off before its result: the answers' first counts, and that is said", () => {
    const log = readLog([init, assistant]);
    expect(tokensOf(log.calls)).toMatchObject({ input: 5, output: 1 });
    expect(log.problems.map(({ code }) => code)).toEqual(["log-output-first-counts"]);
  });

  test("several results of a session add up: each counts what it has more", () => {
    const twice = Object.fromEntries(
      Object.entries(used).map(([name, count]) => [name, count * 2]),
    );
    const first = { ...result, uuid: "1", modelUsage: { [model]: used } };
    const second = { ...result, uuid: "2", modelUsage: { [model]: twice } };
    for (const documents of [
      [first, second],
      [second, first],
      [first, second, second],
    ])
      expect(tokensOf(readLog(documents).calls)).toEqual({
        input: 10,
        w5m: 0,
        w1h: 60,
        "w?": 0,
        read: 200,
        output: 100,
      });
    const resumed = { ...result, uuid: "2", modelUsage: { [model]: used } };
    expect(tokensOf(readLog([first, resumed]).calls)).toMatchObject({ input: 10, output: 100 });
  });
});

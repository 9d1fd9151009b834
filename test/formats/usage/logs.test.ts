import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/json.ts";
import { documentsOf, readLog, tokensOf } from "./read.ts";

const model = "claude-sonnet-4-5";
const split = { w5m: 100, w1h: 400, "w?": 0 };
const unsplit = { w5m: 0, w1h: 0, "w?": 500 };
/** 20 uncached, 300 read, 500 written, 40 out. */
const told = { input: 20, read: 300, output: 40 };

function codesOf(documents: readonly Json[]): readonly string[] {
  return readLog(documents).problems.map(({ code }) => code);
}

describe("LangSmith", () => {
  const run = { id: "r1", run_type: "llm", trace_id: "t1", start_time: "2026-09-01T10:00:00" };

  test("LangChain for Python sets the sum of writes to 0 where it has their split", () => {
    const usage = {
      input_tokens: 820,
      output_tokens: 40,
      total_tokens: 860,
      input_token_details: {
        cache_read: 300,
        cache_creation: 0,
        ephemeral_5m_input_tokens: 100,
        ephemeral_1h_input_tokens: 400,
      },
    };
    const message = {
      id: ["langchain"],
      kwargs: { usage_metadata: usage, response_metadata: { model } },
    };
    const log = readLog([{ ...run, outputs: { generations: [[{ message }]] } }]);
    expect(tokensOf(log.calls)).toEqual({ ...told, ...split });
    expect(log.calls[0]).toMatchObject({
      at: "2026-09-01T10:00:00.000Z",
      run: "t1",
      request: null,
    });
    expect(log.calls[0]?.response?.["model"]).toBe(model);
  });

  test("LangChain for JavaScript has sums only; the API's own usage goes first", () => {
    const usage = {
      input_tokens: 820,
      output_tokens: 40,
      total_tokens: 860,
      input_token_details: { cache_read: 300, cache_creation: 500 },
    };
    const message = { kwargs: { usage_metadata: usage } };
    const log = readLog([{ ...run, outputs: { generations: [[{ message }]] } }]);
    expect(tokensOf(log.calls)).toEqual({ ...told, ...unsplit });

    const native = { input_tokens: 21, output_tokens: 41, cache_read_input_tokens: 301 };
    const both = { kwargs: { usage_metadata: usage, response_metadata: { usage: native } } };
    const read = readLog([{ ...run, outputs: { generations: [[{ message: both }]] } }]);
    expect(tokensOf(read.calls)).toMatchObject({ input: 21, read: 301, output: 41 });
  });

  test("Python's wrapper keeps the request, its system prompt among the messages", () => {
    const marked = [{ type: "text", text: "be brief", cache_control: { type: "ephemeral" } }];
    const user = { role: "user", content: "hi" };
    const inputs = {
      model,
      max_tokens: 5,
      messages: [{ role: "system", content: marked }, user],
    };
    const outputs = { model, usage_metadata: { input_tokens: 9, output_tokens: 1 } };
    const extra = (sdk: string): Json => ({ runtime: { sdk } });
    const python = readLog([{ ...run, inputs, outputs, extra: extra("langsmith-py") }]);
    expect(python.calls[0]?.request).toEqual({
      model,
      max_tokens: 5,
      system: marked,
      messages: [user],
    });
    const js = readLog([{ ...run, inputs, outputs, extra: extra("langsmith-js") }]);
    expect(js.calls[0]?.request).toBeNull();
  });

  test("runs stand in runs; chains and tools are none, and a run is logged once", () => {
    const llm = { ...run, outputs: { usage_metadata: { input_tokens: 9, output_tokens: 1 } } };
    const chain = { id: "c", run_type: "chain", child_runs: [llm, { ...llm, run_type: "tool" }] };
    const log = readLog([chain, llm]);
    expect(log.calls.map(({ path }) => path)).toEqual([["child_runs", 0]]);
    expect(log.leftOut).toEqual([{ why: "repeated", name: "" }]);
  });
});

describe("LiteLLM", () => {
  const spendLog = {
    request_id: "chatcmpl-1",
    call_type: "acompletion",
    model: "anthropic/claude-sonnet-4-5",
    custom_llm_provider: "anthropic",
    startTime: "2026-09-01T10:00:00.123Z",
    prompt_tokens: 820,
    completion_tokens: 40,
    total_tokens: 860,
    messages: "{}",
    response: "{}",
  };

  test("a row of SpendLogs, its columns text", () => {
    const metadata = JSON.stringify({
      status: "success",
      additional_usage_values: {
        cache_read_input_tokens: 300,
        cache_creation_input_tokens: 500,
        prompt_tokens_details: {
          cached_tokens: 300,
          cache_creation_token_details: {
            ephemeral_5m_input_tokens: 100,
            ephemeral_1h_input_tokens: 400,
          },
        },
      },
    });
    const content = "The port of call is Oslo. ".repeat(40);
    const sent = { model: "my-alias", max_tokens: 9, messages: [{ role: "user", content }] };
    const row = { ...spendLog, metadata, proxy_server_request: JSON.stringify(sent) };
    const log = readLog([row]);
    expect(tokensOf(log.calls)).toEqual({ ...told, ...split });
    expect(log.calls[0]?.request).toEqual({ ...sent, model: "anthropic/claude-sonnet-4-5" });
    expect(log.calls[0]?.at).toBe("2026-09-01T10:00:00.123Z");
  });

  test("a body that cannot have cost what was billed is not the whole request", () => {
    const asked = (content: Json, tokens: number): JsonObject => ({
      ...spendLog,
      messages: [{ role: "user", content }],
      model_parameters: { max_tokens: 9 },
      prompt_tokens: tokens,
      total_tokens: tokens + 40,
    });
    const request = (row: JsonObject): Json => readLog([row]).calls[0]?.request ?? null;
    expect(request(asked("Sum up the atlas.", 1_532))).toBeNull();
    // What the API adds for tools and features is not logged.
    expect(request(asked("Sum up the atlas.", 560))).not.toBeNull();
    expect(request(asked("The port of call is Oslo. ".repeat(200), 1_532))).not.toBeNull();
    expect(tokensOf(readLog([asked("Sum up the atlas.", 1_532)]).calls)).toMatchObject({
      input: 1_532,
      output: 40,
    });
  });

  test("a request with what LiteLLM translates is not taken for the one it sent", () => {
    const tool = { role: "tool", tool_call_id: "t", content: "42" };
    const row = { ...spendLog, messages: [tool], model_parameters: { max_tokens: 9 } };
    expect(readLog([row]).calls[0]?.request).toBeNull();
    const withTools = { ...spendLog, messages: [{ role: "user", content: "hi" }] };
    const parameters = { max_tokens: 9, tools: [] };
    expect(readLog([{ ...withTools, model_parameters: parameters }]).calls[0]?.request).toBeNull();
  });

  test("failures, its own cache and other vendors are counted", () => {
    const failed = { ...spendLog, status: "failure", error_information: { error_code: "429" } };
    const log = readLog([
      failed,
      { ...spendLog, request_id: "2", cache_hit: "True" },
      { ...spendLog, request_id: "3", model: "gpt-5", custom_llm_provider: "openai" },
      { ...spendLog, request_id: "3", model: "gpt-5", custom_llm_provider: "openai" },
    ]);
    expect(log.calls).toEqual([]);
    expect(log.leftOut).toEqual([
      { why: "refused", name: "429" },
      { why: "synthetic", name: "" },
      { why: "host", name: "openai" },
      { why: "repeated", name: "" },
    ]);
  });
});

describe("Langfuse", () => {
  const row = {
    id: "o1",
    traceId: "t1",
    type: "GENERATION",
    startTime: "2026-09-01T10:00:00Z",
    model,
  };

  test("a page of the API; the rest of the writes stands beside the split", () => {
    const usageDetails = {
      input: 20,
      output: 30,
      output_reasoning_tokens: 10,
      cache_read_input_tokens: 300,
      input_cache_creation: 50,
      input_cache_creation_5m: 50,
      input_cache_creation_1h: 400,
      total: 860,
    };
    const log = readLog([{ data: [{ ...row, usageDetails }], meta: { page: 1 } }]);
    expect(tokensOf(log.calls)).toEqual({ ...told, w5m: 50, w1h: 400, "w?": 50 });
    expect(log.problems).toEqual([]);
    expect(log.calls[0]?.path).toEqual(["data", 0]);
  });

  test("a total that is more than the classes shows what an exclusive emitter lost", () => {
    const usageDetails = { input: 0, output: 40, input_cached_tokens: 300, total: 47 };
    expect(codesOf([{ ...row, usageDetails }])).toEqual(["log-input-lost"]);
  });

  test("failures and generations without usage are counted, spans are none", () => {
    const log = readLog([
      { ...row, id: "a", usageDetails: {}, level: "ERROR" },
      { ...row, id: "b", usageDetails: {} },
      { ...row, id: "c", usageDetails: {}, type: "SPAN" },
      { ...row, id: "d", usageDetails: { input: 5, output: 1 }, model: "gpt-5-mini" },
    ]);
    expect(log.leftOut).toEqual([
      { why: "refused", name: "" },
      { why: "no-usage", name: "" },
      { why: "host", name: "gpt-5-mini" },
    ]);
  });
});

describe("Braintrust", () => {
  const span = { span_id: "s1", root_span_id: "t1", span_attributes: { type: "llm", name: "x" } };

  test("Ruby has the sum of writes alone, in an input that counts them", () => {
    const metrics = {
      prompt_tokens: 820,
      completion_tokens: 40,
      prompt_cached_tokens: 300,
      prompt_cache_creation_tokens: 500,
      tokens: 860,
      start: 1_790_000_000.25,
    };
    const log = readLog([{ ...span, metrics, metadata: { model, provider: "anthropic" } }]);
    expect(tokensOf(log.calls)).toEqual({ ...told, ...unsplit });
    expect(log.calls[0]).toMatchObject({ at: "2026-09-21T14:13:20.250Z", run: "t1" });
  });

  test("Java's is without the cache, also where its answer was not kept", () => {
    const metrics = { prompt_tokens: 900, completion_tokens: 40, prompt_cached_tokens: 300 };
    const metadata = { model, request_path: "v1/messages" };
    const log = readLog([{ ...span, metrics, metadata }]);
    expect(tokensOf(log.calls)).toMatchObject({ input: 900, read: 300 });
  });

  test("the two rows of a span, when it begins and when it ends, are one", () => {
    const start = { ...span, input: [], metadata: { model }, metrics: { start: 1_790_000_000 } };
    const end = {
      ...span,
      metrics: { prompt_tokens: 7, completion_tokens: 2, end: 1_790_000_001 },
    };
    for (const rows of [
      [start, end],
      [end, start],
    ]) {
      const log = readLog(rows);
      expect(log.leftOut).toEqual([]);
      expect(log.calls).toHaveLength(1);
      expect(log.calls[0]?.response).toMatchObject({ model, usage: { input_tokens: 7 } });
      expect(log.calls[0]?.at).toBe("2026-09-21T14:13:20.000Z");
    }
  });
});

describe("Helicone", () => {
  const row = {
    response_id: "a",
    request_id: "b",
    request_created_at: "2026-09-01T10:00:00Z",
    response_status: 200,
    provider: "ANTHROPIC",
    response_model: model,
    prompt_tokens: 20,
    completion_tokens: 40,
    prompt_cache_read_tokens: 300,
    prompt_cache_write_tokens: 500,
  };

  test("without bodies: its columns, which are without the cache", () => {
    const log = readLog([{ ...row, properties: { "Helicone-Session-Id": "s1" } }]);
    expect(tokensOf(log.calls)).toEqual({ ...told, ...unsplit });
    expect(log.calls[0]).toMatchObject({ request: null, run: "s1" });
  });

  test("as CSV it is refused by name", () => {
    const csv = "response_id,prompt_tokens,completion_tokens,cost_usd\na,20,40,0.1\n";
    const log = readLog(documentsOf(csv));
    expect(log.calls).toEqual([]);
    expect(log.problems.map(({ code }) => code)).toEqual(["log-export-without-cache"]);
  });
});

describe("Message Batches", () => {
  const result = (custom_id: string, type: string): JsonObject => ({
    custom_id,
    result:
      type === "succeeded"
        ? {
            type,
            message: { id: `m-${custom_id}`, model, usage: { input_tokens: 7, output_tokens: 2 } },
          }
        : { type },
  });

  test("only what succeeded is billed; the others are free and counted", () => {
    const log = readLog(
      ["succeeded", "errored", "canceled", "expired"].map((type) => result(type, type)),
    );
    expect(log.calls).toMatchObject([{ customId: "succeeded", batch: true, request: null }]);
    expect(log.leftOut).toEqual([
      { why: "refused", name: "errored" },
      { why: "unanswered", name: "canceled" },
      { why: "unanswered", name: "expired" },
    ]);
  });

  test("requests of a body say where their own bodies stand; results logged again count once", () => {
    const params = { model, max_tokens: 5, messages: [] };
    const log = readLog([
      { requests: [{ custom_id: "a", params }] },
      result("a", "succeeded"),
      result("a", "succeeded"),
    ]);
    expect(log.calls).toMatchObject([
      { customId: "a", request: params, bodyPath: ["requests", 0, "params"], response: null },
      { customId: "a", request: null, id: "m-a" },
    ]);
    expect(log.leftOut).toEqual([{ why: "repeated", name: "" }]);
  });
});

test("an answer of a gateway for another vendor's model is counted", () => {
  const usage = { prompt_tokens: 5, completion_tokens: 1 };
  const log = readLog([{ object: "chat.completion", model: "openai/gpt-5", choices: [], usage }]);
  expect(log.calls).toEqual([]);
  expect(log.leftOut).toEqual([{ why: "host", name: "openai/gpt-5" }]);
});

describe("a model's row around others", () => {
  const usage = { input_tokens: 13, output_tokens: 10, total_tokens: 23 };
  const sum = { input_tokens: 26, output_tokens: 20, total_tokens: 46 };
  const run = (id: string, parent: string | null, used: JsonObject, type = "llm"): JsonObject => ({
    id,
    run_type: type,
    trace_id: "t",
    parent_run_id: parent,
    start_time: "2026-09-01T10:00:00Z",
    extra: { metadata: { ls_model_name: model } },
    outputs: { usage_metadata: used },
  });
  const observation = (
    id: string,
    parent: string | null,
    { input_tokens: input = 0, output_tokens: output = 0 }: JsonObject,
    type = "GENERATION",
  ): JsonObject => ({
    id,
    type: type === "llm" ? "GENERATION" : type.toUpperCase(),
    trace_id: "t",
    parent_observation_id: parent,
    start_time: "2026-09-01 10:00:00.000000",
    provided_model_name: model,
    usage_details: type === "tool" || type === "chain" ? {} : { input, output },
  });
  const none: JsonObject = {};

  test.each([
    ["LangSmith", run],
    ["Langfuse", observation],
  ])("%s: repeats it, or adds them up; the innermost count, in any order", (_, row) => {
    const rows = [
      row("outer", null, sum),
      row("step", "outer", none, "chain"),
      row("one", "step", usage),
      row("two", "step", usage),
    ];
    for (const order of [rows, rows.toReversed()]) {
      const log = readLog(order);
      expect(new Set(log.calls.map(({ id }) => id))).toEqual(new Set(["one", "two"]));
      expect(log.leftOut).toContainEqual({ why: "repeated", name: "" });
    }
  });

  test.each([
    ["LangSmith", run],
    ["Langfuse", observation],
  ])("%s: what a tool asks is beside the request that called it", (_, row) => {
    const log = readLog([
      row("main", null, usage),
      row("task", "main", none, "tool"),
      row("subagent", "task", usage),
    ]);
    expect(log.calls.map(({ id }) => id)).toEqual(["main", "subagent"]);
  });

  test("LangSmith: also where runs are written inside of runs", () => {
    const { parent_run_id: _, ...inner } = run("inner", null, usage);
    const log = readLog([{ ...run("outer", null, usage), child_runs: [inner] }]);
    expect(log.calls.map(({ id, path }) => [id, path])).toEqual([["inner", ["child_runs", 0]]]);
  });
});

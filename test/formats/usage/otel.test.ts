import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/json.ts";
import { readLog, tokensOf } from "./read.ts";
import { otlp, type SpanFacts } from "./spans.ts";

/** What the spans below tell of: 20 uncached, 300 read, 500 written, 40 out. */
const told = { input: 20, w5m: 0, w1h: 0, "w?": 500, read: 300, output: 40 };

const model = { "gen_ai.request.model": "claude-sonnet-4-5" };

/** Counts under the names of the semantic conventions. */
function counts(input: number, more: JsonObject = {}): JsonObject {
  return {
    ...model,
    "gen_ai.usage.input_tokens": input,
    "gen_ai.usage.output_tokens": 40,
    "gen_ai.usage.cache_read.input_tokens": 300,
    "gen_ai.usage.cache_creation.input_tokens": 500,
    ...more,
  };
}

function read(...spans: readonly SpanFacts[]): ReturnType<typeof readLog> {
  return readLog(spans.map(otlp));
}

const emitters: Record<string, Omit<SpanFacts, "id">> = {
  "Pydantic AI, inclusive": { scope: "pydantic-ai", attributes: counts(820) },
  "Laminar, its own names": {
    scope: "lmnr.sdk",
    attributes: {
      ...model,
      "gen_ai.usage.input_tokens": 820,
      "gen_ai.usage.output_tokens": 40,
      "gen_ai.usage.cache_read_input_tokens": 300,
      "gen_ai.usage.cache_creation_input_tokens": 500,
    },
  },
  "Sentry, exclusive, by its total": {
    scope: "@sentry/node",
    attributes: {
      ...model,
      "gen_ai.usage.input_tokens": 20,
      "gen_ai.usage.output_tokens": 40,
      "gen_ai.usage.cache_read_input_tokens": 300,
      "gen_ai.usage.cache_creation_input_tokens": 500,
      "gen_ai.usage.total_tokens": 860,
    },
  },
  "Sentry 11, inclusive, by its names": {
    scope: "@sentry/node",
    attributes: counts(820, { "gen_ai.usage.total_tokens": 860 }),
  },
  "AI SDK 4, exclusive, the cache in the provider's metadata": {
    scope: "ai",
    attributes: {
      "ai.operationId": "ai.generateText.doGenerate",
      "ai.model.id": "claude-sonnet-4-5",
      "ai.model.provider": "anthropic.messages",
      "ai.usage.promptTokens": 20,
      "ai.usage.completionTokens": 40,
      "ai.response.providerMetadata": {
        anthropic: { cacheCreationInputTokens: 500, cacheReadInputTokens: 300 },
      },
    },
  },
  "OpenInference for JavaScript 0.2.8, inclusive": {
    scope: "@arizeai/openinference-instrumentation-anthropic",
    version: "0.2.8",
    attributes: {
      "openinference.span.kind": "LLM",
      "llm.model_name": "claude-sonnet-4-5",
      "llm.token_count.prompt": 820,
      "llm.token_count.completion": 40,
      "llm.token_count.total": 860,
      "llm.token_count.prompt_details.cache_read": 300,
      "llm.token_count.prompt_details.cache_write": 500,
    },
  },
  "an unknown one that proves itself exclusive": { scope: "my.own", attributes: counts(20) },
  "Logfire, the API's own usage": {
    scope: "logfire.anthropic",
    attributes: counts(820, {
      "gen_ai.usage.raw": {
        input_tokens: 20,
        output_tokens: 40,
        cache_read_input_tokens: 300,
        cache_creation_input_tokens: 500,
      },
    }),
  },
};

describe("a span's input means what its writer means", () => {
  test.each(Object.entries(emitters))("%s", (_, span) => {
    const log = read({ id: "a", ...span });
    expect(log.problems).toEqual([]);
    expect(tokensOf(log.calls)).toEqual(told);
    expect(log.calls[0]?.at).toBe("2026-09-21T14:13:20.000Z");
    expect(log.calls[0]?.response?.["model"]).toBe("claude-sonnet-4-5");
  });

  test("Pydantic AI says what was written for an hour; the rest was for 5 minutes", () => {
    const details = { "gen_ai.usage.details.ephemeral_1h_input_tokens": 400 };
    const log = read({ id: "a", scope: "pydantic-ai", attributes: counts(820, details) });
    expect(tokensOf(log.calls)).toEqual({ ...told, w5m: 100, w1h: 400, "w?": 0 });
  });

  test("of an unknown writer it is refused, unless another of its spans proves it", () => {
    const unclear = { scope: "my.own", attributes: counts(900) };
    const log = read({ id: "a", ...unclear });
    expect(log.calls).toEqual([]);
    expect(log.problems.map(({ code }) => code)).toEqual(["log-input-unclear"]);

    const proven = read(
      { id: "a", ...unclear },
      { id: "b", scope: "my.own", attributes: counts(5) },
    );
    expect(proven.problems).toEqual([]);
    expect(tokensOf(proven.calls)).toMatchObject({ input: 905, read: 600 });
  });

  test("a total that is no sum is refused", () => {
    const log = read({
      id: "a",
      scope: "pydantic-ai",
      attributes: counts(820, { "gen_ai.usage.total_tokens": 999 }),
    });
    expect(log.problems.map(({ code }) => code)).toEqual(["log-total-disagrees"]);
  });

  test("OpenInference for JavaScript 0.1.21 says nothing of the cache, and that is said", () => {
    const log = read({
      id: "a",
      scope: "@arizeai/openinference-instrumentation-anthropic",
      version: "0.1.21",
      attributes: {
        "llm.model_name": "claude-sonnet-4-5",
        "llm.token_count.prompt": 20,
        "llm.token_count.completion": 40,
      },
    });
    expect(log.problems.map(({ code }) => code)).toEqual(["log-cache-missing"]);
    expect(tokensOf(log.calls)).toMatchObject({ input: 20, read: 0 });
  });

  test("Traceloop for Python alone has a stream's output too high, and that is said", () => {
    const span = { scope: "opentelemetry.instrumentation.anthropic", attributes: counts(820) };
    const log = read({ id: "a", ...span });
    expect(log.problems.map(({ code }) => code)).toEqual(["log-output-too-high"]);
    expect(tokensOf(log.calls)).toEqual(told);
  });
});

describe("an answer that several spans tell of counts once", () => {
  const chat = { id: "chat", parent: "agent", scope: "pydantic-ai", attributes: counts(820) };
  const agent = {
    id: "agent",
    scope: "pydantic-ai",
    attributes: counts(820, { "gen_ai.operation.name": "invoke_agent" }),
  };

  test("the agent's sum is left out beside the calls it sums, and counts alone", () => {
    expect(tokensOf(read(agent, chat).calls)).toEqual(told);
    expect(read(agent, chat).leftOut).toEqual([{ why: "repeated", name: "pydantic-ai" }]);
    expect(tokensOf(read(agent).calls)).toEqual(told);
    expect(read(agent).leftOut).toEqual([]);
  });

  test("the agent's own sums are no usage", () => {
    const aggregated = {
      ...agent,
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.aggregated_usage.input_tokens": 820,
        "gen_ai.aggregated_usage.output_tokens": 40,
      },
    };
    expect(tokensOf(read(aggregated, chat).calls)).toEqual(told);
    expect(read(aggregated).calls).toEqual([]);
  });

  test("the SDK's span goes before an instrumentation's with the same response, in any trace", () => {
    const sdk = {
      id: "sdk",
      trace: "t2",
      scope: "com.anthropic.sdk.python",
      attributes: counts(820, {
        "gen_ai.response.id": "msg_1",
        "anthropic.usage.cache_creation.ephemeral_5m_input_tokens": 100,
        "anthropic.usage.cache_creation.ephemeral_1h_input_tokens": 400,
      }),
    };
    const other = {
      id: "other",
      scope: "opentelemetry.instrumentation.anthropic",
      attributes: {
        ...counts(820, { "gen_ai.response.id": "msg_1" }),
        "gen_ai.usage.output_tokens": 41,
      },
    };
    const log = read(other, sdk);
    expect(tokensOf(log.calls)).toEqual({ ...told, w5m: 100, w1h: 400, "w?": 0 });
    expect(log.problems).toEqual([]);
  });

  test("without an id the SDK's span is the child, and the request of the one around it is kept", () => {
    const messages = [{ role: "user", content: "The port of call is Oslo. ".repeat(40) }];
    const request = { model: "claude-sonnet-4-5", max_tokens: 9, messages };
    const outer = {
      id: "outer",
      scope: "openinference.instrumentation.anthropic",
      attributes: {
        "openinference.span.kind": "LLM",
        "llm.model_name": "claude-sonnet-4-5",
        "llm.token_count.prompt": 820,
        "llm.token_count.completion": 40,
        "llm.token_count.prompt_details.cache_read": 300,
        "llm.token_count.prompt_details.cache_write": 500,
        "input.value": request,
      },
    };
    const inner = {
      id: "inner",
      parent: "outer",
      scope: "com.anthropic.sdk.python",
      attributes: counts(820, { "gen_ai.response.id": "msg_1" }),
    };
    const log = read(outer, inner);
    expect(tokensOf(log.calls)).toEqual(told);
    expect(log.calls.map((call) => call.request)).toEqual([request]);
  });

  test("Logfire's second span has the usage of a stream, its first is no call without", () => {
    const first = {
      id: "a",
      scope: "logfire.anthropic",
      attributes: { ...model, "gen_ai.operation.name": "chat" },
    };
    const second = { id: "b", scope: "logfire.anthropic", attributes: counts(820) };
    const log = read(first, second);
    expect(tokensOf(log.calls)).toEqual(told);
    expect(log.leftOut).toEqual([]);
  });
});

test("failures, calls without usage and other vendors' calls are counted", () => {
  const span = (id: string, attributes: JsonObject, error = false): SpanFacts => ({
    id,
    scope: "gen_ai",
    error,
    attributes: { "gen_ai.operation.name": "chat", ...attributes },
  });
  const log = read(
    span("a", { ...model, "http.response.status_code": 529 }, true),
    span("b", model),
    span("c", {
      ...counts(820),
      "gen_ai.request.model": "gpt-5",
      "gen_ai.provider.name": "openai",
    }),
  );
  expect(log.calls).toEqual([]);
  expect(log.leftOut).toEqual([
    { why: "host", name: "openai" },
    { why: "no-usage", name: "gen_ai" },
    { why: "refused", name: "529" },
  ]);
});

describe("dumps of spans", () => {
  const nested: Json = {
    name: "messages.create",
    context: { trace_id: "0xaa", span_id: "0x01" },
    parent_id: null,
    start_time: "2026-09-21T14:13:20+00:00",
    status_code: "OK",
    attributes: {
      openinference: { span: { kind: "LLM" } },
      llm: {
        model_name: "claude-sonnet-4-5",
        token_count: {
          prompt: 20,
          completion: 40,
          prompt_details: { cache_read: 300, cache_write: 500 },
        },
      },
    },
  };

  test("with attributes in each other, as Phoenix exports them", () => {
    const log = readLog([nested]);
    expect(tokensOf(log.calls)).toEqual(told);
    expect(log.calls[0]).toMatchObject({ at: "2026-09-21T14:13:20.000Z", run: "aa" });
  });

  test("of Sentry, with data in place of attributes", () => {
    const span = {
      span_id: "01",
      trace_id: "aa",
      op: "gen_ai.chat",
      start_timestamp: 1_790_000_000.5,
      status: "ok",
      data: {
        "sentry.origin": "auto.ai.anthropic",
        "gen_ai.request.model": "claude-sonnet-4-5",
        "gen_ai.usage.input_tokens": 20,
        "gen_ai.usage.output_tokens": 40,
        "gen_ai.usage.cache_read_input_tokens": 300,
        "gen_ai.usage.cache_creation_input_tokens": 500,
        "gen_ai.usage.total_tokens": 860,
      },
    };
    const log = readLog([span]);
    expect(tokensOf(log.calls)).toEqual(told);
    expect(log.calls[0]?.at).toBe("2026-09-21T14:13:20.500Z");
  });
});

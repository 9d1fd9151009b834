import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isArray, isObject, type Json, type JsonObject } from "../../../src/json.ts";
import { readLog, tokensOf } from "./read.ts";
import { otlp } from "./spans.ts";

const model = "claude-sonnet-4-5";
const count = fc.nat(900);

const usage = fc.record({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
});

const transcriptLine = fc
  .record({ id: fc.nat(4), usage, ended: fc.boolean(), side: fc.boolean(), at: fc.nat(4) })
  .map(({ id, usage, ended, side, at }): JsonObject => ({
    type: "assistant",
    sessionId: "s",
    isSidechain: side,
    uuid: `u${String(at)}`,
    parentUuid: `u${String((at * 3 + 1) % 5)}`,
    message: { id: `m${String(id)}`, model, usage, stop_reason: ended ? "end_turn" : null },
  }));

const scopes = fc.constantFrom(
  "com.anthropic.sdk.python",
  "opentelemetry.instrumentation.anthropic",
  "@traceloop/instrumentation-anthropic",
  "gen_ai",
  "pydantic-ai",
  "somebody",
);

const span = fc
  .record({
    scope: scopes,
    id: fc.nat(6),
    parent: fc.nat(6),
    trace: fc.nat(1),
    operation: fc.constantFrom("chat", "invoke_agent"),
    response: fc.option(fc.nat(3), { nil: null }),
    usage,
  })
  // Ids grow from the outside in: no span is its own ancestor.
  .map(({ scope, id, parent, trace, operation, response, usage }) =>
    otlp({
      scope,
      trace: `t${String(trace)}`,
      id: `s${String(id)}`,
      ...(parent < id ? { parent: `s${String(parent)}` } : {}),
      attributes: {
        "gen_ai.operation.name": operation,
        "gen_ai.request.model": model,
        ...(response === null ? {} : { "gen_ai.response.id": `m${String(response)}` }),
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cache_read_input_tokens,
        "gen_ai.usage.cache_creation.input_tokens": usage.cache_creation_input_tokens,
      },
    }),
  );

/** The ids of a document's span; the same ids are the same span. */
function spanKey(document: JsonObject): string {
  const text = JSON.stringify(document);
  return [/"traceId":"\w+"/, /"spanId":"\w+"/].map((form) => form.exec(text)?.[0]).join();
}

const rows = fc
  .record({ id: fc.nat(99), usage, kind: fc.nat(3) })
  .map(({ id, usage, kind }): JsonObject => {
    const all =
      usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens;
    const forms: readonly JsonObject[] = [
      {
        run_type: "llm",
        outputs: {
          model,
          usage_metadata: {
            input_tokens: all,
            output_tokens: usage.output_tokens,
            input_token_details: {
              cache_read: usage.cache_read_input_tokens,
              ephemeral_1hr_input_tokens: usage.cache_creation_input_tokens,
            },
          },
        },
      },
      {
        type: "GENERATION",
        trace_id: "t",
        model,
        usage_details: {
          input: usage.input_tokens,
          output: usage.output_tokens,
          input_cached_tokens: usage.cache_read_input_tokens,
          input_cache_creation: usage.cache_creation_input_tokens,
        },
      },
      {
        call_type: "completion",
        startTime: 1_790_000_000,
        model,
        metadata: {
          usage_object: {
            prompt_tokens: all,
            completion_tokens: usage.output_tokens,
            prompt_tokens_details: {
              cached_tokens: usage.cache_read_input_tokens,
              cache_creation_tokens: usage.cache_creation_input_tokens,
            },
          },
        },
      },
      {
        span_attributes: { type: "llm" },
        root_span_id: "t",
        metadata: { model },
        metrics: {
          prompt_tokens: all,
          completion_tokens: usage.output_tokens,
          prompt_cached_tokens: usage.cache_read_input_tokens,
          prompt_cache_creation_5m_tokens: usage.cache_creation_input_tokens,
        },
      },
    ];
    return { id: `${String(kind)}-${String(id)}`, ...forms[kind] };
  });

/** The same documents again, each once or more often, in any order. */
function logs(document: fc.Arbitrary<JsonObject>, keyOf: (document: JsonObject) => unknown) {
  return fc
    .uniqueArray(document, { minLength: 1, maxLength: 12, selector: keyOf })
    .chain((documents) =>
      fc.tuple(
        fc.constant(documents),
        fc.shuffledSubarray([...documents, ...documents], { minLength: documents.length }),
      ),
    )
    .map(([documents, again]) => ({ documents, shuffled: [...again, ...documents] }));
}

describe("what is logged again, in any order, changes no sum", () => {
  test("lines of a transcript", () => {
    const all = logs(transcriptLine, (line) => JSON.stringify(line));
    fc.assert(
      fc.property(all, ({ documents, shuffled }) => {
        const [once, again] = [readLog(documents), readLog(shuffled)];
        expect(tokensOf(again.calls)).toEqual(tokensOf(once.calls));
      }),
    );
  });

  test("spans", () => {
    fc.assert(
      fc.property(logs(span, spanKey), ({ documents, shuffled }) => {
        const [once, again] = [readLog(documents), readLog(shuffled)];
        expect(tokensOf(again.calls)).toEqual(tokensOf(once.calls));
        expect(again.problems).toHaveLength(once.problems.length);
      }),
      { numRuns: 300 },
    );
  });

  test("rows of exports, of which every class is what was counted", () => {
    fc.assert(
      fc.property(
        logs(rows, ({ id }) => id),
        ({ documents, shuffled }) => {
          const [once, again] = [readLog(documents), readLog(shuffled)];
          expect(once.problems).toEqual([]);
          expect(tokensOf(again.calls)).toEqual(tokensOf(once.calls));
          expect(once.calls.length).toBe(documents.filter(hasCounts).length);
        },
      ),
    );
  });
});

/** A row of nothing but zeros is one without usage. */
function hasCounts(row: JsonObject): boolean {
  return (
    !("usage_details" in row || "call_type" in row) ||
    /":[1-9]/.test(JSON.stringify(row["usage_details"] ?? row["metadata"]))
  );
}

const keys = [
  "type",
  "usage",
  "message",
  "sessionId",
  "session_id",
  "modelUsage",
  "result",
  "resourceSpans",
  "scopeSpans",
  "spans",
  "attributes",
  "context",
  "span_attributes",
  "metrics",
  "run_type",
  "outputs",
  "extra",
  "metadata",
  "call_type",
  "startTime",
  "request_id",
  "usage_details",
  "data",
  "observations",
  "trace_id",
  "response_id",
  "prompt_tokens",
  "response_body",
  "choices",
  "object",
  "custom_id",
  "params",
  "requests",
  "results",
  "messages",
  "key",
  "value",
  "scope",
  "generations",
];
const words = [
  "assistant",
  "result",
  "llm",
  "GENERATION",
  "succeeded",
  "errored",
  "x",
  "{}",
  "[[",
  "12",
];

const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, -1, 1.5, 7, ...words),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("tree"), { maxKeys: 6 }),
  ),
}));

/** A document of a format with one of its values exchanged for another. */
const damaged = fc
  .tuple(fc.oneof(rows, span, transcriptLine), fc.nat(), tree)
  .map(([document, at, value]) => exchanged(document, { at: at % sizeOf(document), value }).value);

function sizeOf(value: Json): number {
  const inner = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inner.reduce<number>((total, each) => total + sizeOf(each), 1);
}

/** Puts a value in the place of the one that is `at` steps further on. */
function exchanged(
  document: Json,
  { at, value }: { readonly at: number; readonly value: Json },
): { readonly value: Json; readonly left: number } {
  if (at === 0) return { value, left: -1 };
  let left = at - 1;
  const step = (inner: Json): Json => {
    if (left < 0) return inner;
    const read = exchanged(inner, { at: left, value });
    left = read.left;
    return read.value;
  };
  if (isArray(document)) return { value: document.map(step), left };
  if (!isObject(document)) return { value: document, left };
  const entries = Object.entries(document).map(([key, inner]) => [key, step(inner)] as const);
  return { value: Object.fromEntries(entries), left };
}

test("no document makes a reader throw, and each call has an answer or a request", () => {
  const documents = fc.array(fc.oneof(tree, damaged), { maxLength: 4 });
  fc.assert(
    fc.property(documents, (documents) => {
      const { calls } = readLog(documents);
      for (const { response, request } of calls)
        expect(isObject(response ?? request ?? undefined)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usageOfOpenAi } from "../../../src/api/usage/openai.ts";
import { noCounts, usageOfCounts } from "../../../src/api/usage/counts.ts";

describe("a usage in OpenAI's shape", () => {
  it("takes what the cache read and wrote out of the prompt", () => {
    const usage = {
      prompt_tokens: 900,
      completion_tokens: 40,
      total_tokens: 940,
      prompt_tokens_details: { cached_tokens: 500, cache_write_tokens: 300 },
    };
    expect(usageOfOpenAi(usage)).toEqual({
      usage: {
        input_tokens: 100,
        cache_read_input_tokens: 500,
        cache_creation_input_tokens: 300,
        output_tokens: 40,
      },
    });
  });

  it("reads LiteLLM's split, and does not add its sum to it", () => {
    const read = usageOfOpenAi({
      prompt_tokens: 70,
      completion_tokens: 4,
      cache_creation_input_tokens: 60,
      prompt_tokens_details: {
        cache_creation_tokens: 60,
        cache_creation_token_details: {
          ephemeral_5m_input_tokens: 20,
          ephemeral_1h_input_tokens: 40,
        },
      },
    });
    expect(read).toMatchObject({
      usage: {
        input_tokens: 10,
        cache_creation_input_tokens: 60,
        cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 40 },
      },
    });
  });

  it("reads the Responses API's names, and leaves the API's own usage alone", () => {
    const responses = {
      input_tokens: 50,
      input_tokens_details: { cached_tokens: 20 },
      output_tokens: 9,
      output_tokens_details: { reasoning_tokens: 5 },
    };
    expect(usageOfOpenAi(responses)).toMatchObject({
      usage: {
        input_tokens: 30,
        cache_read_input_tokens: 20,
        output_tokens_details: { thinking_tokens: 5 },
      },
    });
    expect(usageOfOpenAi({ input_tokens: 5, output_tokens: 1 })).toBeNull();
  });

  it("is exclusive where the prompt is smaller than what was cached", () => {
    const usage = {
      prompt_tokens: 12,
      completion_tokens: 3,
      prompt_tokens_details: { cached_tokens: 80 },
    };
    expect(usageOfOpenAi(usage)).toMatchObject({ usage: { input_tokens: 12 } });
  });

  it("is refused where its total is no sum of its parts, or a part is missing", () => {
    const wrong = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 16 };
    expect(usageOfOpenAi(wrong)).toEqual({ fault: { kind: "total", sum: 15, total: 16 } });
    const half = { prompt_tokens: 10 };
    expect(usageOfOpenAi(half)).toEqual({ fault: { kind: "missing", what: "output" } });
  });
});

const count = fc.option(fc.nat(5_000), { nil: null });
const anyCounts = fc.record({
  input: count,
  output: count,
  read: count,
  write: count,
  write5m: count,
  write1h: count,
  total: count,
});
const meanings = fc.constantFrom("inclusive" as const, "exclusive" as const, "unknown" as const);

describe("counts of another program", () => {
  it("give classes that add up to what they came from, or a fault", () => {
    fc.assert(
      fc.property(anyCounts, meanings, (counts, meaning) => {
        const read = usageOfCounts(counts, meaning);
        if ("fault" in read) return;
        const { usage } = read;
        const cached =
          Number(usage["cache_read_input_tokens"]) + Number(usage["cache_creation_input_tokens"]);
        const input = Number(usage["input_tokens"]);
        expect(input).toBeGreaterThanOrEqual(0);
        expect([input, input + cached]).toContain(counts.input);
      }),
    );
  });

  it("are refused where an answer came out of no input at all", () => {
    expect(usageOfCounts({ ...noCounts, input: 0, output: 40 }, "inclusive")).toEqual({
      fault: { kind: "missing", what: "input" },
    });
  });

  it("are refused where nothing says what the input counts", () => {
    const counts = { input: 100, output: 1, read: 40, write: null };
    const rest = { write5m: null, write1h: null, total: 101 };
    expect(usageOfCounts({ ...counts, ...rest }, "unknown")).toEqual({
      fault: { kind: "unclear", input: 100, cached: 40 },
    });
    expect(usageOfCounts({ ...counts, ...rest, total: 141 }, "unknown")).toMatchObject({
      usage: { input_tokens: 100 },
    });
    expect(usageOfCounts({ ...counts, ...rest, input: 39, total: null }, "unknown")).toMatchObject({
      usage: { input_tokens: 39 },
    });
  });
});

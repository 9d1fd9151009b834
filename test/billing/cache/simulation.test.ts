import { describe, expect, test } from "vitest";
import { effectiveBreakpoints, layOut } from "../../../src/billing/cache/layout.ts";
import { createSimulation } from "../../../src/billing/cache/simulation.ts";
import { loadTokenizer } from "../../../src/io/context.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createBlockTable } from "../../../src/prompt/block-table.ts";
import { readPrompt } from "../../../src/prompt/blocks.ts";
import { tokensUpTo } from "../../../src/tokens/count.ts";
import { createCounter } from "../../../src/tokens/counter.ts";

const counter = createCounter(loadTokenizer);
const table = createBlockTable();
const minimum = 1024;

function promptOf(body: JsonObject) {
  return readPrompt({ request: { body, placeholders: [], links: [] }, betas: [], table });
}

/** An hour for the system prompt, five minutes for the question. */
function bodyOf(systemTokens: number): JsonObject {
  return {
    model: "claude-sonnet-4-6",
    tools: [{ name: "find_flight", input_schema: { type: "object" } }],
    system: [
      {
        type: "text",
        text: { $tokens: systemTokens, name: "policy" },
        cache_control: { type: "ephemeral", ttl: "1h" },
      },
    ],
    messages: [
      {
        role: "user",
        content: [
          {
            type: "text",
            text: "Is there a seat from Graz to Oslo?",
            cache_control: { type: "ephemeral" },
          },
        ],
      },
    ],
  };
}

describe("a first write of two lifetimes", () => {
  const prompt = promptOf(bodyOf(40_000));
  const count = counter.count(prompt);
  const upTo = tokensUpTo(count, 1, prompt);
  const expected = {
    read: 0,
    write1h: upTo,
    write5m: count.total - count.tail - upTo,
    input: count.tail,
  };

  test.each([
    ["as recorded: what stands behind the last block is in no prefix", expected],
    ["by our own count", null],
  ])("%s", (_, recorded) => {
    const simulate = createSimulation({ counter, table });
    const { split } = simulate({
      prompt,
      startMs: 0,
      at: "2026-11-24T00:00:00Z",
      minimum,
      recorded,
      response: null,
    });
    expect(split).toEqual({ ...expected, hitBlock: -1 });
  });

  test("until October 2025 the token a prompt starts with was billed behind it", () => {
    const simulate = createSimulation({ counter, table });
    const { split } = simulate({
      prompt,
      startMs: 0,
      at: "2025-07-01T00:00:00Z",
      minimum,
      recorded: null,
      response: null,
    });
    expect(split).toMatchObject({ write1h: upTo - 1, input: count.tail + 1 });
  });
});

test("what of the tool prompt stands behind the system prompt does not lift it over the minimum", () => {
  const missing = (systemTokens: number): number => {
    const prompt = promptOf(bodyOf(systemTokens));
    return minimum - tokensUpTo(counter.count(prompt), 1, prompt);
  };
  const least = 500 + missing(500);
  for (const [tokens, indexes] of [
    [least - 1, [2]],
    [least, [1, 2]],
  ] as const) {
    const prompt = promptOf(bodyOf(tokens));
    const count = counter.count(prompt);
    // The whole prompt is large enough either way.
    expect(count.total).toBeGreaterThan(minimum + 300);
    const layout = layOut(prompt, count, minimum);
    expect(effectiveBreakpoints(layout).map(({ index }) => index)).toEqual(indexes);
  }
});

import { describe, expect, test } from "vitest";
import {
  contentOf,
  inputTotal,
  isCutOff,
  isUnfinished,
  outputTokens,
  thinkingTokens,
  webSearches,
} from "../../src/api/response.ts";

describe("what an answer's usage says", () => {
  const usage = {
    input_tokens: 3,
    cache_creation_input_tokens: 20,
    cache_read_input_tokens: 100,
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 40 },
    server_tool_use: { web_search_requests: 2 },
  };

  test("input is what was read, written or neither; what caching it shows is apart", () => {
    expect(inputTotal({ usage })).toEqual({ total: 123, cached: 120 });
    expect(inputTotal({ usage: { input_tokens: 3 } })).toEqual({ total: 3, cached: null });
    expect(inputTotal({ usage: { ...usage, cache_read_input_tokens: null } })).toEqual({
      total: 23,
      cached: 20,
    });
  });

  test("output, thinking and searches", () => {
    expect([outputTokens({ usage }), thinkingTokens({ usage }), webSearches({ usage })]).toEqual([
      50, 40, 2,
    ]);
  });

  test.each([{}, { usage: null }, { usage: [] }, { usage: { output_tokens: "50" } }])(
    "%j says nothing, which is no search and no number",
    (response) => {
      expect([
        inputTotal(response),
        outputTokens(response),
        thinkingTokens(response),
        webSearches(response),
      ]).toEqual([null, null, null, 0]);
    },
  );
});

test("where an answer ended: at its limit, or not yet", () => {
  expect([isCutOff({ stop_reason: "max_tokens" }), isCutOff({ stop_reason: "end_turn" })]).toEqual([
    true,
    false,
  ]);
  // A recording without `stop_reason` is not one of a stream's beginning.
  expect([isUnfinished({ stop_reason: null }), isUnfinished({}), isUnfinished(null)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("content is a list of blocks, or none", () => {
  const content = [{ type: "text", text: "Yes." }];
  expect(contentOf({ content })).toBe(content);
  expect([contentOf({ content: "Yes." }), contentOf(null)]).toEqual([null, null]);
});

import { assert, jsonValue, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { batchRefusal } from "../../src/api/batch.ts";
import { markedLifetimes } from "../../src/api/cache-control.ts";
import { completedByApi, completesInput } from "../../src/api/completed-input.ts";
import { priceBookIdOf, modelOf } from "../../src/api/model.ts";
import { maxTokensOf, messagesOf, toolsOf } from "../../src/api/request.ts";
import { parseJson } from "../../src/json-text.ts";
import { isObject, numberText } from "../../src/json.ts";

describe("the model of a document", () => {
  test.each([
    [{ model: "claude-sonnet-4-5-20250929" }, "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
    [{ model: "someone-elses" }, "someone-elses", "someone-elses"],
    [{ model: 5 }, null, ""],
    [{}, null, ""],
  ])("%j", (document, name, id) => {
    expect(modelOf(document)).toBe(name);
    expect(priceBookIdOf(document)).toBe(id);
  });
});

test("a number counts in any form, a fraction or a negative one does not", () => {
  expect(maxTokensOf({ max_tokens: numberText("1.0e3") })).toBe(1000);
  expect(maxTokensOf({ max_tokens: 1.5 })).toBeNull();
  expect(maxTokensOf({ max_tokens: -1 })).toBeNull();
});

test("what the API adds is named, sorted", () => {
  const body = {
    tools: [{ type: "web_search_20250305" }, { name: "t", allowed_callers: ["direct", "code"] }],
    container: "c",
    context_management: { edits: [{ type: "compact_20260112" }] },
  };
  expect(completedByApi(body)).toEqual(["code", "compaction", "container", "web_search_20250305"]);
  expect(completesInput({ messages: [{ role: "user", content: "Hello" }] })).toBe(false);
});

test("of several members a batch refuses, one is named", () => {
  expect(batchRefusal({ store: true, fallbacks: [] })).toBe("a batch refuses `fallbacks`");
  expect(batchRefusal({ model: "claude-sonnet-5" })).toBeNull();
});

test("any JSON is a body", () => {
  assert(
    property(jsonValue(), (value) => {
      const body = parseJson(JSON.stringify({ messages: value, tools: value, system: value }));
      if (!isObject(body)) return;
      expect(messagesOf(body) ?? []).toEqual(Array.isArray(value) ? value : []);
      expect(toolsOf(body)).toEqual(messagesOf(body) ?? []);
      expect(markedLifetimes(body).size).toBeLessThan(3);
      expect(typeof completesInput(body)).toBe("boolean");
    }),
  );
});

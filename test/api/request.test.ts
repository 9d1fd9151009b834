import { assert, jsonValue, property } from "fast-check";
import { expect, test } from "vitest";
import { markedLifetimes } from "../../src/api/cache-control.ts";
import { completesInput } from "../../src/api/completed-input.ts";
import { maxTokensOf, messagesOf, toolsOf } from "../../src/api/request.ts";
import { parseJson } from "../../src/json-text.ts";
import { isObject, numberText } from "../../src/json.ts";

test("a number counts in any form, a fraction or a negative one does not", () => {
  expect(maxTokensOf({ max_tokens: numberText("1.0e3") })).toBe(1000);
  expect(maxTokensOf({ max_tokens: 1.5 })).toBeNull();
  expect(maxTokensOf({ max_tokens: -1 })).toBeNull();
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

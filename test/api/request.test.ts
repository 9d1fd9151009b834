import { assert, jsonValue, property } from "fast-check";
import { expect, test } from "vitest";
import { markedLifetimes } from "../../src/api/cache-control.ts";
import { completesInput } from "../../src/api/completed-input.ts";
import {
  endsInAnswer,
  isFast,
  maxTokensOf,
  messagesOf,
  outputConfigOf,
  toolsOf,
} from "../../src/api/request.ts";
import { parseJson } from "../../src/json-text.ts";
import { isObject, numberText } from "../../src/json.ts";

test("a number counts in any form, a fraction or a negative one does not", () => {
  expect(maxTokensOf({ max_tokens: numberText("1.0e3") })).toBe(1000);
  expect(maxTokensOf({ max_tokens: 1.5 })).toBeNull();
  expect(maxTokensOf({ max_tokens: -1 })).toBeNull();
});

test("any JSON is a body", () => {
  assert(
    property(jsonValue(), (any) => {
      // As JSON has it: there is no negative zero in it.
      const value: unknown = JSON.parse(JSON.stringify(any));
      const body = parseJson(JSON.stringify({ messages: any, tools: any, system: any }));
      if (!isObject(body)) return;
      expect(messagesOf(body) ?? []).toEqual(Array.isArray(value) ? value : []);
      expect(toolsOf(body)).toEqual(messagesOf(body) ?? []);
      expect(markedLifetimes(body).size).toBeLessThan(3);
      expect(typeof completesInput(body)).toBe("boolean");
    }),
  );
});

test("a request goes on with the assistant's words where they come last", () => {
  const [user, assistant] = ["user", "assistant"].map((role) => ({ role, content: "…" }));
  expect(endsInAnswer({ messages: [user!, assistant!] })).toBe(true);
  expect(endsInAnswer({ messages: [assistant!, user!] })).toBe(false);
  for (const messages of [[], "text", null]) expect(endsInAnswer({ messages })).toBe(false);
});

test("settings are what is written, and none where that is of another kind", () => {
  expect(outputConfigOf({ output_config: { effort: "low" } })).toEqual({ effort: "low" });
  expect(outputConfigOf({ output_config: "low" })).toEqual({});
  expect([isFast({ speed: "fast" }), isFast({ speed: "standard" }), isFast({})]).toEqual([
    true,
    false,
    false,
  ]);
});

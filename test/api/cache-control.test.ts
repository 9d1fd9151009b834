import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markedLifetimes, markerTtl, withoutMarkers } from "../../src/api/cache-control.ts";
import { parseJson } from "../../src/json-text.ts";
import { writeJson } from "../../src/json.ts";

const hour = { type: "ephemeral", ttl: "1h" };
const usual = { type: "ephemeral" };

describe("a marker", () => {
  test("lives five minutes unless it says an hour", () => {
    expect(markerTtl({ cache_control: usual })).toBe("5m");
    expect(markerTtl({ cache_control: { ttl: "5m" } })).toBe("5m");
    expect(markerTtl({ cache_control: hour })).toBe("1h");
    for (const none of [{}, { cache_control: null }, "text", undefined])
      expect(markerTtl(none)).toBeNull();
  });

  test.each([
    ["the body itself", { cache_control: hour }],
    ["a tool", { tools: [{ name: "t", cache_control: hour }] }],
    ["the system prompt", { system: [{ type: "text", text: "s", cache_control: hour }] }],
    ["content", { messages: [{ role: "user", content: [{ type: "text", cache_control: hour }] }] }],
    [
      "what a result holds",
      {
        messages: [
          {
            role: "user",
            content: [
              { type: "tool_result", content: [{ type: "text", text: "r", cache_control: hour }] },
            ],
          },
        ],
      },
    ],
  ])("is found on %s", (_, body) => {
    expect(markedLifetimes(body)).toEqual(new Set(["1h"]));
  });
});

describe("a body without markers", () => {
  test("is the very same object where it has none", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const body = parseJson(JSON.stringify(value)) ?? null;
        expect(withoutMarkers(body)).toBe(body);
      }),
    );
  });

  test("differs by them alone, and keeps what is the caller's own", () => {
    const marked = {
      tools: [{ name: "t", input_schema: { cache_control: usual }, cache_control: hour }],
      messages: [{ role: "user", content: [{ type: "text", text: "q", cache_control: usual }] }],
      cache_control: usual,
    };
    expect(writeJson(withoutMarkers(marked))).toBe(
      '{"tools":[{"name":"t","input_schema":{"cache_control":{"type":"ephemeral"}}}],' +
        '"messages":[{"role":"user","content":[{"type":"text","text":"q"}]}]}',
    );
    expect(marked.cache_control).toBe(usual);
  });
});

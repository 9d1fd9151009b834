import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/json.ts";
import { body, placeholdersOf, rewrite, sent, withSystem, type Texts } from "./rewriting.ts";

function system(text: Json): JsonObject {
  return body({ system: [{ type: "text", text }] });
}

function template(text: string, vars: Readonly<Record<string, string>>, changes = "request"): Json {
  const entries = Object.entries(vars).map(([name, value]) => [name, { value, changes }] as const);
  return { $text: text, vars: Object.fromEntries(entries) };
}

function isKnown(known: JsonObject, live: JsonObject, files: Texts = {}): boolean {
  const [written] = rewrite([sent([live], { known })], files).requests;
  if (written?.isKnown === true) expect(written.request).toBe(known);
  return written?.isKnown ?? false;
}

describe("a snapshot says what was sent", () => {
  test.each([
    ["It is {{time}}.", { time: "14:02" }, "It is 15:31.", true],
    ["It is {{time}}.", { time: "14:02" }, "It is late.", false],
    ["It is {{time}}.", { time: "14:02" }, "It is 15:31. Be kind.", false],
    ["On {{date}}", { date: "2026-11-28" }, "On 2026-12-01", true],
    ["On {{date}}", { date: "2026-11-28" }, "On Sunday", false],
    ["{{uuid}}!", { uuid: "550e8400-e29b-41d4-a716-446655440000" }, "550e8400!", false],
    ["{{number}} left", { number: "7" }, "12.5 left", true],
    ["{{number}} left", { number: "0.25" }, "1.5e-7 left", true],
    ["{{id}} and {{id}}", { id: "a1b2" }, "c3d4 and c3d4", true],
    ["{{id}} and {{id}}", { id: "a1b2" }, "c3d4 and e5f6", false],
    ["Dear {{value}}.\nRules", { value: "Ann" }, "Dear Bo Ray.\nRules", true],
    ["Dear {{value}}.\nRules", { value: "Ann" }, "Dear Bo.\nA new rule.\nRules", false],
    ["Dear {{value}}.", { value: "Ann" }, `Dear ${"very ".repeat(20)}long.`, false],
    ["At {{clock_of_mine}}.", { clock_of_mine: "14:02" }, "At 15:31.", true],
    ["At {{clock_of_mine}}.", { clock_of_mine: "14:02" }, "At home.", false],
    ["{name} {{other}} {{time}}", { time: "14:02" }, "{name} {{other}} 15:31", true],
  ])("%s %o: %s, %s", (text, vars, live, expected) => {
    expect(isKnown(system(template(text, vars)), withSystem(live))).toBe(expected);
  });

  test("where its files and values are what they are now", () => {
    const known = {
      ...system({ $file: "../../../p.md", vars: { who: { value: "Ann", changes: "run" } } }),
      model: { $json: "../../../c.json#/model" },
    };
    const live = { ...withSystem("Be kind to Bo."), model: "claude-opus-5" };
    const files = { "p.md": "Be kind to {{who}}.\n", "c.json": '{"model":"claude-opus-5"}' };
    expect(isKnown(known, live, files)).toBe(true);
    expect(isKnown(known, live, { ...files, "p.md": "Be rude to {{who}}.\n" })).toBe(false);
    expect(isKnown(known, live, { ...files, "c.json": '{"model":"claude-haiku-4-5"}' })).toBe(
      false,
    );
    expect(isKnown(known, live, { "c.json": files["c.json"] })).toBe(false);
  });

  test("in the same order, but for the keys of the request itself and where a mark says otherwise", () => {
    const tool = (name: Json, keys: readonly string[]) => ({
      name,
      input_schema: {
        type: "object",
        properties: Object.fromEntries(keys.map((key) => [key, {}])),
      },
    });
    const { model, max_tokens: max, messages } = body();
    expect(
      isKnown(body(), {
        messages: messages ?? null,
        max_tokens: max ?? null,
        model: model ?? null,
      }),
    ).toBe(true);
    expect(isKnown(body(), body({ temperature: 1 }))).toBe(false);
    const live = body({ tools: [tool("a", ["x", "y"]), tool("b", [])] });
    expect(isKnown(body({ tools: [tool("a", ["y", "x"]), tool("b", [])] }), live)).toBe(false);
    const keys = template("a{{key_order}}", { key_order: "" });
    expect(isKnown(body({ tools: [tool(keys, ["y", "x"]), tool("b", [])] }), live)).toBe(true);
    expect(
      isKnown(
        body({ tools: [tool(template("b{{key_order}}", { key_order: "" }), [])] }),
        body({ tools: [tool("bc", [])] }),
      ),
    ).toBe(false);
    const list = template("b{{tool_order}}", { tool_order: "" });
    expect(isKnown(body({ tools: [tool(list, []), tool("a", ["x", "y"])] }), live)).toBe(true);
    expect(isKnown(body({ tools: [tool(list, []), tool("c", ["x", "y"])] }), live)).toBe(false);
  });

  test("of every pass: what is seen to differ now is written", () => {
    const known = withSystem("Session a1b2c3d4.");
    const result = rewrite([sent([known, withSystem("Session f9e8d7c6.")], { known })]);
    expect(result.requests[0]?.isKnown).toBe(false);
    expect(placeholdersOf(result)).toEqual(["system.0.text id run differs"]);
  });
});

test("a snapshot's placeholders take what was sent where that is asked for", () => {
  const known = system(template("At {{wall}}.", { wall: "14:02" }));
  const exchange = sent([withSystem("At 15:31.")], { known, takesValues: true });
  expect(rewrite([exchange]).requests[0]).toEqual({
    isKnown: false,
    request: system(template("At {{wall}}.", { wall: "15:31" })),
  });
});

describe("where the snapshot does not say what was sent", () => {
  test("its other texts keep their names, their files and how often they change", () => {
    const known = body({
      system: [
        { type: "text", text: template("Clock: {{wall}}.", { wall: "14:02" }, "run") },
        { type: "text", text: "Open at 14:02." },
        {
          type: "text",
          text: { $file: "../../../p.md", vars: { who: { value: "Ann", changes: "never" } } },
        },
      ],
      messages: [{ role: "user", content: "Old question" }],
    });
    const live = body({
      system: ["Clock: 15:31.", "Open at 14:02.", "For Bo."].map((text) => ({
        type: "text",
        text,
      })),
      messages: [{ role: "user", content: "New question" }],
    });
    const { requests } = rewrite([sent([live], { known })], { "p.md": "For {{who}}.\n" });
    expect(requests[0]).toEqual({
      isKnown: false,
      request: body({
        system: [
          { type: "text", text: template("Clock: {{wall}}.", { wall: "15:31" }, "run") },
          { type: "text", text: "Open at 14:02." },
          {
            type: "text",
            text: { $file: "../../../p.md", vars: { who: { value: "Bo", changes: "never" } } },
          },
        ],
        messages: [{ role: "user", content: "New question" }],
      }),
    });
  });
});

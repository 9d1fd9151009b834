import { describe, expect, test } from "vitest";
import { loadTokenizer } from "../../../src/io/context.ts";
import type { JsonObject } from "../../../src/json.ts";
import { blockKinds } from "../../../src/tokens/framing/backing/block-kinds.ts";
import { settingKinds } from "../../../src/tokens/framing/backing/setting-kinds.ts";
import { turnKinds } from "../../../src/tokens/framing/backing/turn-kinds.ts";
import type { Backing, Recorded } from "../../../src/tokens/framing/backing/backing.ts";
import { recordedBacking } from "../../../src/tokens/framing/backing/recorded.ts";
import { backingKeys } from "../../../src/tokens/framing/request.ts";
import { createCounter } from "../../../src/tokens/counter.ts";
import { assistant, countBody, promptOf, user } from "../prompts.ts";

const tool = { name: "get", description: "Gets", input_schema: { type: "object" } };
const body: JsonObject = { model: "claude-haiku-4-5", tools: [tool], messages: [user("Hi")] };
const sure: Recorded = [9, 2, 9, 0, 0];
const known: Backing = { "4.5: tools": sure, "A: text": sure };

/** How far below and above its total a count reaches, and what it says. */
function widthBy(backing: Backing, request: JsonObject) {
  const counter = createCounter(loadTokenizer, undefined, {
    backing,
    sizeOf: ({ tokens }) => tokens,
  });
  const { total, low, high, problems } = counter.count(promptOf(request));
  return { below: total - low, above: high - total, said: problems.map(({ code }) => code) };
}

describe("intervals rest on recordings, by kind of content", () => {
  test("none where every kind is exact on five recordings of two sources", () => {
    expect(backingKeys(promptOf(body))).toEqual(["4.5: tools", "A: text"]);
    expect(widthBy(known, body)).toEqual({ below: 0, above: 0, said: [] });
  });

  test.each([
    ["four recordings", [4, 2, 4, 0, 0]],
    ["recordings of one source", [40, 1, 40, 0, 0]],
  ] as const)("a stated width on %s", (_, recorded) => {
    const width = widthBy({ ...known, "4.5: tools": recorded }, body);
    expect(width).toEqual({ below: 2, above: 2, said: [] });
  });

  test("as far as the recordings are off", () => {
    const width = widthBy({ ...known, "4.5: tools": [60, 3, 50, -1, 7] }, body);
    expect(width).toEqual({ below: 1, above: 7, said: [] });
  });

  test("widths of several kinds add up", () => {
    const rows: Backing = { "4.5: tools": [60, 3, 50, -1, 7], "A: text": [60, 3, 50, -2, 0] };
    expect(widthBy(rows, body)).toMatchObject({ below: 3, above: 7 });
  });

  test("what nobody recorded is open, and said once", () => {
    const messages = [user("Hi"), assistant("Hello"), { role: "system", content: "Be brief." }];
    const width = widthBy({ "A: text": sure }, { ...body, messages });
    // Three for the system message; five for the tool prompt, whose size is published.
    expect(width).toEqual({ below: 8, above: 8, said: ["overhead-assumed"] });
  });

  test("wide where the vendor publishes nothing either", () => {
    const forced = { ...body, model: "claude-sonnet-5-5", tool_choice: { type: "any" } };
    const width = widthBy({ "C5: text": sure, "5.5: tools": sure }, forced);
    expect(width).toEqual({ below: 90, above: 90, said: ["overhead-assumed"] });
  });
});

/** Words of the problems of a code that a count states. */
function said(request: JsonObject, code: string): readonly string[] {
  return countBody(request)
    .problems.filter((problem) => problem.code === code)
    .map(String);
}

describe("settings that change the same places", () => {
  const schema = { type: "object", properties: { title: { type: "string" } } };
  const both: JsonObject = {
    ...body,
    tools: [tool, { type: "web_search_20250305", name: "web_search" }],
    tool_choice: { type: "any" },
    output_config: { format: { type: "json_schema", schema } },
  };

  test("are kinds of their own, two by two, after all others", () => {
    expect(backingKeys(promptOf(both)).slice(-2)).toEqual([
      "A: schema+builtIn with tools",
      "A: choice+builtIn with tools",
    ]);
  });

  test("are not exact where each is recorded, but never both", () => {
    const keys = backingKeys(promptOf(both));
    const apart = Object.fromEntries(
      keys.filter((key) => !key.includes("+")).map((key) => [key, sure]),
    );
    const together = Object.fromEntries(keys.map((key) => [key, sure]));
    const widthOf = (backing: Backing): number => widthBy(backing, both).below;
    expect(widthOf(apart) - widthOf(together)).toBe(10);
    expect(widthBy(apart, both).said).toContain("overhead-assumed");
    expect(widthBy(together, both).said).not.toContain("overhead-assumed");
  });
});

describe("assumptions", () => {
  const forced = { ...body, tool_choice: { type: "any" } };

  test("a choice that no recording shows is stated once", () => {
    expect(said({ ...forced, model: "claude-sonnet-5-5" }, "overhead-assumed")).toHaveLength(1);
    expect(said({ ...body, model: "claude-sonnet-5-5" }, "overhead-assumed")).toEqual([]);
  });

  test("a frame that is inferred, with all that is not recorded of it, is stated once", () => {
    const request = { ...forced, model: "claude-haiku-5-5" };
    expect(said(request, "frame-inferred")).toHaveLength(1);
    expect(said(request, "overhead-assumed")).toHaveLength(1);
  });

  test.each(["mars.anthropic.claude-opus-4-1", "claude-opus-9"])(
    "the tool prompt of %s is not taken from another generation in silence",
    (model) => {
      const request = { ...body, model };
      expect(said(request, "tokenizer-assumed")).toHaveLength(1);
      expect(said(request, "overhead-assumed")).toHaveLength(1);
      const { total, low, high } = countBody(request);
      // By the older tokenizer it may be little more than half.
      expect([low < total * 0.6, high - total >= 75]).toEqual([true, true]);
    },
  );

  test("a name behind a prefix still says whose tool prompt it may have", () => {
    const toolsOf = (model: string) => countBody({ ...body, model }).parts.tools;
    expect(toolsOf("mars.anthropic.claude-opus-4-1") - toolsOf("claude-opus-9")).toBe(306 - 285);
  });
});

test("every row of the table is of a kind there is, and says what can be", () => {
  const ids = Object.keys({ ...blockKinds, ...settingKinds, ...turnKinds });
  const rows = Object.entries(recordedBacking);
  expect(rows.length).toBeGreaterThan(100);
  for (const [key, [n, sources, exact, low, high]] of rows) {
    const id = key.slice(key.indexOf(": ") + 2);
    const isPair = /^[a-z]+\+[a-z]+( with tools)?$/i.test(id);
    expect([id, isPair || id.startsWith("tool ") || ids.includes(id)]).toEqual([id, true]);
    expect([key, n >= exact && sources > 0 && low <= 0 && high >= 0]).toEqual([key, true]);
    if (low !== 0 || high !== 0) expect([key, exact < n]).toEqual([key, true]);
  }
});

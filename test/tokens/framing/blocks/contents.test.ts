import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/json.ts";
import {
  assistant,
  countBody,
  counter,
  pngOf,
  promptOf,
  tokens,
  tokensNewer,
  user,
} from "../../prompts.ts";

const P = "antml:";
const call: JsonObject = { type: "tool_use", id: "t", name: "get", input: {} };
const invoke = `<${P}invoke name="get">\n</${P}invoke>`;

function result(content: Json): JsonObject {
  return { type: "tool_result", tool_use_id: "t", content };
}

function codes(body: JsonObject): readonly string[] {
  return countBody(body).problems.map(({ code }) => code);
}

describe("calls and results on the newer family", () => {
  const count = (answer: Json, reply: Json): number =>
    countBody({
      model: "claude-sonnet-5",
      messages: [user("Weather?"), assistant(answer), user(reply)],
    }).total;
  const bare = 4 + 3 * 2 + tokensNewer("Weather?") + tokensNewer(invoke) + 3;

  test("a call costs one more behind a text of its message", () => {
    const text = "I will look.";
    expect(count([call], [result("Sunny")])).toBe(bare + tokensNewer("Sunny") + 2);
    expect(count([{ type: "text", text }, call], [result("Sunny")])).toBe(
      bare + tokensNewer("Sunny") + 2 + tokensNewer(text) + 1,
    );
  });

  test("a text costs three more behind a result of its message", () => {
    expect(count([call], [result("Sunny"), { type: "text", text: "So?" }])).toBe(
      bare + tokensNewer("Sunny") + 2 + tokensNewer("So?") + 3,
    );
  });

  test("no recording has a picture in a result: an interval", () => {
    const { low, high } = countBody({
      model: "claude-sonnet-5",
      messages: [user("Draw."), assistant([call]), user([result([pngOf(56, 56)])])],
    });
    expect(high - low).toBeGreaterThanOrEqual(40);
  });
});

test("a result with nothing in it says so to the model", () => {
  const body = (content: Json): JsonObject => ({
    model: "claude-sonnet-4-5",
    messages: [user("Go."), assistant([call]), user([result(content)])],
  });
  const wrap = (inner: string): number => tokens(`<function_results>${inner}</function_results>`);
  const text = "\n<system>Tool ran without output or errors</system>\n";
  for (const empty of ["", [], [{ type: "text", text: "" }]])
    expect(countBody(body(empty)).total - countBody(body("ok")).total).toBe(
      wrap(text) - wrap("ok"),
    );
});

describe("a tool that is added in the middle", () => {
  const later: JsonObject = {
    name: "refund",
    description: "Refunds an order.",
    input_schema: { type: "object", properties: { order: { type: "string" } } },
    defer_loading: true,
  };
  const bodyOf = (tool: JsonObject): JsonObject => ({
    model: "claude-opus-4-8",
    tools: [later],
    messages: [user("Hi"), { role: "system", content: [{ type: "tool_addition", tool }] }],
  });

  test("brings its line, by its name as the API spells it", () => {
    const named = countBody(bodyOf({ type: "tool_reference", name: "refund" }));
    const { defer_loading: _, ...definition } = later;
    const defined = countBody(bodyOf({ type: "tool_definition", definition }));
    const line =
      '<function>{"description": "Refunds an order.", "name": "refund", "parameters": ' +
      '{"properties": {"order": {"type": "string"}}, "type": "object"}}</function>';
    // Its message, and what opens the answer behind it.
    const size = 30 + tokensNewer(`\n<functions>\n${line}\n</functions>\n`) + 2 + 2;
    expect(named.blocks.at(-1)).toBe(size);
    expect(defined.blocks.at(-1)).toBe(size);
    expect(named.high - named.total).toBeLessThan(10);
  });

  test("that nothing defines may have any size", () => {
    const tool = { type: "mcp_tool_reference", server_name: "shop", name: "refund_all" };
    expect(codes(bodyOf(tool))).toContain("overhead-assumed");
    const { total, high } = countBody(bodyOf(tool));
    expect(high - total).toBeGreaterThan(1000);
  });
});

describe("a picture that cannot be read, or is large", () => {
  test.each([
    [
      "a picture that is no base64",
      "image-unreadable",
      [
        {
          type: "image",
          source: { type: "base64", media_type: "image/png", data: "not base64 at all!" },
        },
      ],
    ],
    [
      "a picture of a format it does not take",
      "image-unreadable",
      [
        {
          type: "image",
          source: {
            type: "base64",
            media_type: "image/bmp",
            data: Buffer.from("BM\u0036\u0000\u0000\u0000 a bitmap of old").toString("base64"),
          },
        },
      ],
    ],
  ])("%s is a problem", (_, code, content) => {
    const body = { model: "claude-sonnet-4-5", messages: [user(content)] };
    expect(countBody(body).problems).toMatchObject([
      { code, severity: "warning", path: "messages.0.content.0" },
    ]);
    expect(countBody(body).total).toBeGreaterThan(1);
  });

  test("a picture of 8000 pixels is taken, scaled down to what the model sees", () => {
    const body = (model: string) => ({ model, messages: [user([pngOf(8000, 8000)])] });
    expect(codes(body("claude-sonnet-4-5"))).toEqual([]);
    const [standard, high] = [body("claude-sonnet-4-6"), body("claude-opus-4-7")].map((one) =>
      countBody(one),
    );
    expect(standard?.total).toBeLessThan(1568 + 20);
    expect(high?.total).toBeGreaterThan(4500);
    expect(high?.total).toBeLessThan(4784 + 20);
    expect(high?.low).toBeLessThan(high?.total ?? 0);
  });
});

describe("what the recording itself says was replaced", () => {
  const bodyWith = (text: string): JsonObject => ({
    model: "claude-sonnet-4-5",
    messages: [user([{ type: "text", text }])],
  });
  const countRedacted = (text: string, redacted: readonly string[]) => {
    const prompt = promptOf(bodyWith(text));
    return counter.count({ ...prompt, request: { ...prompt.request, redacted } });
  };

  test("is a problem and an interval where a placeholder stands", () => {
    const count = countRedacted("<redacted>", ["messages.content.text"]);
    expect(count.problems).toMatchObject([{ code: "content-masked", severity: "warning" }]);
    expect(count.high - count.total).toBeGreaterThan(1000);
  });

  test("counts as it stands where no placeholder does, or nothing says so", () => {
    expect(countRedacted("Say hello.", ["text"]).problems).toEqual([]);
    expect(countBody(bodyWith("<redacted>")).problems).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/json.ts";
import {
  assistant,
  countBody,
  counter,
  pngOf,
  promptOf,
  tokens,
  tokensNewer,
  user,
} from "./prompts.ts";

const P = "antml:";

/** framing-messages.md §7, where the page gives the text. */
const examples: readonly (readonly [string, JsonObject, number])[] = [
  [
    "one message",
    { model: "claude-sonnet-4-5", messages: [user("Tell me three jokes about statisticians")] },
    14,
  ],
  [
    "system and three turns on 4.6",
    {
      model: "claude-sonnet-4-6",
      system: "You are a terse assistant.",
      messages: [
        user("an earlier question with some length to it"),
        assistant("an earlier answer"),
        user("and one more question"),
      ],
    },
    36,
  ],
  [
    "two system blocks on the newer family",
    {
      model: "claude-sonnet-5",
      system: [
        { type: "text", text: "You are an overridden assistant." },
        { type: "text", text: "Please respond concisely." },
      ],
      messages: [user("Hello, Claude!")],
    },
    33,
  ],
  [
    "adaptive thinking on 5.5",
    {
      model: "claude-opus-5-5",
      thinking: { type: "adaptive" },
      system: "Think step by step before answering.",
      messages: [user("Say hello. Use only one word.")],
    },
    29,
  ],
  [
    "text, then an image",
    {
      model: "claude-haiku-4-5",
      messages: [
        user([
          { type: "text", text: "What fruit is it? Reply with only one word." },
          pngOf(330, 291),
        ]),
      ],
    },
    153,
  ],
  [
    "an image, then text",
    {
      model: "claude-sonnet-4-5",
      messages: [user([pngOf(166, 282), { type: "text", text: "Describe image in three words" }])],
    },
    83,
  ],
];

describe("requests without tools", () => {
  test.each(examples)("%s", (_, body, total) => {
    const count = countBody(body);
    expect(count).toMatchObject({
      total,
      low: total,
      high: total,
      witness: "computed",
      problems: [],
    });
  });

  test("thinking writes its budget first and opens the answer", () => {
    const text =
      `<${P}max_thinking_length>1024</${P}max_thinking_length>\n\nHuman: Hi ` +
      `there\n\nAssistant: <${P}thinking>\n`;
    const body = {
      model: "claude-sonnet-4-5",
      thinking: { type: "enabled", budget_tokens: 1024 },
      messages: [user("Hi there")],
    };
    expect(countBody(body)).toMatchObject({
      total: 1 + tokens(text),
      low: tokens(text),
      high: 1 + tokens(text),
    });
  });

  test("a schema is a section of known size and its JSON", () => {
    const schema = { type: "object", properties: { title: { type: "string" } } };
    const plain = { model: "claude-sonnet-4-5", messages: [user("Hello")] };
    const body = { ...plain, output_config: { format: { type: "json_schema", schema } } };
    expect(countBody(body).total - countBody(plain).total).toBe(
      81 + tokens(JSON.stringify(schema, null, 2)),
    );
    expect(countBody(body).parts.system).toBe(81 + tokens(JSON.stringify(schema, null, 2)));
  });

  test("a text document stands in its tags", () => {
    const document = {
      type: "document",
      title: "notes",
      source: { type: "text", media_type: "text/plain", data: "One line.\n" },
    };
    const text =
      '\n\nHuman: Read this<documents>\n<document index="1" ' +
      'media_type="text/plain">\n<document_title>notes</document_title>\n' +
      "<document_content>One line.\n\n</document_content>\n</document>\n</documents>\n\nAssistant:";
    const body = {
      model: "claude-sonnet-4-5",
      messages: [user([{ type: "text", text: "Read this" }, document])],
    };
    expect(countBody(body).total).toBe(1 + tokens(text));
  });

  test("a prefilled answer leaves the prompt open", () => {
    const body = {
      model: "claude-sonnet-4-5",
      messages: [user("Name a colour"), assistant("Red, because")],
    };
    expect(countBody(body).total).toBe(
      1 + tokens("\n\nHuman: Name a colour\n\nAssistant: Red, because"),
    );
  });

  test("a picture on Claude 3.5 Haiku is counted in patches of 56 pixels", () => {
    const body = (model: string) => ({
      model,
      messages: [user([{ type: "text", text: "What is it?" }, pngOf(330, 291)])],
    });
    expect(
      countBody(body("claude-3-5-haiku-20241022")).total -
        countBody(body("claude-haiku-4-5")).total,
    ).toBe(144 - 132);
  });
});

const weather = {
  name: "get_weather",
  description: "Weather — now",
  input_schema: { type: "object", properties: { city: { type: "string" } } },
};
function line(dash: string) {
  return (
    `<function>{"description": "Weather ${dash} now", "name": "get_weather", ` +
    `"parameters": {"properties": {"city": {"type": "string"}}, "type": ` +
    `"object"}}</function>`
  );
}
const call = {
  type: "tool_use",
  id: "toolu_1",
  name: "get_weather",
  input: { city: "Oslo", days: [1, 2] },
};
const invoke =
  `<${P}invoke name="get_weather">\n<${P}parameter name="city">Oslo</${P}parameter>\n<${P}parameter ` +
  `name="days">[1, 2]</${P}parameter>\n</${P}invoke>`;
const result = { type: "tool_result", tool_use_id: "toolu_1", content: "Sunny" };
const loop = [user("Weather?"), assistant([call]), user([result])];

/** framing-tools.md §3, §6, §9: the texts are written out as the page gives them. */
describe("requests with tools", () => {
  test("older family: one text and the tool prompt of the model", () => {
    const text = (dash: string) =>
      `\n\n<functions>\n${line(dash)}\n</functions>\n\nBe kind.\n\nHuman: Weather?\n\nAssistant:`;
    const body = (model: string) => ({
      model,
      system: "Be kind.",
      tools: [weather],
      messages: [user("Weather?")],
    });
    expect(countBody(body("claude-haiku-4-5")).total).toBe(489 + tokens(text("\\u2014")));
    expect(countBody(body("claude-opus-4-6")).total).toBe(490 + tokens(text("—")));
    expect(countBody(body("claude-3-5-haiku-20241022")).total).toBe(257 + tokens(text("\\u2014")));
  });

  test("older family: call, result, and the answer that goes on", () => {
    const text =
      `\n\n<functions>\n${line("\\u2014")}\n</functions>\n\nHuman: ` +
      `Weather?\n\nAssistant:\n\n<${P}function_calls>\n${invoke}\n</${P}function_calls>` +
      "\n\n<function_results>Sunny</function_results>\n\n";
    const body = { model: "claude-sonnet-4-5", tools: [weather], messages: loop };
    expect(countBody(body).total).toBe(489 + tokens(text));
    const failed = text.replace(
      "<function_results>Sunny</function_results>",
      "<function_results>\n<error>Sunny</error>\n</function_results>",
    );
    const error = [user("Weather?"), assistant([call]), user([{ ...result, is_error: true }])];
    expect(countBody({ ...body, messages: error }).total).toBe(489 + tokens(failed));
  });

  test("older family: a forced and a named choice", () => {
    const text = `\n\n<functions>\n${line("\\u2014")}\n</functions>\n\nHuman: Weather?\n\nAssistant:\n\n<`;
    const body = {
      model: "claude-sonnet-4-20250514",
      tools: [weather],
      messages: [user("Weather?")],
    };
    expect(countBody({ ...body, tool_choice: { type: "any" } }).total).toBe(306 + tokens(text));
    const named = { ...body, tool_choice: { type: "tool", name: "get_weather" } };
    expect(countBody(named).total).toBe(306 + tokens(text) + tokens('x="get_weather">') - 1);
    expect(
      countBody({
        ...named,
        tool_choice: { ...named.tool_choice, disable_parallel_tool_use: true },
      }).total,
    ).toBe(countBody(named).total - 43);
  });

  test("newer family: each message apart", () => {
    const body = { model: "claude-opus-5-5", tools: [weather], messages: loop };
    const sum =
      8 +
      285 +
      tokensNewer(`\n${line("—")}\n`) +
      tokensNewer("Weather?") +
      tokensNewer(invoke) +
      3 +
      tokensNewer("Sunny") +
      2 +
      4;
    expect(countBody(body).total).toBe(sum);
  });

  test("a tool that is deferred costs nothing until it is named", () => {
    const body = { model: "claude-sonnet-4-5", tools: [weather], messages: [user("Weather?")] };
    const more = { ...body, tools: [weather, { ...weather, name: "other", defer_loading: true }] };
    expect(countBody(more).total).toBe(countBody(body).total);
  });
});

describe("what is declared and what is not known", () => {
  test("a request of declared blocks has no framing", () => {
    const body = {
      model: "claude-sonnet-4-5",
      tools: [{ $tokens: 412, name: "lookup" }],
      system: [{ type: "text", text: { $tokens: 20_000, name: "policy" } }],
      messages: [user([{ type: "text", text: { $tokens: 30, name: "question" } }])],
    };
    expect(countBody(body)).toMatchObject({
      total: 20_442,
      low: 20_442,
      high: 20_442,
      witness: "declared",
      parts: { tools: 412, system: 20_000, messages: 30 },
      blocks: [412, 20_000, 30],
    });
  });

  test("a declared block in a real request brings the frame it would have", () => {
    const body = (text: JsonObject | string) => ({
      model: "claude-sonnet-4-5",
      system: [{ type: "text", text }],
      messages: [user("Hi")],
    });
    expect(countBody(body({ $tokens: 1, name: "policy" })).total).toBe(countBody(body("x")).total);
    expect(countBody(body({ $tokens: 501, name: "policy" })).total).toBe(
      countBody(body("x")).total + 500,
    );
  });

  test("a variable declared by size adds its tokens to its block", () => {
    const body = { model: "claude-sonnet-4-5", messages: [user("Hi")] };
    const place = { file: null, line: null, column: null, path: null };
    const placeholder = {
      path: ["messages", 0, "content"],
      name: "a",
      changes: "run",
      tokens: 70,
      undeclared: false,
      kind: "text",
      offset: 2,
    } as const;
    const count = counter.count(
      promptOf(body, { placeholders: [{ ...placeholder, inherited: false, place }] }),
    );
    expect(count.total).toBe(countBody(body).total + 70);
  });

  test.each([
    ["a block of next year", { type: "hologram", shape: "round" }, "unknown-block"],
    [
      "an image that is none",
      { type: "image", source: { type: "base64", media_type: "image/png", data: "bm8=" } },
      "image-unreadable",
    ],
    [
      "an image at a URL",
      { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
      "content-elsewhere",
    ],
    [
      "a cut-off PDF",
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "JVBERi0xLjQ=" },
      },
      "pdf-estimated",
    ],
  ])("%s is an assumption with a wide interval", (_, block, code) => {
    const plain = countBody({
      model: "claude-sonnet-4-5",
      messages: [user([{ type: "text", text: "Look" }])],
    });
    const count = countBody({
      model: "claude-sonnet-4-5",
      messages: [user([{ type: "text", text: "Look" }, block])],
    });
    expect(count.problems.map((one) => one.code)).toContain(code);
    expect(count.total).toBeGreaterThan(plain.total);
    expect(count.high).toBeGreaterThan(count.total);
  });

  test("a model nobody knows is counted, and said so", () => {
    const count = countBody({ model: "claude-opus-9", messages: [user("Hi")] });
    expect(count.problems.map((one) => one.code)).toEqual(["tokenizer-assumed"]);
    expect(count.total).toBeGreaterThan(0);
  });
});

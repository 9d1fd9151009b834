import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { assistant, countBody, pngOf, tokens, user } from "../prompts.ts";

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
    "a system prompt on 5.5",
    {
      model: "claude-opus-5-5",
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

  test("newer: newlines at the end of a message are free, spaces behind them are not", () => {
    const body = (text: string) => ({ model: "claude-sonnet-5", messages: [user(text)] });
    const plain = countBody(body("They are not delicious."));
    expect(countBody(body("They are not delicious.\n\n"))).toMatchObject({
      total: plain.total,
      low: plain.total,
    });
    expect(countBody(body("They are not delicious.\n  "))).toMatchObject({
      total: plain.total + 2,
      low: plain.total,
      high: plain.total + 2,
    });
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

import { describe, expect, test } from "vitest";
import { assistant, countBody, tokens, tokensNewer, user } from "../prompts.ts";

const P = "antml:";

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

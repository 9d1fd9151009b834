import { describe, expect, test } from "vitest";
import { assistant, countBody, tokens, tokensNewer, user } from "../prompts.ts";

const add = {
  name: "add",
  description: "Adds two numbers",
  input_schema: { type: "object", properties: { a: { type: "number" } } },
};
const line =
  `<function>{"description": "Adds two numbers", "name": "add", "parameters": ` +
  `{"properties": {"a": {"type": "number"}}, "type": "object"}}</function>`;

const schema = { type: "object", properties: { title: { type: "string" } } };
const schemaText = JSON.stringify(schema, null, 2);
const output_config = { format: { type: "json_schema", schema } };

/** What one generation does otherwise than those around it; the texts are written out. */
describe("Opus 4.7", () => {
  const model = "claude-opus-4-7";
  const messages = [user("What is 2 + 2?")];

  test("a newline stands before the system prompt", () => {
    expect(countBody({ model, messages, system: "Be brief." }).total).toBe(
      1 + tokensNewer("\nBe brief.\n\nHuman: What is 2 + 2?\n\nAssistant:"),
    );
  });

  test("the tool prompt is 666 tokens, 793 where a call is forced", () => {
    const text = `\n\n<functions>\n${line}\n</functions>\n\nBe brief.\n\nHuman: What is 2 + 2?\n\nAssistant:`;
    const body = { model, messages, system: "Be brief.", tools: [add] };
    expect(countBody(body).total).toBe(666 + tokensNewer(text));
    const forced = { ...body, tool_choice: { type: "any" } };
    expect(countBody(forced).total).toBe(793 + tokensNewer(`${text}\n\n<`));
  });

  test("what goes with a schema is as long as on the newer models", () => {
    expect(countBody({ model, messages, output_config }).total).toBe(
      1 + 119 + tokensNewer(schemaText) + tokensNewer("\n\nHuman: What is 2 + 2?\n\nAssistant:"),
    );
  });
});

test("Sonnet 4.6 says one token less about a schema where a tool has to be called", () => {
  const body = {
    model: "claude-sonnet-4-6",
    messages: [user("Add 2 and 3")],
    tools: [add],
    output_config,
  };
  const without = { ...body, output_config: {} };
  const costs = (choice: string) => {
    const tool_choice = { type: choice };
    return countBody({ ...body, tool_choice }).total - countBody({ ...without, tool_choice }).total;
  };
  expect(costs("auto") - costs("any")).toBe(1);
});

test("a description in a schema that begins with a brace costs one less", () => {
  const body = (description: string) => ({
    model: "claude-sonnet-4-5",
    messages: [user("A name")],
    output_config: {
      format: { type: "json_schema", schema: { type: "string", description } },
    },
  });
  const cost = (text: string) =>
    tokens(JSON.stringify({ type: "string", description: text }, null, 2));
  const [plain, braces] = ["minLength: 3", "{minLength: 3}"];
  expect(countBody(body(braces)).total - countBody(body(plain)).total).toBe(
    cost(braces) - cost(plain) - 1,
  );
});

test("a schema behind a client's billing header costs one less than without it", () => {
  const header = "x-anthropic-billing-header: cc_version=1;";
  const blocks = (texts: readonly string[]) => texts.map((text) => ({ type: "text", text }));
  const body = {
    model: "claude-haiku-4-5",
    messages: [user("A title")],
    output_config,
    system: blocks(["Be brief."]),
  };
  const sent = { ...body, system: blocks([header, "Be brief."]) };
  expect(countBody(sent).total).toBe(countBody(body).total - 1);
  const { output_config: _, ...plain } = body;
  expect(countBody({ ...plain, system: sent.system }).total).toBe(countBody(plain).total);
});

test("on Sonnet 5.5 a system message among the others costs one less than a user's", () => {
  const body = (model: string, role: string) => ({
    model,
    messages: [user("Hi"), assistant("Hello."), user("And?"), { role, content: "Be brief." }],
  });
  // On Opus 5.5 nothing is known of it; a user's message goes on with the one before it.
  const apart = (model: string) =>
    countBody(body(model, "system")).total - countBody(body(model, "user")).total;
  expect(apart("claude-sonnet-5-5")).toBe(apart("claude-opus-5-5") - 1);
});

describe("tools whose loading is deferred, newer family", () => {
  const later = (name: string) => ({ ...add, name, defer_loading: true });
  const body = { model: "claude-sonnet-5", tools: [add], messages: [user("Hi")] };
  const plain = countBody(body).total;

  test("a note names each of them", () => {
    const names = ["look_up_refund_policy", "x"];
    expect(countBody({ ...body, tools: [add, ...names.map(later)] }).total).toBe(
      plain + 83 + tokensNewer(`\n${names[0]}`) + tokensNewer("\nx"),
    );
  });

  test("but for those that a system message adds", () => {
    const tools = [add, later("x"), later("y")];
    const added = (name: string) => ({
      role: "system",
      content: [{ type: "tool_addition", tool: { type: "tool_reference", name } }],
    });
    const messages = [user("Hi"), assistant("Hello."), user("More"), added("x")];
    const other = [user("Hi"), assistant("Hello."), user("More"), added("not_there")];
    const all = countBody({ ...body, tools, messages: other }).parts.tools;
    expect(countBody({ ...body, tools, messages }).parts.tools).toBe(all - tokensNewer("\nx"));
  });
});

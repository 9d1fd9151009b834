import Anthropic from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startStub } from "../../servers/stub.ts";
import { hashInput } from "../../../src/fixture/input-hash.ts";
import { digest } from "../../../src/io/hash.ts";
import type { JsonObject } from "../../../src/json.ts";
import type { RecordedAnswer } from "../../../src/record/stub/recorded-answers.ts";

const question = {
  model: "claude-sonnet-5",
  max_tokens: 1024,
  messages: [{ role: "user" as const, content: "How many days off do I have?" }],
};
const answer = {
  model: "claude-sonnet-5",
  usage: { input_tokens: 16, output_tokens: 9 },
  stop_reason: "end_turn",
  content: [
    { type: "thinking", thinking: "Thirty.", signature: "c2ln" },
    { type: "text", text: "Thirty." },
  ],
};

function recording(body: JsonObject, response: JsonObject): RecordedAnswer {
  return {
    body,
    hashes: [hashInput({ body, betas: [] }, digest)],
    run: null,
    response,
    isVolatile: false,
  };
}

let stub: Awaited<ReturnType<typeof startStub>>;
let client: Anthropic;
beforeAll(async () => {
  stub = await startStub({ recordings: [recording(question, answer)] });
  client = new Anthropic({ baseURL: stub.url, apiKey: "none", maxRetries: 0 });
});
afterAll(() => stub.close());

test("a recorded request gets its recorded answer, streamed or not", async () => {
  const whole = await client.messages.create(question);
  expect(whole).toMatchObject(answer);
  const events: string[] = [];
  const streamed = client.messages.stream(question);
  streamed.on("streamEvent", ({ type }) => events.push(type));
  expect(await streamed.finalMessage()).toMatchObject(answer);
  expect(events).toEqual([
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
});

test("a new request gets a text, with counts of our own", async () => {
  const fresh = { ...question, messages: [{ role: "user" as const, content: "Tell me a joke." }] };
  const message = await client.messages.create(fresh);
  expect(message.stop_reason).toBe("end_turn");
  expect(message.content).toMatchObject([{ type: "text" }]);
  const { input_tokens: input } = await client.messages.countTokens({
    model: fresh.model,
    messages: fresh.messages,
  });
  expect(message.usage.input_tokens).toBe(input);
  expect(message.usage.output_tokens).toBeGreaterThan(5);
  expect(await client.messages.create(fresh)).toEqual(message);
});

test("a forced tool is called with what its schema takes, and the SDK's loop runs it", async () => {
  const seen: unknown[] = [];
  const order = betaZodTool({
    name: "look_up_order",
    description: "Looks up an order",
    inputSchema: z.object({
      id: z.string().min(8),
      kind: z.enum(["return", "delivery"]),
      lines: z.array(z.object({ sku: z.string(), count: z.int().min(2) })).min(1),
      note: z.string().optional(),
    }),
    run: (input) => {
      seen.push(input);
      return "shipped";
    },
  });
  const runner = client.beta.messages.toolRunner({
    model: "claude-sonnet-5",
    max_tokens: 1024,
    max_iterations: 1,
    tool_choice: { type: "tool", name: "look_up_order" },
    tools: [order],
    messages: [{ role: "user", content: "Where is it?" }],
    stream: true,
  });
  for await (const turn of runner) await turn.finalMessage();
  await runner.generateToolResponse();
  expect(seen).toEqual([{ id: "textxxxx", kind: "return", lines: [{ sku: "text", count: 2 }] }]);
});

test("an agent's loop is driven by what was recorded, though its prompt has changed", async () => {
  const tools = [{ name: "look_up", input_schema: { type: "object" as const } }];
  const call = {
    type: "tool_use" as const,
    id: "toolu_recorded",
    name: "look_up",
    input: { a: 1 },
  };
  const first = { ...question, system: "Be kind.", tools, messages: [...question.messages] };
  const result = { type: "tool_result" as const, tool_use_id: call.id, content: "30" };
  const second = {
    ...first,
    messages: [
      ...first.messages,
      { role: "assistant" as const, content: [call] },
      { role: "user" as const, content: [result] },
    ],
  };
  const usage = { input_tokens: 400, output_tokens: 40 };
  const agent = await startStub({
    recordings: [
      recording(first, { ...answer, usage, stop_reason: "tool_use", content: [call] }),
      recording(second, answer),
    ],
  });
  const claude = new Anthropic({ baseURL: agent.url, apiKey: "none", maxRetries: 0 });
  const changed = { ...first, system: "Be kind, and brief. It is 12:00." };
  const { content } = await claude.messages.create(changed);
  expect(content).toEqual([call]);
  const last = await claude.messages.create({
    ...changed,
    messages: [
      ...changed.messages,
      { role: "assistant", content },
      { role: "user", content: [{ ...result, content: "31 of them, says a longer result" }] },
    ],
  });
  expect(last.content).toEqual(answer.content);
  expect(agent.tally()).toEqual({ same: 0, changed: 2, made: 0, refused: 0 });
  await agent.close();
});

test("`fail` refuses what is not recorded, in a way that clients do not repeat", async () => {
  const strict = await startStub({ newAnswers: "fail" });
  const claude = new Anthropic({ baseURL: strict.url, apiKey: "none", maxRetries: 3 });
  await expect(claude.messages.create(question)).rejects.toThrow(/not recorded.*--new=fail/);
  expect(strict.tally()).toMatchObject({ refused: 1 });
  await strict.close();
});

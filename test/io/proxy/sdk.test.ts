import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import { startClaude, type Behaviour } from "../../servers/claude.ts";
import { openProxy } from "./through.ts";

const usage = { input_tokens: 12, output_tokens: 5, cache_read_input_tokens: 3 };

function bodyOf(content: string) {
  return {
    model: "claude-sonnet-5",
    max_tokens: 9,
    messages: [{ role: "user" as const, content }],
  };
}

function behaviourOf(body: string, before: number): Behaviour {
  if (body.includes("limited") && before === 1)
    return {
      kind: "status",
      status: 429,
      type: "rate_limit_error",
      headers: { "retry-after-ms": "1" },
    };
  return { kind: "answer", usage, text: "naïve 🎉 yes." };
}

/** Everything the SDK says of a stream, events and errors. */
async function follow(client: Anthropic, content: string): Promise<unknown> {
  try {
    const stream = client.messages.stream(bodyOf(content));
    const events: unknown[] = [];
    for await (const event of stream) events.push(event);
    const { request_id: id } = stream;
    return { events, id, message: await stream.finalMessage() };
  } catch (error) {
    return error instanceof APIError ? [error.status, error.error] : String(error);
  }
}

test("the SDK hears the same through the proxy: streams, retries, counts", async () => {
  const heard: unknown[] = [];
  let captured: unknown = null;
  for (const isProxied of [false, true]) {
    await using claude = await startClaude(() => 42, undefined, behaviourOf);
    await using through = await openProxy(claude.url);
    const baseURL = isProxied ? through.proxy.url : claude.url;
    const client = new Anthropic({ apiKey: "sk-none", baseURL, maxRetries: 2 });
    const { max_tokens: _, ...counted } = bodyOf("count");
    heard.push([
      await follow(client, "Hi"),
      await follow(client, "limited"),
      await client.messages.countTokens(counted),
    ]);
    captured = through.calls.map(({ endpoint, outcome, response }) => [
      endpoint,
      outcome,
      response?.["usage"],
    ]);
  }
  expect(heard[1]).toEqual(heard[0]);
  const last = { ...usage, output_tokens: 5 };
  expect(captured).toEqual([
    ["messages", "answered", last],
    // Each try is a call.
    ["messages", "refused", undefined],
    ["messages", "answered", last],
    ["count_tokens", "answered", undefined],
  ]);
});

test("a batch's results are fetched through the proxy, and joined with what was sent", async () => {
  await using claude = await startClaude(() => 1, undefined, undefined, {
    polls: 1,
    item: (id, params) =>
      id === "b"
        ? { type: "errored", error: { type: "error", error: { type: "invalid_request_error" } } }
        : id === "c"
          ? { type: "expired" }
          : {
              type: "succeeded",
              message: { id: "msg", model: params["model"], content: [], usage },
            },
  });
  await using through = await openProxy(claude.url);
  const client = new Anthropic({ apiKey: "sk-none", baseURL: through.proxy.url });
  const { id } = await client.messages.batches.create({
    requests: ["a", "b", "c"].map((name) => ({ custom_id: name, params: bodyOf(name) })),
  });
  expect(through.calls).toEqual([]);
  while ((await client.messages.batches.retrieve(id)).processing_status !== "ended");
  for (let times = 0; times < 2; times += 1) {
    const names = [];
    for await (const { custom_id: name } of await client.messages.batches.results(id))
      names.push(name);
    expect(names).toEqual(["c", "b", "a"]);
  }
  expect(claude.calls.filter(({ path }) => path.endsWith("/results"))).toHaveLength(2);
  const sorted = through.calls.toSorted((a, b) => (a.customId! < b.customId! ? -1 : 1));
  expect(sorted).toMatchObject([
    {
      customId: "a",
      outcome: "answered",
      status: 200,
      request: bodyOf("a"),
      response: { usage },
      at: expect.any(String),
    },
    { customId: "b", outcome: "refused", status: null, request: bodyOf("b"), response: null },
    { customId: "c", outcome: "cut", status: null, request: bodyOf("c"), response: null },
  ]);
  expect(through.proxy.facts()).toMatchObject({ unreadable: 0, passedOn: 0 });
});

test("a batch whose results nobody fetches is there all the same, once the pass is over", async () => {
  await using claude = await startClaude(() => 1);
  await using through = await openProxy(claude.url);
  const client = new Anthropic({ apiKey: "sk-none", baseURL: through.proxy.url });
  await client.messages.batches.create({ requests: [{ custom_id: "a", params: bodyOf("a") }] });
  through.proxy.startPass(1);
  expect(through.calls).toMatchObject([
    { pass: 0, customId: "a", outcome: "cut", response: null, request: bodyOf("a") },
  ]);
});

import Anthropic from "@anthropic-ai/sdk";
import { connect } from "node:net";
import { expect, test } from "vitest";
import type { StubCall } from "../../../src/record/ports.ts";
import { messageOf, startLoopback, streamOf } from "../../servers/loopback.ts";
import { ask, bodyOf, openProxy } from "./through.ts";

/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9";

function answerOf({ endpoint, request }: StubCall) {
  const asked = JSON.stringify(request["messages"]);
  if (asked.includes("unknown")) return null;
  if (endpoint === "count_tokens") return json({ input_tokens: 7 });
  return request["stream"] === true
    ? {
        status: 200,
        contentType: "text/event-stream" as const,
        text: streamOf(["He", "llo"]).join(""),
      }
    : json(messageOf("Hello"));
}

function json(document: object) {
  return { status: 200, contentType: "application/json" as const, text: JSON.stringify(document) };
}

test("the SDK gets stub answers without key and network: whole, streamed, counted", async () => {
  await using through = await openProxy(nowhere, { answer: answerOf });
  const client = new Anthropic({ apiKey: "none", baseURL: through.proxy.url });
  const body = {
    model: "claude-sonnet-5",
    max_tokens: 9,
    messages: [{ role: "user" as const, content: "Hi" }],
  };
  expect(await client.messages.create(body)).toMatchObject({ content: [{ text: "Hello" }] });
  expect(await client.messages.stream(body).finalMessage()).toMatchObject({
    content: [{ text: "Hello" }],
  });
  const { max_tokens: _, ...counted } = body;
  expect(await client.messages.countTokens(counted)).toEqual({ input_tokens: 7 });
  const unknown = { ...body, messages: [{ role: "user" as const, content: "unknown" }] };
  await expect(client.messages.create(unknown)).rejects.toThrow(/404.*not_found_error/);
  expect(through.calls.map(({ endpoint, outcome, at }) => [endpoint, outcome, at])).toEqual([
    ["messages", "answered", null],
    ["messages", "answered", null],
    ["count_tokens", "answered", null],
    ["messages", "refused", null],
  ]);
  expect(through.calls[1]?.response).toMatchObject({
    content: [{ text: "Hello" }],
    usage: { output_tokens: 9 },
  });
  expect(through.proxy.facts().unreached).toEqual([]);
});

test("the SDK's batches have stub answers, each item a call", async () => {
  await using through = await openProxy(nowhere, { answer: answerOf });
  const client = new Anthropic({ apiKey: "none", baseURL: through.proxy.url });
  const params = (content: string) => ({
    model: "claude-sonnet-5",
    max_tokens: 9,
    messages: [{ role: "user" as const, content }],
  });
  const { id } = await client.messages.batches.create({
    requests: [
      { custom_id: "one", params: params("Hi") },
      { custom_id: "two", params: params("unknown") },
    ],
  });
  const batch = await client.messages.batches.retrieve(id);
  expect(batch).toMatchObject({
    processing_status: "ended",
    request_counts: { succeeded: 1, errored: 1 },
  });
  const results = [];
  for await (const result of await client.messages.batches.results(id)) results.push(result);
  expect(results).toMatchObject([
    { custom_id: "one", result: { type: "succeeded", message: { content: [{ text: "Hello" }] } } },
    {
      custom_id: "two",
      result: { type: "errored", error: { error: { type: "not_found_error" } } },
    },
  ]);
  expect((await client.messages.batches.list()).data).toMatchObject([{ id }]);
  expect(through.calls).toMatchObject([
    { customId: "one", outcome: "answered", response: { usage: { output_tokens: 9 } } },
    { customId: "two", outcome: "refused", response: null },
  ]);
});

test("other paths of the API, and bodies that are none, are refused as the API would", async () => {
  await using through = await openProxy(nowhere, { answer: answerOf });
  const models = await ask(`${through.proxy.url}/v1/models`, { method: "GET" });
  expect([models.status, JSON.parse(models.body.toString("utf8"))]).toMatchObject([
    404,
    { type: "error", error: { type: "not_found_error" } },
  ]);
  for (const path of ["/v1/messages", "/v1/messages/batches"]) {
    const answer = await ask(through.proxy.url + path, { body: "[]" });
    expect([answer.status, JSON.parse(answer.body.toString("utf8"))]).toMatchObject([
      400,
      { type: "error", error: { type: "invalid_request_error" } },
    ]);
  }
  expect(through.calls).toEqual([]);
  expect(through.proxy.facts()).toMatchObject({ passedOn: 1, unreadable: 2 });
});

test("what the stub does not know goes on where that is wanted", async () => {
  const paths: string[] = [];
  await using server = await startLoopback((request, response, body) => {
    paths.push(`${request.url ?? ""} ${String(body.length > 0)}`);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(messageOf("from upstream")));
  });
  await using through = await openProxy(server.url, { answer: answerOf, unanswered: "pass-on" });
  const url = `${through.proxy.url}/v1/messages`;
  expect((await ask(url, { body: bodyOf("Hi") })).body.toString("utf8")).toContain("Hello");
  expect((await ask(url, { body: bodyOf("unknown") })).body.toString("utf8")).toContain(
    "from upstream",
  );
  await ask(`${through.proxy.url}/v1/models`, { method: "GET" });
  expect(paths).toEqual(["/v1/messages true", "/v1/models false"]);
  expect(through.calls.map(({ at, response }) => [at === null, response?.["id"]])).toEqual([
    [true, "msg_1"],
    [false, "msg_1"],
  ]);
});

test("a batch whose items are all known is not paid for again; another one goes on as a whole", async () => {
  const paths: string[] = [];
  await using server = await startLoopback((request, response) => {
    paths.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: "msgbatch_up", type: "message_batch" }));
  });
  await using through = await openProxy(server.url, { answer: answerOf, unanswered: "pass-on" });
  const url = `${through.proxy.url}/v1/messages/batches`;
  const create = async (...texts: readonly string[]): Promise<string> => {
    const requests = texts.map((text, at) => ({
      custom_id: `item-${String(at)}`,
      params: JSON.parse(bodyOf(text)),
    }));
    const { body } = await ask(url, { body: JSON.stringify({ requests }) });
    return JSON.parse(body.toString("utf8")).id;
  };
  const id = await create("Hi", "Hi");
  const results = await ask(`${url}/${id}/results`, { method: "GET" });
  expect(results.body.toString("utf8").match(/"succeeded"/g)).toHaveLength(2);
  expect((await ask(`${url}/${id}`, { method: "GET" })).status).toBe(200);
  expect(paths).toEqual([]);
  expect(await create("Hi", "unknown")).toBe("msgbatch_up");
  await ask(`${url}/msgbatch_up`, { method: "GET" });
  expect(paths).toEqual(["POST /v1/messages/batches", "GET /v1/messages/batches/msgbatch_up"]);
  expect(through.calls.map(({ customId, at }) => [customId, at])).toEqual([
    ["item-0", null],
    ["item-1", null],
  ]);
});

test("an error of who answers, or of who takes calls, is not swallowed", async () => {
  const fail = (): never => {
    throw new Error("not foreseen");
  };
  for (const options of [{ answer: fail }, { answer: answerOf, onCall: fail }]) {
    await using through = await openProxy(nowhere, options);
    await ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") }).catch(() => null);
    expect(() => through.proxy.facts()).toThrow("not foreseen");
  }
});

test("a client that goes away in the middle of its request is nobody's error", async () => {
  await using through = await openProxy(nowhere, { answer: answerOf });
  const { port } = new URL(through.proxy.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket
    .resume()
    .end("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{");
  await new Promise((resolve) => socket.on("close", resolve));
  expect((await ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") })).status).toBe(200);
  expect(through.proxy.facts()).toMatchObject({ unreadable: 0 });
  expect(through.calls).toHaveLength(1);
});

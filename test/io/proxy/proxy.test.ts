import { Agent } from "node:http";
import { createServer, connect } from "node:net";
import * as zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { messageOf, startLoopback, streamOf, event } from "../../servers/loopback.ts";
import { ask, bodyOf, openProxy, until } from "./through.ts";

const json = { "content-type": "application/json" };

describe("an answer is the same with and without the proxy, byte for byte", () => {
  const text = "Ärger mit Bytes: 你好 🎉 ".repeat(200);
  const message = Buffer.from(JSON.stringify(messageOf(text)));
  const stream = Buffer.from(streamOf([text, "b", text]).join(""));
  const codings: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    identity: (bytes) => bytes,
    gzip: (bytes) => zlib.gzipSync(bytes),
    deflate: (bytes) => zlib.deflateSync(bytes),
    br: (bytes) => zlib.brotliCompressSync(bytes),
    ...("zstdCompressSync" in zlib ? { zstd: (bytes) => zlib.zstdCompressSync(bytes) } : {}),
  };
  const kinds = { message, stream };
  const cases = Object.keys(codings).flatMap((coding) =>
    (["message", "stream"] as const).flatMap((kind) =>
      [true, false].map((sized) => ({ coding, kind, sized })),
    ),
  );

  test.each(cases)("$kind, $coding, its length told: $sized", async ({ coding, kind, sized }) => {
    const bytes = codings[coding]!(kinds[kind]);
    const type = kind === "message" ? "application/json" : "text/event-stream; charset=utf-8";
    await using server = await startLoopback(async (request, response) => {
      response.writeHead(
        200,
        "Fine by me",
        [
          ["Content-Type", type],
          ["Request-Id", "req_7"],
          ["Set-Cookie", "a=1"],
          ["set-cookie", "b=2"],
          ["X-Seen", request.headers["accept-encoding"] ?? "none"],
          ...(coding === "identity" ? [] : [["Content-Encoding", coding]]),
          ...(sized ? [["Content-Length", String(bytes.length)]] : []),
        ].flat(),
      );
      for (let from = 0; from < bytes.length; from += 777) {
        response.write(bytes.subarray(from, from + 777));
        await new Promise(setImmediate);
      }
      response.end();
    });
    await using through = await openProxy(server.url);
    const asked = { headers: { "accept-encoding": "zstd, br;q=0.5, gzip" }, body: bodyOf("Hi") };
    const straight = await ask(`${server.url}/v1/messages`, asked);
    const proxied = await ask(`${through.proxy.url}/v1/messages`, asked);
    expect(proxied).toEqual(straight);
    expect(straight.body.equals(bytes)).toBe(true);
    expect(through.calls).toHaveLength(1);
    expect(through.calls[0]).toMatchObject({
      outcome: "answered",
      status: 200,
      request: { messages: [{ role: "user", content: "Hi" }] },
      response: {
        content: [{ type: "text", text: kind === "message" ? text : `${text}b${text}` }],
        stop_reason: "end_turn",
        usage: { input_tokens: 12, output_tokens: 9 },
      },
    });
    expect(through.proxy.facts()).toMatchObject({ unreadable: 0, passedOn: 0, unreached: [] });
  });
});

test("what a stream says goes on as it comes, not when it is over", async () => {
  const seen = [0];
  const parts = streamOf(["one ", "two ", "three"]);
  await using server = await startLoopback(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const [index, part] of parts.entries()) {
      response.write(part);
      // It says nothing more until the client has what it said.
      await until(() => (seen[0] ?? 0) > index);
    }
    response.end();
  });
  await using through = await openProxy(server.url);
  const answer = await ask(`${through.proxy.url}/v1/messages`, {
    body: bodyOf("Hi", { stream: true }),
    onAnswer: (incoming) =>
      incoming.on("data", (piece: Buffer) => {
        seen[0] = (seen[0] ?? 0) + piece.toString("utf8").split("event: ").length - 1;
      }),
  });
  expect(answer.body.toString("utf8")).toBe(parts.join(""));
});

test("an answer is captured before its client can know that it is whole", async () => {
  await using server = await startLoopback((_request, response) => {
    // The connection stays open behind the last event.
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const part of streamOf(["Hi"])) response.write(part);
  });
  await using through = await openProxy(server.url);
  const counts: number[] = [];
  const asking = ask(`${through.proxy.url}/v1/messages`, {
    body: bodyOf("Hi"),
    onAnswer: (incoming) =>
      incoming.on("data", (piece: Buffer) => {
        if (!piece.includes("message_stop")) return;
        counts.push(through.calls.length);
        incoming.destroy();
      }),
  });
  await asking;
  expect(counts).toEqual([1]);
  expect(through.calls).toMatchObject([{ outcome: "answered", endedMs: expect.any(Number) }]);
});

describe("paths", () => {
  const cases = [
    ["", "/v1/messages?beta=true", "/v1/messages?beta=true"],
    ["", "/messages", "/v1/messages"],
    ["", "/v1/v1/messages", "/v1/messages"],
    ["/gateway/v1", "/messages", "/gateway/v1/messages"],
    ["/gateway/v1/", "/v1/messages", "/gateway/v1/messages"],
    ["/gateway", "/v1/messages/count_tokens", "/gateway/v1/messages/count_tokens"],
    ["/gateway", "/v1/models?limit=3", "/gateway/v1/models?limit=3"],
    ["/gateway", "/models/claude", "/gateway/v1/models/claude"],
    ["/gateway", "/api/hello", "/gateway/api/hello"],
    ["", "/-/api/v1/messages", "/v1/messages"],
  ] as const;

  test.each(cases)("base %s, asked for %s", async (base, asked, sent) => {
    const paths: string[] = [];
    await using server = await startLoopback((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(200, json).end("{}");
    });
    await using through = await openProxy(`${server.url}${base}`, { api: server.url });
    await ask(`${through.proxy.url}${asked}`, { body: bodyOf("Hi") });
    expect(paths).toEqual([sent]);
    const isCall = /messages/.test(asked);
    expect(through.calls).toHaveLength(isCall ? 1 : 0);
    expect(through.proxy.facts().passedOn).toBe(isCall ? 0 : 1);
  });
});

test("of headers only betas and names of ours are kept; those of ours and the connection's end here", async () => {
  const seen: string[][] = [];
  await using server = await startLoopback((request, response) => {
    seen.push(request.rawHeaders);
    response.writeHead(200, json).end(JSON.stringify(messageOf("Hi")));
  });
  await using through = await openProxy(server.url);
  const headers = {
    "X-Api-Key": "sk-ant-canary",
    "Anthropic-Beta": "b-2, a-1,b-2",
    "X-PromptCost-Scenario": " support ",
    "x-promptcost-run": "r1",
    "X-Odd-CASE": "kept",
    Connection: "keep-alive, X-Hop",
    "X-Hop": "gone",
  };
  await ask(`${through.proxy.url}/v1/messages`, { headers, body: bodyOf("Hi") });
  const names = seen[0]!.filter((_, index) => index % 2 === 0);
  expect(names).toContain("X-Odd-CASE");
  expect(names.map((name) => name.toLowerCase())).not.toContain("x-hop");
  expect(names.filter((name) => /promptcost/i.test(name))).toEqual([]);
  expect(seen[0]![seen[0]!.indexOf("X-Api-Key") + 1]).toBe("sk-ant-canary");
  expect(seen[0]![seen[0]!.indexOf("Host") + 1]).toBe(new URL(server.url).host);
  expect(through.calls).toMatchObject([
    { betas: ["a-1", "b-2"], scenario: "support", run: "r1", pass: 0, customId: null },
  ]);
  expect(JSON.stringify(through.calls)).not.toContain("canary");
});

test("refusals go on with their headers, an error event is one, and each try is a call", async () => {
  const answers = [
    { status: 429, headers: { "retry-after": "7" } },
    { status: 529, headers: { "x-should-retry": "true" } },
    { status: 200, headers: {} },
    { status: 200, headers: {} },
  ];
  let count = 0;
  await using server = await startLoopback((_request, response) => {
    const { status, headers } = answers[count]!;
    count += 1;
    const error = { type: "error", error: { type: "overloaded_error", message: "no" } };
    if (count === 3) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(streamOf(["x"])[0]! + event("error", { error: error.error }));
    } else
      response
        .writeHead(status, { ...json, ...headers })
        .end(JSON.stringify(count < 3 ? error : messageOf("Hi")));
  });
  await using through = await openProxy(server.url);
  const got = [];
  for (let tries = 0; tries < 4; tries += 1)
    got.push(await ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") }));
  expect(got.map(({ status }) => status)).toEqual([429, 529, 200, 200]);
  expect(got[0]!.headers).toContain("7");
  expect(got[1]!.headers).toContain("x-should-retry");
  expect(
    through.calls.map(({ outcome, status, response }) => [outcome, status, response !== null]),
  ).toEqual([
    ["refused", 429, false],
    ["refused", 529, false],
    ["refused", 200, false],
    ["answered", 200, true],
  ]);
});

test("an answer that breaks off breaks off for the client too, with all that came before", async () => {
  const part = streamOf(["a".repeat(3000)])
    .slice(0, 3)
    .join("");
  await using server = await startLoopback(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(part);
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.destroy();
  });
  await using through = await openProxy(server.url);
  const answer = await ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") });
  expect(answer).toMatchObject({ status: 200, isWhole: false });
  expect(answer.body.toString("utf8")).toBe(part);
  expect(through.calls).toMatchObject([
    { outcome: "cut", status: 200, response: null, endedMs: null },
  ]);
});

test("a connection that breaks without an answer breaks for the client", async () => {
  await using server = await startLoopback((_request, response) => void response.destroy());
  await using through = await openProxy(server.url);
  await expect(ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") })).rejects.toThrow();
  expect(through.calls).toMatchObject([{ outcome: "cut", status: null }]);
  expect(through.proxy.facts().unreached).toEqual([]);
});

test("a client that goes away ends the call at the upstream", async () => {
  let closed = false;
  await using server = await startLoopback((_request, response) => {
    response.on("close", () => (closed = true));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(streamOf(["Hi"])[0]);
  });
  await using through = await openProxy(server.url);
  const answer = await ask(`${through.proxy.url}/v1/messages`, {
    body: bodyOf("Hi"),
    onAnswer: (incoming) => incoming.once("data", () => incoming.destroy()),
  });
  expect(answer.isWhole).toBe(false);
  await through.proxy.settle();
  await until(() => closed);
  expect(through.calls).toMatchObject([{ outcome: "aborted", status: 200, response: null }]);
});

test("where the upstream is not there a client gets a 502 as an error of the API, and it is counted", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const address = gone.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  await new Promise((resolve) => gone.close(resolve));
  const origin = `http://127.0.0.1:${String(address.port)}`;
  await using through = await openProxy(origin);
  for (let calls = 0; calls < 2; calls += 1) {
    const answer = await ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body.toString("utf8"))).toMatchObject({
      type: "error",
      error: { type: "api_error", message: expect.stringContaining("ECONNREFUSED") },
    });
  }
  expect(through.proxy.facts().unreached).toEqual([{ origin, why: "ECONNREFUSED", calls: 2 }]);
  expect(through.calls).toMatchObject([
    { outcome: "cut", status: null },
    { outcome: "cut", status: null },
  ]);
});

test("large bodies pass both ways", async () => {
  const text = "0123456789abcdef".repeat(1 << 20);
  await using server = await startLoopback((_request, response, body) => {
    response.writeHead(200, json).end(JSON.stringify(messageOf(String(body.length) + text)));
  });
  await using through = await openProxy(server.url);
  const body = bodyOf(text);
  const answer = await ask(`${through.proxy.url}/v1/messages`, { body });
  expect(answer.body.toString("utf8")).toBe(JSON.stringify(messageOf(String(body.length) + text)));
  expect(through.calls[0]?.request["messages"]).toEqual([{ role: "user", content: text }]);
});

test("a client that reads slowly slows the upstream down: nothing piles up between them", async () => {
  const piece = Buffer.alloc(1 << 18, "a");
  const pieces = 256;
  let written = 0;
  await using server = await startLoopback(async (_request, response) => {
    response.writeHead(200);
    for (; written < pieces; written += 1)
      if (!response.write(piece)) await new Promise((resolve) => response.once("drain", resolve));
    response.end();
  });
  await using through = await openProxy(server.url);
  let held = -1;
  const answer = await ask(`${through.proxy.url}/v1/files/f/content`, {
    method: "GET",
    onAnswer: (incoming) => {
      incoming.pause();
      const look = (before: number): void => {
        // Once nothing more is taken, what is on the way fills the sockets, and not our memory.
        if (written === before && before > 0) {
          held = written;
          incoming.resume();
        } else setTimeout(look, 150, written);
      };
      look(-1);
    },
  });
  expect(answer).toMatchObject({ status: 200, isWhole: true });
  expect(answer.body.length).toBe(pieces * piece.length);
  expect(held).toBeLessThan(pieces / 2);
});

test("a request that is coded is read, one that is no JSON is passed on and counted", async () => {
  await using server = await startLoopback((_request, response) => {
    response.writeHead(200, json).end(JSON.stringify(messageOf("Hi")));
  });
  await using through = await openProxy(server.url);
  const url = `${through.proxy.url}/v1/messages`;
  const headers = { "content-encoding": "gzip" };
  expect((await ask(url, { headers, body: zlib.gzipSync(bodyOf("coded")) })).status).toBe(200);
  expect((await ask(url, { body: "no JSON" })).status).toBe(200);
  expect((await ask(url, { headers, body: "no gzip" })).status).toBe(200);
  expect(through.calls).toMatchObject([{ request: { messages: [{ content: "coded" }] } }]);
  expect(through.proxy.facts().unreadable).toBe(2);
});

test("a body whose length is not told arrives as it was, and its call is seen", async () => {
  await using server = await startLoopback((request, response, body) => {
    response.writeHead(200, json);
    response.end(
      JSON.stringify(
        messageOf(`${String(request.headers["content-length"])} ${body.toString("utf8")}`),
      ),
    );
  });
  await using through = await openProxy(server.url);
  const body = bodyOf("in pieces");
  const headers = { "transfer-encoding": "chunked" };
  const answer = await ask(`${through.proxy.url}/v1/messages`, { headers, body });
  expect(answer.body.toString("utf8")).toBe(JSON.stringify(messageOf(`undefined ${body}`)));
  expect(through.calls).toMatchObject([{ request: JSON.parse(body) }]);
});

test("numbers of a request keep their text", async () => {
  await using server = await startLoopback((_request, response) => {
    response.writeHead(200, json).end(JSON.stringify(messageOf("Hi")));
  });
  await using through = await openProxy(server.url);
  const body = '{"model":"m","max_tokens":1,"temperature":1.0,"messages":[]}';
  await ask(`${through.proxy.url}/v1/messages`, { body });
  expect(through.calls[0]?.request["temperature"]).toMatchObject({ numberText: "1.0" });
});

test("connections are kept on both sides", async () => {
  await using server = await startLoopback((_request, response) => {
    response.writeHead(200, json).end(JSON.stringify(messageOf("Hi")));
  });
  await using through = await openProxy(server.url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (let calls = 0; calls < 20; calls += 1)
    await ask(`${through.proxy.url}/v1/messages`, {
      body: bodyOf("Hi"),
      agent,
      onAnswer: (incoming) => ports.add(incoming.socket.localPort),
    });
  expect(ports.size).toBe(1);
  expect(server.connections()).toBe(1);
  agent.destroy();
});

test("200 streams at once lose nothing, and none gets another's", async () => {
  let waiting = 0;
  await using server = await startLoopback(async (_request, response, body) => {
    const { messages } = JSON.parse(body.toString("utf8"));
    response.writeHead(200, { "content-type": "text/event-stream" });
    waiting += 1;
    // All of them are under way before any goes on.
    await until(() => waiting === 200);
    for (const part of streamOf([messages[0].content, " yes", " and no"])) {
      response.write(part);
      await new Promise(setImmediate);
    }
    response.end();
  });
  await using through = await openProxy(server.url);
  const names = Array.from({ length: 200 }, (_, index) => `question ${String(index)}`);
  const answers = await Promise.all(
    names.map((name) => ask(`${through.proxy.url}/v1/messages`, { body: bodyOf(name) })),
  );
  for (const [index, answer] of answers.entries())
    expect(answer.body.toString("utf8")).toBe(
      streamOf([names[index]!, " yes", " and no"]).join(""),
    );
  expect(through.calls).toHaveLength(200);
  for (const { request, response } of through.calls) {
    const [{ content }] = JSON.parse(JSON.stringify(request["messages"]));
    expect(response).toMatchObject({ content: [{ text: `${String(content)} yes and no` }] });
  }
});

test("an early refusal does not wait for the rest of the request", async () => {
  await using server = await startLoopback(() => undefined);
  const early = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () =>
      socket.end(
        "HTTP/1.1 413 Too Large\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
      ),
    );
  });
  await new Promise<void>((resolve) => early.listen(0, "127.0.0.1", resolve));
  const address = early.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  await using through = await openProxy(`http://127.0.0.1:${String(address.port)}`);
  const { port } = new URL(through.proxy.url);
  const socket = connect(Number(port), "127.0.0.1");
  let got = "";
  socket.on("data", (piece) => (got += piece.toString("latin1")));
  socket.write("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{");
  await until(() => got.includes("413 Too Large") && got.endsWith("{}"));
  socket.destroy();
  early.close();
  expect(server.connections()).toBe(0);
  expect(through.calls).toEqual([]);
});

describe("the proxy is there for programs of this machine alone", () => {
  const refused: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["a name that was made to lead here", "/v1/messages", { host: "rebound.example:80" }],
    ["an address that begins as ours", "/v1/messages", { host: "127.0.0.1.rebound.example" }],
    ["a page of another host", "/v1/messages", { origin: "https://rebound.example" }],
    [
      "a page without an address",
      "/v1/messages",
      { origin: "null", "sec-fetch-site": "cross-site" },
    ],
    ["a forward proxy's client", "http://other.example/v1/messages", {}],
    ["a path that is none", "*", {}],
  ];

  test.each(refused)("%s is refused, and nothing goes on", async (_what, path, headers) => {
    let asked = 0;
    await using server = await startLoopback((_request, response) => {
      asked += 1;
      response.end("{}");
    });
    await using through = await openProxy(server.url);
    const answer = await ask(through.proxy.url, { path, headers, body: bodyOf("Hi") });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body.toString("utf8"))).toMatchObject({
      type: "error",
      error: { type: "permission_error", message: expect.stringContaining("promptcost record") },
    });
    expect({ asked, calls: through.calls }).toEqual({ asked: 0, calls: [] });
  });

  const heard: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["by a name of this machine", "/v1/messages", { host: "localhost:1234" }],
    ["from a container of it", "/v1/messages", { host: "host.docker.internal:1234" }],
    ["from a page of a test", "/v1/messages", { origin: "http://localhost:5173" }],
    ["by our whole address", "http://127.0.0.1:1234/v1/messages", {}],
  ];

  test.each(heard)("a call %s is heard", async (_how, path, headers) => {
    await using server = await startLoopback((request, response) => {
      response.writeHead(200, json).end(JSON.stringify(messageOf(request.url ?? "")));
    });
    await using through = await openProxy(server.url);
    const answer = await ask(through.proxy.url, { path, headers, body: bodyOf("Hi") });
    expect(answer.status).toBe(200);
    expect(answer.body.toString("utf8")).toContain('"/v1/messages"');
    expect(through.calls).toHaveLength(1);
  });

  test("no tunnel leads through it", async () => {
    await using server = await startLoopback((_request, response) => void response.end("{}"));
    await using through = await openProxy(server.url);
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(through.proxy.url).port), "127.0.0.1");
      let text = "";
      socket.on("data", (piece) => (text += piece.toString("latin1")));
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(text));
      socket.write(`CONNECT ${new URL(server.url).host} HTTP/1.1\r\nHost: other.example\r\n\r\n`);
    });
    expect(said).not.toMatch(/^HTTP\/1\.1 2/);
    expect(server.connections()).toBe(0);
  });
});

test("a port that is taken is told, with why", async () => {
  await using server = await startLoopback(() => undefined);
  const port = Number(new URL(server.url).port);
  await expect(openProxy(server.url, { port })).rejects.toThrow(
    JSON.stringify({ failed: "port", port, why: "EADDRINUSE" }),
  );
});

test("a pass has a clock of its own", async () => {
  await using server = await startLoopback((_request, response) => {
    response.writeHead(200, json).end(JSON.stringify(messageOf("Hi")));
  });
  await using through = await openProxy(server.url);
  await new Promise((resolve) => setTimeout(resolve, 30));
  through.proxy.startPass(1);
  await ask(`${through.proxy.url}/v1/messages`, { body: bodyOf("Hi") });
  expect(through.calls).toMatchObject([{ pass: 1 }]);
  const [{ startedMs, endedMs } = { startedMs: -1, endedMs: null }] = through.calls;
  expect(startedMs).toBeGreaterThanOrEqual(0);
  expect(endedMs).toBeGreaterThanOrEqual(startedMs);
});

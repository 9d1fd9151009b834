import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { body, message, refusal, stream, url, zipped } from "./exchange.ts";
import { readJson, readText, type Reading } from "./reading.ts";

/** Interactions of a cassette; what is not said is as in the exchange. */
interface Said {
  readonly method?: string;
  readonly url?: string;
  readonly sent?: unknown;
  readonly status?: number;
  readonly got?: unknown;
  readonly headers?: object;
  readonly answerHeaders?: object;
}

function cassette(...interactions: readonly Said[]): Reading {
  return readJson({
    version: 1,
    interactions: interactions.map((said) => ({
      request: {
        method: said.method ?? "POST",
        uri: said.url ?? url,
        body: "sent" in said ? said.sent : JSON.stringify(body),
        headers: said.headers ?? {},
      },
      response: {
        status: { code: said.status ?? 200 },
        headers: said.answerHeaders ?? {},
        body: { string: "got" in said ? said.got : JSON.stringify(message) },
      },
    })),
  });
}

function codes({ problems }: Reading): readonly string[] {
  return problems.map(({ code }) => code);
}

describe("where a request went", () => {
  test("other hosts and other paths are counted, and their bodies not looked at", () => {
    const binary = "\u001f\ufffd\u0000";
    const reading = cassette(
      { url: "https://api.openai.com/v1/chat/completions", sent: binary, got: binary },
      { url: "https://api.openai.com/v1/chat/completions", got: binary },
      { url: "https://api.anthropic.com/v1/files", sent: binary, got: binary },
      { url: "https://api.anthropic.com/v1/files/file_011CSecret/content", method: "GET" },
      { url: "https://api.anthropic.com/v1/models?limit=1000", method: "GET" },
      { url, method: "OPTIONS" },
    );
    expect(reading).toMatchObject({
      calls: [],
      problems: [],
      leftOut: {
        "host api.openai.com": 2,
        "path /v1/files": 2,
        "path /v1/models": 1,
        "path /v1/messages": 1,
      },
    });
  });

  test.each([
    ["https://api.anthropic.com:443/v1/messages/?beta=true", 1],
    ["http://localhost:4000/v1/messages", 1],
    ["http://litellm:4000/v1/messages", 1],
    ["https://10.2.0.7/llm/anthropic/v1/messages?beta=true", 1],
    ["http://127.0.0.1:8080/messages", 1],
    ["https://<GATEWAY>/v1/messages", 1],
    ["/v1/messages", 1],
    ["https://llm.example.com/v1/messages", 0],
    ["https://api.anthropic.com.example.com/v1/messages", 0],
    ["https://api.anthropic.com/v1/messages/msg_1", 0],
  ])("%s: %i", (address, calls) => {
    expect(cassette({ url: address }).calls).toHaveLength(calls);
  });

  test("another host passes where the API itself answered through it", () => {
    const answerHeaders = { "anthropic-organization-id": ["0-0"] };
    expect(
      cassette({ url: "https://llm.example.com/a/v1/messages", answerHeaders }).calls,
    ).toHaveLength(1);
  });

  test("a private host that is asked for another model is another host", () => {
    const sent = JSON.stringify({ ...body, model: "llama3" });
    const got = JSON.stringify({ ...message, model: "llama3" });
    const local = { url: "http://localhost:11434/v1/messages", sent };
    expect(cassette({ ...local, got }).leftOut).toEqual({ "host localhost": 1 });
    // Gateways have names of their own; the answer says which model it was.
    expect(cassette({ ...local, got: stream }).calls).toHaveLength(1);
  });
});

describe("how a request was answered", () => {
  test("each attempt of a retry is one, refused but for the last", () => {
    const error = JSON.stringify(refusal);
    const reading = cassette({ status: 429, got: error }, { status: 529, got: error }, {});
    expect(reading.leftOut).toEqual({ "refused 429": 1, "refused 529": 1 });
    expect(reading.calls).toHaveLength(1);
  });

  test("an error that came with status 200 is a refusal, in a stream too", () => {
    const event = `event: error\ndata: ${JSON.stringify(refusal)}\n\n`;
    const reading = cassette({ got: JSON.stringify(refusal) }, { got: event });
    expect(reading).toMatchObject({ calls: [], leftOut: { "refused overloaded_error": 2 } });
  });

  test("a stream that was cut has no stop reason and the usage it began with", () => {
    const [reading] = [cassette({ got: stream.slice(0, stream.indexOf("event: message_delta")) })];
    expect(reading.problems).toEqual([]);
    expect(reading.calls[0]?.response).toMatchObject({
      stop_reason: null,
      usage: { input_tokens: 31, output_tokens: 1 },
    });
  });

  test("a stream cut before anything came is counted", () => {
    expect(cassette({ got: 'event: ping\ndata: {"type": "ping"}\n\n' }).leftOut).toEqual({
      cut: 1,
    });
  });

  test("an answer that nobody recorded leaves its request", () => {
    const reading = cassette({ got: "" });
    expect(codes(reading)).toEqual(["recording-answer-empty"]);
    expect(reading.calls).toMatchObject([{ request: body, response: null }]);
  });

  test("an answer without usage leaves its request, and is counted", () => {
    const reading = cassette({ got: JSON.stringify({ content: [{ type: "text", text: "Hi" }] }) });
    expect(reading.leftOut).toEqual({ "no-usage": 1 });
    expect(reading.calls).toMatchObject([{ request: body, response: null }]);
  });

  test("usage without its request is usage", () => {
    expect(cassette({ sent: null }).calls).toMatchObject([{ request: null, response: message }]);
  });

  test("a request nobody answered is counted", () => {
    const reading = readText(
      `${JSON.stringify({ request: { url, method: "POST", body }, response: null })}\n`,
      "t.jsonl",
    );
    expect(reading).toMatchObject({ calls: [], leftOut: { unanswered: 1 } });
  });

  test("among pairs one without a response is one that nobody answered", () => {
    const lines = [{ request: body, response: message }, { request: body }, { mark: 1 }];
    const reading = readText(lines.map((line) => JSON.stringify(line)).join("\n"), "t.jsonl");
    expect(reading.calls).toHaveLength(1);
    expect(reading.leftOut).toEqual({ unanswered: 1, other: 1 });
  });

  test("count_tokens is told apart, by its address or by its answer", () => {
    const count = { endpoint: "count_tokens", response: { input_tokens: 40 } };
    const got = JSON.stringify({ input_tokens: 40 });
    expect(cassette({ url: `${url}/count_tokens?beta=true`, got }).calls).toMatchObject([count]);
    expect(readJson({ request: body, response: { input_tokens: 40 } }).calls).toMatchObject([
      count,
    ]);
  });
});

describe("batches", () => {
  const params = { model: "claude-haiku-4-5", max_tokens: 9, messages: body.messages };
  const requests = [
    { custom_id: "a", params },
    { custom_id: "b", params },
  ];
  const results = [
    { custom_id: "b", result: { type: "succeeded", message } },
    { custom_id: "a", result: { type: "errored", error: refusal } },
    { custom_id: "c", result: { type: "expired" } },
  ];

  test("an item is a call, its result another, joined by their id; polls are neither", () => {
    const batches = `${url}/batches`;
    const reading = cassette(
      { url: batches, sent: JSON.stringify({ requests }), got: '{"id":"msgbatch_1"}' },
      { url: `${batches}/msgbatch_1`, method: "GET", got: '{"id":"msgbatch_1"}' },
      { url: `${batches}/msgbatch_1/results`, method: "GET", status: 404, got: "{}" },
      {
        url: `${batches}/msgbatch_1/results`,
        method: "GET",
        sent: null,
        got: results.map((line) => JSON.stringify(line)).join("\n"),
      },
    );
    expect(codes(reading)).toEqual([]);
    expect(reading.calls).toMatchObject([
      { batch: true, customId: "a", request: params, response: null },
      { batch: true, customId: "b", request: params, response: null },
      { batch: true, customId: "b", request: null, response: message },
    ]);
    expect(reading.leftOut).toEqual({
      "path /v1/messages/batches": 2,
      "refused errored": 1,
      "unanswered expired": 1,
    });
  });

  test("results that are fetched again are one", () => {
    const got = JSON.stringify(results[0]);
    const fetched = { url: `${url}/batches/b/results`, method: "GET", sent: null, got };
    const reading = cassette(fetched, fetched);
    expect(reading.calls).toHaveLength(1);
    expect(reading.leftOut).toEqual({ repeated: 1 });
  });

  test("what is no batch is named", () => {
    const reading = cassette(
      { url: `${url}/batches`, sent: "{}", got: "{}" },
      { url: `${url}/batches`, sent: JSON.stringify({ requests: [7] }), got: "{}" },
      { url: `${url}/batches/b1/results`, method: "GET", sent: null, got: "{" },
    );
    expect(codes(reading)).toEqual([
      "recording-shape",
      "recording-shape",
      "recording-body-damaged",
    ]);
  });
});

describe("what stands in headers", () => {
  test.each([
    [{}, null],
    [{ "Anthropic-Version": ["2023-06-01"] }, []],
    [
      { "anthropic-beta": "oauth-2025-04-20,files-api-2025-04-14" },
      ["files-api-2025-04-14", "oauth-2025-04-20"],
    ],
    [
      { "Anthropic-Beta": ["oauth-2025-04-20", "files-api-2025-04-14"] },
      ["files-api-2025-04-14", "oauth-2025-04-20"],
    ],
    [{ "anthropic-version": "2023-06-01", "anthropic-beta": ["<BETAS>"] }, null],
    [{ "anthropic-beta": "ANTHROPIC-BETA-XXX" }, null],
    [
      ["anthropic-version", "2023-06-01", "anthropic-beta", "oauth-2025-04-20"],
      ["oauth-2025-04-20"],
    ],
    [[["anthropic-version", "2023-06-01"]], []],
    [[{ name: "Anthropic-Version", value: "2023-06-01" }], []],
    [{ "anthropic-beta": { equalTo: "oauth-2025-04-20" } }, ["oauth-2025-04-20"]],
  ])("betas of %j are %j", (headers, betas) => {
    expect(cassette({ headers }).calls[0]?.betas).toEqual(betas);
  });

  test("a time is the recorder's, then the answer's", () => {
    const date = "Thu, 05 Nov 2026 10:00:00 GMT";
    const at = (pair: object): unknown =>
      readJson({ request: body, response: message, ...pair }).calls[0]?.at;
    expect(at({})).toBeNull();
    expect(at({ headers: { date } })).toBe("2026-11-05T10:00:00.000Z");
    expect(at({ timestamp: 1793872800.25 })).toBe("2026-11-05T10:00:00.250Z");
    expect(at({ timestamp: 1793872800250 })).toBe("2026-11-05T10:00:00.250Z");
    expect(at({ at: "2026-11-05T12:00:00+02:00" })).toBe("2026-11-05T10:00:00.000Z");
    // Without its zone only where nothing else says it.
    expect(at({ at: "2026-11-05 12:00:00", headers: { date } })).toBe("2026-11-05T10:00:00.000Z");
    expect(at({ at: "2026-11-05 12:00:00" })).toBe("2026-11-05T12:00:00.000Z");
    expect(at({ at: 6025, headers: { date: "<DATE>" } })).toBeNull();
  });
});

describe("bodies that are not what was sent", () => {
  const binary = (bytes: Uint8Array): object => ({
    "!!binary": Buffer.from(bytes).toString("base64"),
  });
  test.each([
    [
      "Brotli by its header",
      binary(Buffer.from("8b02806162630a03", "hex")),
      { "content-encoding": ["br"] },
      "recording-body-compressed",
    ],
    [
      "Zstandard by its first bytes",
      binary(Buffer.from("28b52ffd0458", "hex")),
      {},
      "recording-body-compressed",
    ],
    ["binary", binary(Buffer.from("89504e470d0a", "hex")), {}, "recording-body-damaged"],
    ["gzip that is cut", binary(zipped(stream).subarray(0, 60)), {}, "recording-body-damaged"],
    ["no base64", { "!!binary": "*" }, {}, "recording-body-damaged"],
    ["gzip as a text that lost bytes", "\u001f\ufffd\b\u0000", {}, "recording-body-damaged"],
    ["JSON that is cut", '{"id": "msg_1", "usage": {', {}, "recording-body-damaged"],
    ["masked", "<ANSWER>", {}, "recording-body-damaged"],
    ["a list", "[1]", {}, "recording-body-damaged"],
    ["a stream without JSON", "data: <MASKED>\n\n", {}, "recording-body-damaged"],
  ])("%s", (_, got, answerHeaders, code) => {
    const reading = cassette({ got, answerHeaders });
    expect(codes(reading)).toEqual([code]);
    expect(reading.calls).toEqual([]);
    expect(reading.problems[0]).toMatchObject({
      severity: "error",
      path: "interactions.0.response.body.string",
      line: 1,
    });
  });

  test("a request that was masked or cut is named too", () => {
    for (const sent of ["<REQUEST>", '{"model": "claude', "7"])
      expect(codes(cassette({ sent }))).toEqual(["recording-body-damaged"]);
  });

  test("a header that stayed on a plain body says nothing", () => {
    expect(cassette({ answerHeaders: { "content-encoding": ["gzip"] } }).calls).toHaveLength(1);
  });

  test("bytes that were written one character each are bytes", () => {
    expect(cassette({ got: zipped(stream).toString("latin1") }).calls).toMatchObject([
      { response: message },
    ]);
  });

  test("a bomb is not unpacked to its end", () => {
    const bomb = binary(gzipSync(Buffer.alloc(100 * 1024 * 1024)));
    const { problems } = cassette({ got: bomb });
    expect(problems[0]?.message).toContain("64 MB");
  });

  test("a stream with a damaged event says so, and counts", () => {
    const got = stream.replace(/data: \{"type":"content_block_delta","index":0/, "data: <X>$&");
    const reading = cassette({ got });
    expect(codes(reading)).toEqual(["recording-stream-damaged"]);
    expect(reading.calls).toMatchObject([{ response: { usage: { output_tokens: 12 } } }]);
  });
});

describe("files that are not as their kind is", () => {
  test.each([
    ["no list", { http_interactions: {} }, ["recording-shape"]],
    [
      "an interaction without address",
      { http_interactions: [{ request: {} }, 7] },
      ["recording-shape", "recording-shape"],
    ],
    [
      "a version to come",
      { version: 9, interactions: [{ request: { url }, response: {} }] },
      ["recording-version", "recording-answer-empty"],
    ],
    ["entries that are none", { log: { entries: 4 } }, ["recording-shape"]],
    [
      "a stub that is none",
      { mappings: [{ request: { urlPath: "/" }, response: {} }, {}] },
      ["recording-shape"],
    ],
  ])("%s", (_, document, expected) => {
    expect(codes(readJson(document))).toEqual(expected);
  });

  test("a body's file that is missing is named with its path", () => {
    const reading = readJson({
      request: { url: "/v1/messages", bodyPatterns: [{ equalToJson: body }] },
      response: { bodyFileName: "way.json" },
    });
    expect(reading.problems).toMatchObject([
      { code: "recording-body-file", path: "response.bodyFileName" },
    ]);
    expect(reading.problems[0]?.message).toContain("`../__files/way.json`");
  });

  test("a request's file that is missing leaves the usage", () => {
    const entry = {
      request: { url, method: "POST", body: { kind: "binary", path: "blobs/1.bin" } },
      response: { status: 200, body: { kind: "json", value: message } },
    };
    const reading = readJson({ entries: [entry] });
    expect(codes(reading)).toEqual(["recording-request-file"]);
    expect(reading.calls).toMatchObject([{ request: null, response: message }]);
  });

  test("a trace that was cut, or whose line ends changed, is named", () => {
    const trace = "httprr trace v1\n100 900\nPOST / HTTP/1.1\r\n\r\n";
    expect(codes(readText(trace))).toEqual(["recording-cut"]);
    expect(codes(readText("httprr trace v2\n"))).toEqual(["recording-version"]);
    expect(codes(readText("httprr trace v1\nnonsense\n"))).toEqual(["recording-cut"]);
  });

  test("what stands among the calls and is none is counted", () => {
    const lines = [body, { note: "a mark" }, body].map((line) => JSON.stringify(line)).join("\n");
    expect(readText(lines, "x.jsonl")).toMatchObject({ format: "request", leftOut: { other: 1 } });
  });
});

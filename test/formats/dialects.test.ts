import { describe, expect, test } from "vitest";
import { body, httprr, message, stream, url, zipped } from "./exchange.ts";
import { readText, type Reading } from "./reading.ts";

const sent = JSON.stringify(body);
const got = JSON.stringify(message);
const gzip64 = zipped(got).toString("base64");
const hex = zipped(stream).toString("hex");
const half = hex.length - (hex.length % 4) - 4;

/** How each recorder writes the exchange; the files that lie beside it. */
type Dialect = readonly [string, string, string, Readonly<Record<string, string>>?];

const dialects: readonly Dialect[] = [
  [
    "vcrpy, text",
    "vcrpy",
    yaml(`
interactions:
- request:
    body: ${quoted(sent)}
    method: POST
    uri: ${url}?beta=true
  response:
    body:
      string: ${quoted(got)}
    status: {code: 200, message: OK}
version: 1`),
  ],
  [
    "vcrpy, gzip, headers that were Python objects",
    "vcrpy",
    yaml(`
interactions:
- request:
    body: !!binary |
      ${zipped(sent).toString("base64")}
    headers:
      ? !!python/object/new:multidict._multidict.istr
        args: [anthropic-version]
      : ['2023-06-01']
    method: POST
    uri: ${url}
  response:
    body:
      string: !!binary |
        ${gzip64}
    headers: {Content-Encoding: [gzip]}
    status: {code: 200}
version: 1`),
  ],
  [
    "vcrpy, parsed bodies",
    "vcrpy",
    yaml(`
interactions:
- request:
    method: POST
    parsed_body: ${sent}
    uri: ${url}
  response:
    parsed_body: ${got}
    status: {code: 200}
version: 1`),
  ],
  [
    "vcrpy, JSON, a stream",
    "vcrpy",
    JSON.stringify({
      version: 1,
      interactions: [
        {
          request: { method: "POST", uri: url, body: sent, headers: {} },
          response: { status: { code: 200, message: "OK" }, headers: {}, body: { string: stream } },
        },
      ],
    }),
  ],
  [
    "vcrpy's httpx stub of old",
    "vcrpy",
    JSON.stringify({
      version: 1,
      interactions: [
        {
          request: { method: "POST", uri: url, body: sent, headers: {} },
          response: { content: got, http_version: "HTTP/1.1", status_code: 200, headers: {} },
        },
      ],
    }),
  ],
  [
    "Ruby VCR",
    "ruby-vcr",
    yaml(`
http_interactions:
- request:
    method: post
    uri: ${url}
    body: {encoding: UTF-8, string: ${quoted(sent)}}
  response:
    status: {code: 200, message: OK}
    body:
      encoding: ASCII-8BIT
      string: !binary |-
        ${Buffer.from(stream).toString("base64")}
  recorded_at: Thu, 05 Nov 2026 10:00:00 GMT
recorded_with: VCR 6.3.1`),
  ],
  [
    "Ruby VCR, exact bytes",
    "ruby-vcr",
    yaml(`
http_interactions:
- request:
    method: post
    uri: ${url}
    body: {encoding: UTF-8, base64_string: ${Buffer.from(sent).toString("base64")}}
  response:
    status: {code: 200, message: OK}
    body: {encoding: ASCII-8BIT, base64_string: ${gzip64}}
recorded_with: VCR 6.3.1`),
  ],
  [
    "vcr for R",
    "ruby-vcr",
    yaml(`
http_interactions:
- request: {method: POST, uri: ${url}, body: {string: ${quoted(sent)}}}
  response:
    status: 200
    body: {string: ${quoted(got)}}
  recorded_at: 2026-11-05 10:00:00
recorded_with: VCR-vcr/2.1.0`),
  ],
  [
    "go-vcr 1",
    "go-vcr",
    yaml(`
version: 1
interactions:
- request: {body: ${quoted(sent)}, form: {}, url: "${url}", method: POST}
  response: {body: ${quoted(got)}, status: 200 OK, code: 200, duration: ""}`),
  ],
  [
    "go-vcr 4",
    "go-vcr",
    yaml(`
version: 2
interactions:
- id: 0
  request: {proto: HTTP/1.1, host: api.anthropic.com, body: ${quoted(sent)}, url: "${url}", method: POST}
  response: {proto: HTTP/2.0, body: !!binary ${gzip64}, status: 200 OK, code: 200, duration: 1s}`),
  ],
  ["httprr", "httprr", httprr(got)],
  ["httprr, a stream, the path alone", "httprr", httprr(stream, { target: "/v1/messages" })],
  [
    "httprr, chunked",
    "httprr",
    httprr(chunked(got), { headers: "Transfer-Encoding: chunked\r\n" }),
  ],
  [
    "nock's recorder",
    "nock",
    JSON.stringify([
      {
        scope: "https://api.anthropic.com:443",
        method: "POST",
        path: "/v1/messages",
        body,
        status: 200,
        response: message,
        rawHeaders: ["Date", "Thu, 05 Nov 2026 10:00:00 GMT"],
        responseIsBinary: false,
      },
    ]),
  ],
  [
    "nock, a stream in pieces of gzip",
    "nock",
    JSON.stringify([
      {
        scope: "https://api.anthropic.com:443",
        method: "POST",
        path: "/v1/messages",
        body,
        status: 200,
        response: [hex.slice(0, half), hex.slice(half)],
        rawHeaders: {},
        responseIsBinary: false,
      },
    ]),
  ],
  [
    "nock, binary",
    "nock",
    JSON.stringify([
      {
        scope: "https://api.anthropic.com",
        method: "POST",
        path: "/v1/messages",
        body,
        status: 200,
        response: zipped(got).toString("hex"),
        rawHeaders: {},
        responseIsBinary: true,
      },
    ]),
  ],
  ["HAR", "har", har({ text: got })],
  ["HAR, base64", "har", har({ text: Buffer.from(stream).toString("base64"), encoding: "base64" })],
  ["HAR, Playwright's files", "har", har({ _file: "a1.txt" }), { "a1.txt": stream }],
  ["Polly", "polly", har({ text: got }, { _recordingName: "way" })],
  [
    "Polly, pieces in base64",
    "polly",
    har({ text: JSON.stringify([gzip64]), encoding: "base64" }, { _recordingName: "way" }),
  ],
  [
    "Polly, pieces in hexadecimal",
    "polly",
    har({ text: JSON.stringify([hex.slice(0, half), hex.slice(half)]) }, { _recordingName: "way" }),
  ],
  [
    "WireMock",
    "wiremock",
    JSON.stringify({
      request: { url: "/v1/messages", method: "POST", bodyPatterns: [{ equalToJson: sent }] },
      response: { status: 200, bodyFileName: "way.txt" },
    }),
    { "../__files/way.txt": stream },
  ],
  [
    "WireMock, mappings",
    "wiremock",
    JSON.stringify({
      mappings: [
        {
          id: "1",
          request: {
            urlPattern: "/v1/messages(\\?.*)?",
            method: "ANY",
            bodyPatterns: [{ equalToJson: body }],
          },
          response: { status: 200, jsonBody: message },
        },
      ],
    }),
  ],
  [
    "WireMock, base64",
    "wiremock",
    JSON.stringify({
      request: {
        urlPathPattern: "/.*/v1/messages",
        bodyPatterns: [{ binaryEqualTo: Buffer.from(sent).toString("base64") }],
      },
      response: { base64Body: gzip64 },
    }),
  ],
  [
    "httpmock",
    "httpmock",
    yaml(`
when:
  path: /v1/messages
  method: POST
  header: [{name: accept, value: '*/*'}]
  body: ${quoted(sent)}
then:
  status: 200
  body: ${quoted(stream)}
---
when: {path: /v1/chat/completions, method: POST}
then: {status: 200}`),
  ],
  [
    "httpmock, JSON and a file",
    "httpmock",
    yaml(`
when: {path: /v1/messages, method: POST, json_body: ${sent}}
then: {body_from_file: way.json}`),
    { "way.json": got },
  ],
  [
    "Braintrust's entries",
    "entries",
    JSON.stringify({
      entries: [
        {
          id: "a1",
          recordedAt: "2026-11-05T10:00:00.000Z",
          request: {
            method: "POST",
            url,
            headers: {},
            body: { kind: "binary", path: "blobs/1.bin" },
          },
          response: {
            status: 200,
            headers: {},
            body: { kind: "sse", chunks: stream.trim().split("\n\n") },
          },
        },
      ],
      meta: {},
    }),
    { "blobs/1.bin": sent },
  ],
  [
    "PHP-VCR, a list in YAML",
    "pairs",
    yaml(`
-
    request: {method: POST, url: "${url}", headers: {Host: api.anthropic.com}, body: ${quoted(sent)}}
    response: {status: {http_version: "1.1", code: "200"}, headers: {}, body: ${quoted(got)}}`),
  ],
  ["the vendor's pairs", "pairs", JSON.stringify({ request: body, response: message })],
  [
    "the vendor's pairs, a list, with status and headers",
    "pairs",
    JSON.stringify([
      {
        status: 200,
        headers: { date: "Thu, 05 Nov 2026 10:00:00 GMT" },
        request: body,
        response: stream,
      },
    ]),
  ],
  [
    "datadog",
    "pairs",
    JSON.stringify({
      request: { method: "POST", url, headers: {}, body: sent },
      response: { status: { code: 200, message: "OK" }, headers: {}, body: `base64:${gzip64}` },
    }),
  ],
  [
    "the Python SDK's snapshots",
    "pairs",
    JSON.stringify([
      {
        request: { method: "POST", url, headers: {}, body },
        response: { status_code: 200, headers: {}, body: message },
      },
    ]),
  ],
  [
    "claude-trace",
    "pairs",
    `${JSON.stringify({
      request: { timestamp: 1793872800.25, method: "POST", url, headers: {}, body },
      response: { timestamp: 1793872801, status_code: 200, headers: {}, body_raw: stream },
      logged_at: "2026-11-05T10:00:02.000Z",
    })}\n${JSON.stringify({ request: { url, method: "POST", body }, response: null })}\n`,
  ],
  [
    "req_llm",
    "pairs",
    JSON.stringify({
      captured_at: "2026-11-05T10:00:00Z",
      chunks: [stream.slice(0, 90), stream.slice(90)].map((piece) => ({
        b64: Buffer.from(piece).toString("base64"),
      })),
      request: {
        method: "POST",
        url,
        body: { b64: Buffer.from(sent).toString("base64") },
        headers: {},
      },
      response: { status: 200, headers: {}, body: null },
    }),
  ],
];

function yaml(text: string): string {
  return text.trimStart();
}

/** A text in YAML's double quotes, which are those of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function chunked(text: string): string {
  return [text.slice(0, 20), text.slice(20), ""]
    .map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)
    .join("");
}

function har(content: object, log: object = {}): string {
  const entry = {
    startedDateTime: "2026-11-05T10:00:00.000Z",
    request: {
      method: "POST",
      url,
      headers: [{ name: "anthropic-version", value: "2023-06-01" }],
      postData: { text: sent },
    },
    response: { status: 200, headers: [], content },
  };
  return JSON.stringify({ log: { version: "1.2", ...log, entries: [entry] } });
}

function codes({ problems }: Reading): readonly string[] {
  return problems.map(({ code }) => code);
}

describe("one exchange", () => {
  const cases = dialects.map(
    ([name, format, text, files]) => [name, { format, text, files }] as const,
  );
  test.each(cases)("as %s", (_, { format, text, files }) => {
    const reading = readText(text, "recording", files);
    expect(reading.format).toBe(format);
    expect(codes(reading)).toEqual([]);
    expect(reading.calls).toHaveLength(1);
    expect(reading.calls[0]).toMatchObject({ endpoint: "messages", request: body, batch: false });
    expect(reading.calls[0]?.response).toEqual(message);
  });
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formats } from "../../src/formats/formats.ts";
import { describeUnknown } from "../../src/formats/unknown.ts";
import { parseJson } from "../../src/json-text.ts";
import { isArray, isObject, type Json } from "../../src/json.ts";
import { body, httprr, message, stream, url } from "./exchange.ts";
import { readText } from "./reading.ts";

/** A document of each format, to be spoilt. */
const documents: readonly Json[] = [
  {
    version: 1,
    interactions: [
      {
        request: { method: "POST", uri: url, body: "{}", headers: {} },
        response: { status: { code: 200 }, headers: {}, body: { string: stream } },
      },
    ],
  },
  {
    recorded_with: "VCR 6",
    http_interactions: [
      {
        request: { method: "post", uri: url, body: { string: JSON.stringify(body) } },
        response: { status: 200, body: { base64_string: "e30=" } },
        recorded_at: "x",
      },
    ],
  },
  {
    version: 2,
    interactions: [
      {
        request: { method: "POST", url, body: "{}" },
        response: { code: 200, body: { "!!binary": "H4sIAAAA" } },
      },
    ],
  },
  httprr(stream),
  [
    {
      scope: "https://api.anthropic.com:443",
      method: "POST",
      path: "/v1/messages",
      body,
      status: 200,
      response: ["1f8b"],
      rawHeaders: ["a", "b"],
    },
  ],
  {
    log: {
      _recordingName: "a",
      entries: [
        {
          startedDateTime: "x",
          request: {
            method: "POST",
            url,
            headers: [{ name: "a", value: "b" }],
            postData: { text: "{}" },
          },
          response: { status: 200, headers: [], content: { text: '["1f8b"]', encoding: "base64" } },
        },
      ],
    },
  },
  {
    mappings: [
      {
        request: {
          method: "POST",
          urlPattern: "/v1/messages.*",
          bodyPatterns: [{ equalToJson: "{}" }],
        },
        response: { bodyFileName: "a.json" },
      },
    ],
  },
  {
    when: { path: "/v1/messages", method: "POST", header: [{ name: "a", value: "b" }], body: "{}" },
    // oxlint-disable-next-line unicorn/no-thenable -- the format has it so
    then: { status: 200, body: stream },
  },
  {
    entries: [
      {
        request: { url, method: "POST", body: { kind: "json", value: body } },
        response: { status: 200, body: { kind: "sse", chunks: [stream] } },
      },
    ],
  },
  {
    request: {
      method: "POST",
      url: `${url}/batches`,
      body: { requests: [{ custom_id: "a", params: body }] },
    },
    response: { status: 200, body: message },
  },
  { request: body, response: message, status: 200, chunks: [{ b64: "e30=" }] },
  body,
];

/** The places of a value: paths to all there is in it. */
function places(value: Json): readonly (readonly string[])[] {
  const list = isArray(value) ? value.map((item, index) => [String(index), item] as const) : [];
  const entries = isObject(value) ? Object.entries(value) : list;
  return [[], ...entries.flatMap(([key, item]) => places(item).map((path) => [key, ...path]))];
}

/** The value with another at a place. */
function put(value: Json, path: readonly string[], other: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  if (isArray(value))
    return value.map((item, index) => (String(index) === key ? put(item, rest, other) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === key ? put(item, rest, other) : item,
    ]),
  );
}

const anything: fc.Arbitrary<Json> = fc.json().map((text) => parseJson(text) ?? null);

const spoilt = fc
  .constantFrom(...documents)
  .chain((document) =>
    fc
      .tuple(
        fc.constantFrom(...places(document)),
        fc.oneof(anything, fc.constantFrom(null, "", "\u001f\u008b", "1f8b", [], {}, -1, stream)),
      )
      .map(([path, other]) => put(document, path, other)),
  );

test("whatever a document holds, reading it throws nothing and gives calls that are sound", () => {
  fc.assert(
    fc.property(spoilt, (document) => {
      const text = typeof document === "string" ? document : JSON.stringify(document);
      const { calls, problems } = readText(text, "x");
      for (const call of calls) expect(call.request !== null || call.response !== null).toBe(true);
      for (const { message: said, fix } of problems)
        expect(`${said}${fix}`).not.toContain("undefined");
    }),
    { numRuns: 3_000 },
  );
});

test("every format takes any document, known to it or not", () => {
  fc.assert(
    fc.property(fc.oneof(spoilt, anything), (value) => {
      describeUnknown(value);
      for (const format of Object.values(formats)) {
        const isSeen = format.sees(value);
        expect(typeof isSeen).toBe("boolean");
        const place = () => ({ file: null, line: null, column: null, path: null });
        const reader = format.open({ report: () => {}, leaveOut: () => {}, beside: () => null });
        reader.read({ value, place });
        reader.end();
      }
    }),
    { numRuns: 1_500 },
  );
});

test("a text cut anywhere is read to what is there, and never thrown at", () => {
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.nat(4_000), (document, end) => {
      const text = typeof document === "string" ? document : JSON.stringify(document);
      readText(text.slice(0, end), "x");
    }),
  );
});

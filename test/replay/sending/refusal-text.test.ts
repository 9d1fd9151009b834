import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutQuotes } from "../../../src/replay/sending/refusal-text.ts";
import type { JsonObject } from "../../../src/json.ts";
import { encodings } from "./encodings.ts";

function body(text: string): JsonObject {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 100_000,
    tools: [
      {
        name: "lookup_order",
        description: "Looks up an order by its number",
        input_schema: { type: "object", properties: { content: { type: "string" } } },
      },
    ],
    messages: [{ role: "user", content: [{ type: "text", text }] }],
  };
}

/** What the API says of requests, as others have recorded and reported it. */
const messages = [
  "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-6",
  "max_tokens: Field required",
  "messages: at least one message is required",
  "messages.0.content: Input should be a valid list",
  "messages.3.content.7: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.",
  "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.",
  "messages: text content blocks must be non-empty",
  "messages: text content blocks must contain non-whitespace text",
  "messages: final assistant content cannot end with trailing whitespace",
  'messages: roles must alternate between "user" and "assistant", but found multiple "user" roles in a row',
  "messages.1: all messages must have non-empty content except for the optional final assistant message",
  "A maximum of 4 blocks with cache_control may be provided. Found 5.",
  "system.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
  "Top-level cache_control has ttl='5m' but the target block already has cache_control with ttl='1h'",
  "prompt is too long: 210000 tokens > 200000 maximum",
  "input length and `max_tokens` exceed context limit: 190000 + 21333 > 200000, decrease input length or `max_tokens` and try again",
  "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
  "Overloaded",
  "Internal server error",
  "Request not allowed",
  "model: claude-3-opus-20240229",
  "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
  "tools: Tool names must be unique.",
  "tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.",
  "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size",
  "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
  "`temperature` may only be set to 1 when thinking is enabled.",
  "temperature: range: 0..1",
  "`thinking.type.enabled` is not supported for this model. Use `thinking.type.adaptive` and `output_config.effort` to control thinking behavior.",
  "This model does not support assistant message prefill. The conversation must end with a user message.",
  "messages.1.content.0: Invalid `signature` in `thinking` block",
  "Could not process image",
  "messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes",
  "The image was specified using the image/png media type, but the image appears to be a image/jpeg image",
  "A maximum of 100 PDF pages may be provided.",
  "Unexpected value(s) `context-1m-2025-08-07` for the `anthropic-beta` header. Please consult our documentation at docs.claude.com or try again without the header.",
  "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
  "Output blocked by content filtering policy",
  "Thinking may not be enabled when tool_choice forces tool use.",
  "Number of request tokens has exceeded your per-minute rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.",
  "This organization has been disabled.",
  "requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'",
  "`temperature` may only be set to 1 when thinking is enabled. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#important-considerations-when-using-extended-thinking",
  "Requests which have `tool_use` or `tool_result` blocks in the history must also provide `tools`",
  "sub-content blocks cannot be cached directly, cache the top-level block",
  "Error while communicating with MCP server: connection refused",
  "Unable to download the file. Please verify the URL and try again.",
  "The request body is not valid JSON: invalid high surrogate in string: line 1 column 1103 (char 1102)",
  "The compiled grammar is too large, which would cause performance issues. Simplify your tool schemas or reduce the number of strict tools.",
  "tools.3.custom.input_schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
  "This credential is only authorized for use with Claude Code and cannot be used for other API requests.",
];

test.each(messages)("as it is: %s", (message) => {
  const request = body("My secret\nplan is ready, and nobody must know of it before Friday");
  expect(withoutQuotes(message, request, ["context-1m-2025-08-07"])).toBe(message);
});

test.each([
  [
    "messages.5: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01SWBkC2GPGhoSfEqTZ6y91b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
    "messages.5: `tool_use` ids were found without `tool_result` blocks immediately after: …. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
  ],
  [
    "tool_choice: Tool 'get_weather' not found in provided tools",
    "tool_choice: Tool '…' not found in provided tools",
  ],
  ["tools.0.custom.lookup_order: name already used", "tools.0.custom.…: name already used"],
  [
    "tools.0.custom.input_schema.properties.secret.type: Field required",
    "tools.0.custom.input_schema.properties.….type: Field required",
  ],
  [
    "tools.0: Input tag 'foo' found using 'type' does not match any of the expected tags: 'bash_20250124', 'custom'",
    "tools.0: Input tag '…' found using 'type' does not match any of the expected tags: 'bash_20250124', 'custom'",
  ],
  [
    "messages.0.content.0.text: My secret plan is ready is too long",
    "messages.0.content.0.text: … is too long",
  ],
  ['unexpected "My secret\\nplan is ready"', 'unexpected "…"'],
  ["bad order: Looks up an order by its number", "bad order: …"],
  ["  two\n lines ", "two lines"],
  ["invalid x-api-key: sk-ant-api03-AbCdEfGh", "invalid x-api-key: …"],
  ["API key sk-ant-...EfGh is not active", "API key … is not active"],
  // Words of the API's alone, but in a row as the request has them.
  ["not valid: The request must not exceed the limit", "not valid: …"],
  ["`the request must` is empty", "`…` is empty"],
  ["invalid account 4711081500", "invalid account …"],
  ["got 99 97 110 97 114 121, expected a string", "…, expected a string"],
])("%s", (message, expected) => {
  const request = body(
    "My secret\nplan is ready. Account 4711081500. The request must not exceed the limit.",
  );
  expect(withoutQuotes(message, request)).toBe(expected);
});

test.each(["1987-03-14", "19870314", "4930123456", "49,301,234,56", "4111 1111", "41111111"])(
  "a number that the request says, in other groups of digits: %s",
  (number) => {
    const request = body("Born 1987-03-14, call +49 (30) 12 34 56, card 4111-1111.");
    expect(withoutQuotes(`Value ${number} is not valid`, request)).toBe("Value … is not valid");
    const longer = "prompt is too long: 210345 tokens > 200000 maximum";
    expect(withoutQuotes(longer, request)).toBe(longer);
  },
);

test("whatever a user named is a user's word: inputs, schemas, stop sequences, tokens", () => {
  const secrets = [
    "canary-input",
    "canary-name",
    "canary-property",
    "canary-format",
    "canary-stop",
    "canary-token",
    "canary-user",
    "lookup_order",
    "toolu_1",
    "8007199254740",
  ];
  const request: JsonObject = {
    ...body("x"),
    tools: [
      {
        name: "lookup_order",
        input_schema: { type: "object", properties: { "canary-property": { type: "string" } } },
      },
    ],
    messages: [
      {
        role: "assistant",
        content: [
          {
            type: "tool_use",
            id: "toolu_1",
            name: "lookup_order",
            input: { name: "canary-name", id: "canary-input", number: 8_007_199_254_740 },
          },
        ],
      },
    ],
    output_config: {
      format: {
        type: "json_schema",
        schema: { type: "object", properties: { "canary-format": {} } },
      },
    },
    stop_sequences: ["canary-stop"],
    metadata: { user_id: "canary-user" },
    mcp_servers: [{ name: "crm", authorization_token: "canary-token" }],
  };
  for (const secret of secrets)
    expect([secret, withoutQuotes(`invalid value ${secret}: not supported`, request)]).toEqual([
      secret,
      "invalid value …: not supported",
    ]);
});

/** Pieces of a text, eight characters each, on one line and in small letters. */
function piecesOf(text: string): readonly string[] {
  const line = text.replaceAll(/\s+/g, " ").trim().toLowerCase();
  return Array.from({ length: Math.max(0, line.length - 7) }, (_, at) => line.slice(at, at + 8));
}

const anyWord = fc.oneof(
  fc.stringMatching(/^[b-z]{4,9}[0-9]?$/),
  fc.constantFrom(
    "the",
    "request",
    "Müller",
    "naïve",
    "message",
    "秘密です",
    "l'été",
    "must",
    "not",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
);
const anyText = fc
  .array(anyWord, { minLength: 3, maxLength: 12 })
  .map((words) => ["confidential", ...words].join(" "));

describe("a quote is not there, in whatever encoding", () => {
  test.each(Object.entries(encodings))("%s", (_, encode) => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom(...messages.filter((message) => !message.includes("`"))),
        fc.nat(2),
        fc.boolean(),
        (text, message, place, isCut) => {
          const whole = encode(text);
          const cut = whole.slice(0, Math.ceil(whole.length * 0.7));
          const quote = isCut ? cut.replace(/\s\S*$/, "") : whole;
          const quoting = [`${message}: "${quote}"`, `"${quote}" ${message}`, `got ${quote}`][
            place
          ];
          const said = withoutQuotes(quoting ?? "", body(text)).toLowerCase();
          const own = `" ${message}: "`.toLowerCase();
          const leaks = [...piecesOf(text), ...piecesOf(whole)].filter(
            (piece) => said.includes(piece) && !own.includes(piece),
          );
          expect(leaks).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test("a long message is cut between words, a huge one is not read to its end", () => {
  const said = withoutQuotes("the value is not valid, ".repeat(100_000), body("x"));
  expect(said.length).toBeLessThanOrEqual(400);
  expect(said.endsWith("…")).toBe(true);
});

test("a prompt of one word that is the API's too is not quoted", () => {
  expect(withoutQuotes("max_tokens: too large for `one`", body("one"))).toBe(
    "max_tokens: too large for `…`",
  );
  expect(withoutQuotes("`content` must have one block", body("one"))).toBe(
    "`content` must have one block",
  );
});

test("a message of which little is left is not shown", () => {
  expect(withoutQuotes("Zugriff verweigert durch den Proxy: not der Firma", body("x"))).toBe("");
});

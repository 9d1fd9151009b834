import * as fc from "fast-check";
import { expect, test } from "vitest";
import { withoutQuotes } from "../../../src/replay/sending/refusal-text.ts";
import type { JsonObject } from "../../../src/json.ts";

function body(text: string): JsonObject {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 100_000,
    tools: [
      {
        name: "lookup_order",
        description: "Looks up an order by its number",
        input_schema: { type: "object" },
      },
    ],
    messages: [{ role: "user", content: [{ type: "text", text }] }],
  };
}

test.each([
  [
    "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-6",
    "the same",
  ],
  ["tools.0.custom.lookup_order: name already used", "the same"],
  [
    "messages.0.content.0.text: My secret plan is ready is too long",
    "messages.0.content.0.text: … is too long",
  ],
  ['unexpected "My secret\\nplan is ready"', 'unexpected "…"'],
  ["bad order: Looks up an order by its number", "bad order: …"],
  ["  two\n lines ", "two lines"],
])("%s", (message, expected) => {
  expect(withoutQuotes(message, body("My secret\nplan is ready"))).toBe(
    expected === "the same" ? message : expected,
  );
});

test("whatever a user named is a user's word: inputs, schemas, stop sequences, tokens", () => {
  const secrets = [
    "canary-input",
    "canary-name",
    "canary-property",
    "canary-format",
    "canary-stop",
    "canary-token",
    "canary-user",
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
            input: { name: "canary-name", id: "canary-input" },
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
    expect([secret, withoutQuotes(`got ${secret}: no`, request)]).toEqual([secret, "got …: no"]);
  expect(withoutQuotes("tools.0.custom.input_schema.type: Field required", request)).toBe(
    "tools.0.custom.input_schema.type: Field required",
  );
});

test("a short text is taken out as a whole", () => {
  expect(withoutQuotes("got: pw 123!", body("pw 123!"))).toBe("got: …");
});

test("whatever is quoted of a prompt in a row of twelve characters is not there", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 12, maxLength: 80 }),
      fc.string(),
      fc.string(),
      (text, before, after) => {
        const said = withoutQuotes(`${before}${text}${after}`, body(text));
        const line = text.replaceAll(/\s+/g, " ").trim();
        for (let start = 0; start + 12 <= line.length; start += 1)
          expect(said).not.toContain(line.slice(start, start + 12));
        expect(said.length).toBeLessThanOrEqual(400);
      },
    ),
  );
});

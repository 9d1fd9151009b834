import { describe, expect, test } from "vitest";
import { valueAt, type JsonObject } from "../../../src/json.ts";
import { body, fill, rewrite, sent, withSystem, type Texts } from "./rewriting.ts";

const policy = "You answer questions about orders.\nRefunds take five days.\n";

/** How the system text of one request is written, and that it fills in to what was sent. */
function written(text: string, files: Texts, other = text) {
  const request = withSystem(text);
  const result = rewrite([sent([request, withSystem(other)])], files);
  const filled = fill(result.requests[0]!.request, files);
  expect(filled.body).toEqual(request);
  expect(filled.problems).toEqual([]);
  const found = valueAt(result.requests[0]!.request, ["system", 0, "text"]);
  return { found, result };
}

describe("a text that equals a file", () => {
  test.each([
    ["as every editor saves it", policy.trimEnd(), policy, {}],
    ["with its end", policy, policy, { trim: false }],
    [
      "with CRLF and a byte order mark",
      policy.trimEnd(),
      `\uFEFF${policy.replaceAll("\n", "\r\n")}`,
      {},
    ],
    ["without a newline at its end", policy.trimEnd(), policy.trimEnd(), {}],
  ])("is tied to it: %s", (_, text, file, more) => {
    const { found, result } = written(text, { "prompts/policy.md": file, "other.md": "x" });
    expect(found).toEqual({ $file: "../../../prompts/policy.md", ...more });
    expect(result.tied).toEqual([
      {
        exchange: 0,
        path: ["system", 0, "text"],
        file: "prompts/policy.md",
        pointer: null,
        vars: [],
        others: [],
      },
    ]);
  });

  test("by whatever names of template languages stand in it, literally", () => {
    const text = "Write {{name}} and {{ now() }}, or {{user-name}}, into it.";
    const { found } = written(text, { "p.md": `${text}\n` });
    expect(found).toEqual({
      $file: "../../../p.md",
      vars: { name: { literal: true }, now: { literal: true }, "user-name": { literal: true } },
    });
  });

  test("by the shortest path of several, which are said; a program is said to be meant", () => {
    const { found, result } = written(policy.trimEnd(), {
      "a/long/policy.md": policy,
      "b/policy.md": policy,
    });
    expect(found).toEqual({ $file: "../../../b/policy.md" });
    expect(result.tied[0]?.others).toEqual(["a/long/policy.md"]);
    expect(
      written("print('a') \nprint('b')", { "x.py": "print('a') \nprint('b')\n" }).found,
    ).toEqual({ $file: "../../../x.py", code: true });
  });

  test("not by fixtures, packages, chance, or what differs between two runs", () => {
    for (const path of ["fixtures/recorded/a/x.md", "node_modules/p/x.md", "a/.git/x.md"])
      expect(written(policy, { [path]: policy }).found).toBe(policy);
    expect(written("Hello", { "x.md": "Hello\n" }).found).toBe("Hello");
    const stamped = "Session 550e8400-e29b-41d4-a716-446655440000 of a shop.";
    expect(
      written(stamped, { "x.md": stamped }, stamped.replace("550e8400", "660e8400")).found,
    ).toMatchObject({ $text: "Session {{uuid}} of a shop." });
  });

  test("stands at a system block, a message or a tool's description; not in a tool's result", () => {
    const files = { "p.md": policy };
    const reference = { $file: "../../../p.md", trim: false };
    const request: JsonObject = body({
      system: policy,
      tools: [{ name: "t", description: policy, input_schema: { type: "object" } }],
      messages: [
        { role: "user", content: policy },
        { role: "assistant", content: policy },
        { role: "user", content: [{ type: "text", text: policy }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: policy }] },
      ],
    });
    const [first] = rewrite([sent([request])], files).requests;
    expect(first?.request).toMatchObject({
      system: reference,
      tools: [{ description: reference }],
      messages: [
        { content: reference },
        { content: policy },
        { content: [{ text: reference }] },
        { content: [{ content: policy }] },
      ],
    });
    expect(rewrite([sent([request])], files, true).requests[0]?.request).toEqual(request);
  });
});

describe("a text that fits a template", () => {
  const template = "You answer for {{company}}.\nToday is {{ date }}. Refunds take five days.\n";
  const filledBy = (company: string, date: string): string =>
    `You answer for ${company}.\nToday is ${date}. Refunds take five days.`;

  test("is tied with what fills it, and how often that changes", () => {
    const { found, result } = written(filledBy("Acme", "2026-11-28"), { "p/t.md": template });
    expect(found).toEqual({
      $file: "../../../p/t.md",
      vars: {
        company: { value: "Acme", changes: "never" },
        date: { value: "2026-11-28", changes: "day" },
      },
    });
    expect(result.tied[0]?.vars).toEqual(["company", "date"]);
  });

  test("changes as the runs of the scenario show", () => {
    const files = { "t.md": template };
    const at = (run: string, company: string, clock: string) =>
      sent(
        [
          withSystem(filledBy(company, clock)),
          withSystem(filledBy(company, clock.replace(":1", ":2"))),
        ],
        { run },
      );
    const result = rewrite([at("a", "Acme", "14:01:12"), at("b", "Brown", "14:01:15")], files);
    expect(result.requests[1]?.request["system"]).toMatchObject([
      {
        text: {
          vars: {
            company: { value: "Brown", changes: "run" },
            date: { value: "14:01:15", changes: "request" },
          },
        },
      },
    ]);
  });

  test("a whole file comes before a template; a template that a fixture cannot fill is said", () => {
    const text = filledBy("Acme", "Monday");
    expect(written(text, { "t.md": template, "longer/whole.md": text }).found).toEqual({
      $file: "../../../longer/whole.md",
    });
    const { found, result } = written(text, {
      "t.txt": template.replace("{{company}}", "{company}").replace("{{ date }}", "{date}"),
    });
    expect(found).toBe(text);
    expect(result.findings).toEqual([
      { exchange: 0, path: ["system", 0, "text"], kind: "template", file: "t.txt" },
    ]);
  });
});

describe("values of JSON files", () => {
  const tool = {
    name: "lookup",
    description: "Looks up an order by its number.",
    input_schema: { type: "object", properties: { number: { type: "string" } } },
  };

  test("a model under its name, and a list of tools", () => {
    const files = {
      "llm.config.json": '{"models": {"answer_model": "claude-sonnet-5"}, "other": 1}',
      "src/tools.json": JSON.stringify({ "a/b": [tool] }, null, 2),
    };
    const request = body({ tools: [tool] });
    const result = rewrite([sent([request])], files);
    expect(result.requests[0]?.request).toMatchObject({
      model: { $json: "../../../llm.config.json#/models/answer_model" },
      tools: { $json: "../../../src/tools.json#/a~1b" },
    });
    const filled = fill(result.requests[0]!.request, files);
    expect([filled.body, filled.problems]).toEqual([request, []]);
  });

  test("a document as a whole", () => {
    const files = { "tools.json": JSON.stringify([tool]) };
    const result = rewrite([sent([body({ tools: [tool] })])], files);
    expect(result.requests[0]?.request["tools"]).toEqual({ $json: "../../../tools.json" });
    expect(fill(result.requests[0]!.request, files).body).toEqual(body({ tools: [tool] }));
  });

  test("a tool with a marker by its schema; a text of a list of prompts", () => {
    const files = {
      "tools.json": JSON.stringify([tool]),
      "prompts.json": JSON.stringify({ policy: `${policy}${policy}` }),
    };
    const request = body({
      system: `${policy}${policy}`,
      tools: [{ ...tool, cache_control: { type: "ephemeral" } }],
    });
    expect(rewrite([sent([request])], files).requests[0]?.request).toMatchObject({
      system: { $json: "../../../prompts.json#/policy" },
      tools: [{ name: "lookup", input_schema: { $json: "../../../tools.json#/0/input_schema" } }],
    });
  });

  test("not where two places hold it, nor in recordings, nor under another name", () => {
    const request = body();
    for (const files of [
      { "a.json": '{"model":"claude-sonnet-5"}', "b.json": '{"model":"claude-sonnet-5"}' },
      { "test/cassettes/a.json": '{"model":"claude-sonnet-5"}' },
      { "a.json": '{"title":"claude-sonnet-5"}' },
      { "a.json": '{"model":"claude-sonnet-5","model":"x"}' },
    ] satisfies readonly Texts[])
      expect(rewrite([sent([request])], files).requests[0]?.request).toEqual(request);
  });
});

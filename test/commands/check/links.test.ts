import { describe, expect, test } from "vitest";
import { check, config, request, type Files } from "./two-trees.ts";

/** A text of some hundred tokens, a line per number. */
function policy(lines: number, word = "rule"): string {
  return Array.from({ length: lines }, (_, line) => `Follow ${word} ${String(line)} to the letter.\n`).join("");
}

const marker = { cache_control: { type: "ephemeral" } };
const followed = { $file: "../prompts/policy.md" };
const inline = policy(60).trimEnd();
const lookUp = { name: "look_up", description: "Looks up.", input_schema: { type: "object" } };

function body(over: Files = {}): Files {
  return {
    ...request(0),
    model: { $json: "../llm.json#/model" },
    tools: [{ $json: "../tools.json#/0" }],
    system: [{ type: "text", text: followed, ...marker }],
    messages: [{ role: "user", content: "How many days off do I have?" }],
    ...over,
  };
}

function run(over: Files = {}): Files {
  return { exchanges: [{ request: body(over), expect: { output_tokens: 100 } }] };
}

const base: Files = {
  "promptcost.yml": config("1000/day", "{ increase: { percent: 5 } }"),
  "prompts/policy.md": policy(60),
  "prompts/other.md": policy(60, "habit"),
  "llm.json": { model: "claude-opus-5", old: "claude-haiku-4-5" },
  "tools.json": [lookUp, { ...lookUp, name: "other" }],
  "f/returns.json": run(),
};
const text = (over: Files): Files => ({ system: [{ type: "text", text: inline, ...marker, ...over }] });
/** The change that each attack hides. */
const grown = { "prompts/policy.md": policy(900) };

/** A fixture that keeps the text and hides the file it came from. */
const hidden: Readonly<Record<string, Files>> = {
  "in the open": run(text({})),
  "in an unknown member": run(text({ note: followed })),
  "in citations": run(text({ citations: [{ type: "char_location", cited_text: followed }] })),
  "in a marker": run(text({ cache_control: { type: "ephemeral", note: followed } })),
  "in an empty block": run({
    system: [
      { type: "text", text: inline, ...marker },
      { type: "text", text: "", note: followed },
    ],
  }),
  "in a dummy variable": run({
    system: [
      {
        type: "text",
        text: { $text: "{{policy}}", vars: { policy: { value: inline }, dummy: { value: "x", note: followed } } },
        ...marker,
      },
    ],
  }),
  "beside a declared size": run({
    system: [{ type: "text", text: { $tokens: 300, name: "policy", note: followed }, ...marker }],
  }),
  "in a declared block": run({
    system: [{ $tokens: 300, name: "policy", ...marker, note: followed }],
  }),
  "in metadata": run({ ...text({}), metadata: { user_id: followed } }),
  "in a tool's ignored key": run({ ...text({}), tools: [{ ...lookUp, note: followed }] }),
  "in a deferred tool": run({
    ...text({}),
    tools: [{ $json: "../tools.json#/0" }, { ...lookUp, name: "late", description: followed, defer_loading: true }],
  }),
  "in a message that is gone": run({
    ...text({}),
    messages: [
      { role: "system", content: followed, clear_at: "user" },
      { role: "user", content: "How many days off do I have?" },
    ],
  }),
  "beside the request": { ...run(text({})), note: followed },
  "in vars of another file": run({
    system: [
      { type: "text", text: inline, ...marker },
      { type: "text", text: { $file: "../prompts/empty.md", vars: { note: { value: followed } } } },
    ],
  }),
};

test.each(Object.entries(hidden))("hidden %s", (_, fixture) => {
    const report = check(base, { ...grown, "prompts/empty.md": " \n", "f/returns.json": fixture });
    console.log(report.verdict, JSON.stringify(report.loosened.map((l) => l.sentence ?? l.rule)), report.problems.filter(p => p.severity === "error").map((p) => p.code + " " + p.message));
});
describe("x", () => { test("y", () => { expect(1).toBe(1); }); });

import { describe, expect, test } from "vitest";
import { config, request, type Files } from "../two-trees.ts";
import { asColleague, expectHeld, expectNamed, uncovered, type Attack } from "./attack.ts";

/** A text of some hundred tokens, a line per number. */
function policy(lines: number, word = "rule"): string {
  return Array.from(
    { length: lines },
    (_, line) => `Follow ${word} ${String(line)} to the letter.\n`,
  ).join("");
}

const marker = { cache_control: { type: "ephemeral" } };
const followed = { $file: "../prompts/policy.md" };
const inline = policy(60).trimEnd();
const lookUp = { name: "look_up", description: "Looks up.", input_schema: { type: "object" } };
const question = { role: "user", content: "How many days off do I have?" };

function run(over: Files = {}): Files {
  const body = {
    ...request(0),
    model: { $json: "../llm.json#/model" },
    tools: [{ $json: "../tools.json#/0" }],
    system: [{ type: "text", text: followed, ...marker }],
    messages: [question],
  };
  return { exchanges: [{ request: { ...body, ...over }, expect: { output_tokens: 100 } }] };
}

const yml = config("100k/day", "{ increase: { percent: 5 } }");
const base: Files = {
  "promptcost.yml": yml,
  "prompts/policy.md": policy(60),
  "prompts/other.md": policy(60, "habit"),
  "llm.json": { model: "claude-opus-4-8", old: "claude-haiku-4-5", now: "claude-opus-4-8" },
  "tools.json": [lookUp, { ...lookUp, name: "other" }],
  "f/returns.json": run(),
};
const grown: Files = { "prompts/policy.md": policy(900) };

function system(over: Files, ...more: readonly Files[]): Files {
  return { system: [{ type: "text", text: inline, ...marker, ...over }, ...more] };
}

/** A fixture that keeps the text and hides the file it came from. */
const hidden: Readonly<Record<string, Files>> = {
  nowhere: run(system({})),
  "in an unknown member": run(system({ note: followed })),
  "in citations": run(system({ citations: [{ type: "char_location", cited_text: followed }] })),
  "in a marker": run(system({ cache_control: { type: "ephemeral", note: followed } })),
  "in an empty block": run(system({}, { type: "text", text: ".", note: followed })),
  "in a dummy variable": run(
    system({
      text: {
        $text: "{{policy}}",
        vars: { policy: { value: inline }, dummy: { value: "x", note: followed } },
      },
    }),
  ),
  "in a variable that fills nothing": run(
    system(
      {},
      {
        type: "text",
        text: { $file: "../prompts/empty.md", vars: { note: { value: followed } } },
      },
    ),
  ),
  "beside a declared text": run(system({ text: { $tokens: 300, name: "p", note: followed } })),
  "beside a declared block": run({
    system: [{ $tokens: 300, name: "policy", ...marker, note: followed }],
  }),
  "in the marker of a declared block": run({
    system: [{ $tokens: 300, name: "p", cache_control: { type: "ephemeral", note: followed } }],
  }),
  "in metadata": run({ ...system({}), metadata: { user_id: followed } }),
  "in a tool's ignored key": run({ ...system({}), tools: [{ ...lookUp, note: followed }] }),
  "in a deferred tool": run({
    ...system({}),
    tools: [
      { $json: "../tools.json#/0" },
      { ...lookUp, name: "late", description: followed, defer_loading: true },
    ],
  }),
  "in an unknown key of the body": run({ ...system({}), note: followed }),
  "in a message whose turn is over": run({
    ...system({}),
    messages: [
      question,
      { role: "system", content: followed, clear_at: "next_user_message" },
      { role: "assistant", content: "30." },
      question,
    ],
  }),
  "beside the request": { ...run(system({})), note: followed },
  "in an answer that is expected": {
    exchanges: [{ request: run(system({})), expect: { output_tokens: 100, note: followed } }],
  },
};

describe.each([
  ["", yml],
  [", its key declared as a new one", `${yml}extra-keys: [note]\n`],
])("a link hidden%s", (_, withKeys) => {
  const main = { ...base, "promptcost.yml": withKeys, "prompts/empty.md": "Be kind.\n" };
  const attack = (fixture: Files): Attack => ({
    base: main,
    change: grown,
    cover: { "f/returns.json": fixture },
  });

  test.each(Object.entries(hidden))("%s", (_place, fixture) => {
    expect(uncovered(attack(fixture)).verdict).toBe("fail");
    expectNamed(attack(fixture), /no longer follows prompts\/policy\.md/);
    expectHeld(attack(fixture));
  });
});

test("a link cut loose is named in a sentence", () => {
  const { loosened } = asColleague({
    base,
    change: grown,
    cover: { "f/returns.json": run(system({})) },
  });
  expect(loosened).toMatchObject([
    {
      rule: "f/returns system follows",
      from: "prompts/policy.md",
      to: "no file",
      sentence:
        "a's budget no longer follows prompts/policy.md (fixture returns.json: its text is inline now)",
      file: "f/returns.json",
    },
  ]);
});

const dear = { "llm.json": { model: "claude-opus-4-8", old: "claude-haiku-4-5" } };
const cheap = { "llm.json": { model: "claude-haiku-4-5", old: "claude-haiku-4-5" } };

test.each<readonly [string, Attack, RegExp]>([
  [
    "another file with the old text",
    {
      base,
      change: grown,
      cover: {
        "prompts/copy.md": policy(60),
        "f/returns.json": run(system({ text: { $file: "../prompts/copy.md" } })),
      },
    },
    /no longer follows prompts\/policy\.md .*it follows prompts\/copy\.md now/,
  ],
  [
    "another file of main's",
    {
      base,
      change: grown,
      cover: { "f/returns.json": run(system({ text: { $file: "../prompts/other.md" } })) },
    },
    /no longer follows prompts\/policy\.md .*it follows prompts\/other\.md now/,
  ],
  [
    "another model of the same file",
    {
      base: { ...base, ...cheap },
      change: dear,
      cover: { "f/returns.json": run({ model: { $json: "../llm.json#/old" } }) },
    },
    /no longer follows llm\.json#\/model .*it follows llm\.json#\/old now/,
  ],
  [
    "a model that stands in the fixture, its link a text",
    {
      base: { ...base, ...cheap },
      change: dear,
      cover: {
        "f/returns.json": run({
          model: "claude-haiku-4-5",
          messages: [
            { role: "user", content: [{ type: "text", text: { $json: "../llm.json#/model" } }] },
          ],
        }),
      },
    },
    /no longer follows llm\.json#\/model .*inline now/,
  ],
  [
    "another value of the same file",
    {
      base,
      change: {
        "tools.json": [
          { ...lookUp, description: policy(500) },
          { ...lookUp, name: "other" },
        ],
      },
      cover: { "f/returns.json": run({ tools: [{ $json: "../tools.json#/1" }] }) },
    },
    /no longer follows tools\.json#\/0 .*it follows tools\.json#\/1 now/,
  ],
  [
    "a prompt renamed, its old text in the fixture",
    {
      base,
      change: { "prompts/policy.md": undefined, "prompts/rules.md": policy(100) },
      cover: { "f/returns.json": run(system({})) },
    },
    /no longer follows prompts\/policy\.md .*inline now/,
  ],
  [
    "a prompt renamed and its lines broken anew, its old text as one line in a message",
    {
      base,
      change: {
        "prompts/policy.md": undefined,
        "prompts/rules.md": policy(900).replaceAll(" to the", "\nto the"),
      },
      cover: {
        "f/returns.json": run({
          system: "Be brief.",
          messages: [{ role: "user", content: inline.replaceAll("\n", " ") }],
        }),
      },
    },
    /no longer follows prompts\/policy\.md .*inline now/,
  ],
  [
    "a prompt renamed, a copy of what it was followed",
    {
      base,
      change: { "prompts/policy.md": undefined, "prompts/rules.md": policy(900) },
      cover: {
        "prompts/copy.md": policy(60),
        "f/returns.json": run(system({ text: { $file: "../prompts/copy.md" } })),
      },
    },
    /no longer follows prompts\/policy\.md .*it follows prompts\/copy\.md now/,
  ],
  [
    "one place of two",
    {
      base: {
        ...base,
        "f/returns.json": run({
          messages: [
            question,
            { role: "assistant", content: "30." },
            { role: "user", content: followed },
          ],
        }),
      },
      change: grown,
      cover: {
        "f/returns.json": run({
          messages: [
            question,
            { role: "assistant", content: "30." },
            { role: "user", content: inline },
          ],
        }),
      },
    },
    /no longer follows prompts\/policy\.md .*inline now/,
  ],
  [
    "with what fills it left out",
    {
      base: {
        ...base,
        "prompts/policy.md": `${policy(60)}{{examples}}\n`,
        "f/returns.json": run({
          system: [
            {
              type: "text",
              text: {
                ...followed,
                vars: { examples: { value: policy(200, "example"), changes: "never" } },
              },
              ...marker,
            },
          ],
        }),
      },
      change: { "prompts/policy.md": `${policy(160)}{{examples}}\n` },
      cover: {
        "f/returns.json": run({
          system: [
            {
              type: "text",
              text: { ...followed, vars: { examples: { value: "none", changes: "never" } } },
              ...marker,
            },
          ],
        }),
      },
    },
    /examples value: about \d+ tokens → about 1 tokens/,
  ],
  [
    "with what fills it taken for text",
    {
      base: {
        ...base,
        "prompts/policy.md": `${policy(60)}{{examples}}\n`,
        "f/returns.json": run({
          system: [
            {
              type: "text",
              text: {
                ...followed,
                vars: { examples: { value: { $tokens: 2000 }, changes: "never" } },
              },
              ...marker,
            },
          ],
        }),
      },
      change: { "prompts/policy.md": `${policy(160)}{{examples}}\n` },
      cover: {
        "f/returns.json": run({
          system: [
            {
              type: "text",
              text: { ...followed, vars: { examples: { literal: true } } },
              ...marker,
            },
          ],
        }),
      },
    },
    /examples value: about 2000 tokens → about 0 tokens/,
  ],
])("a link cut loose: %s", (_, attack, words) => {
  expect(asColleague({ ...attack, change: {} }).verdict).not.toBe("error");
  expectNamed(attack, words);
  expectHeld(attack);
});

test("a value renamed, a copy of what it was followed", () => {
  const tool = { ...lookUp, description: inline };
  const dear = { ...tool, description: policy(900) };
  const small: Files = { ...base, "tools.json": [tool] };
  const cover = {
    "tools.json": { tools: [dear], old: tool },
    "f/returns.json": run({ tools: [{ $json: "../tools.json#/old" }] }),
  };
  const change = { "tools.json": [dear] };
  expectNamed({ base: small, change, cover }, /no longer follows tools\.json#\/0 .*#\/old now/);
});

test.each<readonly [string, Files]>([
  ["the file edited", grown],
  [
    "the file renamed",
    {
      "prompts/policy.md": undefined,
      "prompts/rules.md": policy(60),
      "f/returns.json": run(system({ text: { $file: "../prompts/rules.md" } })),
    },
  ],
  [
    "the file renamed and edited",
    {
      "prompts/policy.md": undefined,
      "prompts/rules.md": policy(90),
      "f/returns.json": run(system({ text: { $file: "../prompts/rules.md" } })),
    },
  ],
  [
    "a tool renamed and edited, another one added",
    {
      "tools.json": {
        look: { ...lookUp, description: "Looks up days off, too." },
        send: { name: "send_mail", description: "Sends it.", input_schema: { type: "object" } },
      },
      "f/returns.json": run({ tools: [{ $json: "../tools.json#/look" }] }),
    },
  ],
  [
    "the file renamed, its lines joined",
    {
      "prompts/policy.md": undefined,
      "prompts/rules.md": policy(60).replaceAll("\n", " "),
      "f/returns.json": run(system({ text: { $file: "../prompts/rules.md" } })),
    },
  ],
  [
    "a value renamed",
    {
      "llm.json": { main: "claude-opus-4-8" },
      "f/returns.json": run({ model: { $json: "../llm.json#/main" } }),
    },
  ],
  [
    "the prompt moved into a message",
    {
      "f/returns.json": run({
        system: "Be brief.",
        messages: [{ role: "user", content: [{ type: "text", text: followed }] }],
      }),
    },
  ],
  ["the prompt as a string", { "f/returns.json": run({ system: followed }) }],
  ["all tools for one of them", { "f/returns.json": run({ tools: { $json: "../tools.json" } }) }],
  [
    "the prompt taken out with its file",
    { "prompts/policy.md": undefined, "f/returns.json": run({ system: "Be brief." }) },
  ],
  [
    "a block more",
    { "f/returns.json": run(system({ text: followed }, { type: "text", text: "Be brief." })) },
  ],
  [
    "another question",
    { "f/returns.json": run({ messages: [{ role: "user", content: "And sick leave?" }] }) },
  ],
])("no false alarm: %s", (_, change) => {
  const report = asColleague({ base, change, cover: {} });
  expect([report.verdict === "error", report.loosened]).toEqual([false, []]);
});

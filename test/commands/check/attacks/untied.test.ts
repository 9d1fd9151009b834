import { expect, test } from "vitest";
import { block, config, type Files } from "../two-trees.ts";
import { asColleague, asFork, expectHeld, uncovered, type Attack } from "./attack.ts";

const followed = { $file: "../policy.md" };
const long = "Be kind to everybody, and say so in a friendly way. ".repeat(300);
const marker = { cache_control: { type: "ephemeral" } };

function run(over: Files = {}, more: Files = {}): Files {
  return {
    exchanges: [
      {
        request: {
          model: "claude-opus-4-8",
          max_tokens: 4000,
          system: [
            { type: "text", text: followed, ...marker },
            { type: "text", text: long },
          ],
          messages: [{ role: "user", content: "Where is my parcel?" }],
          ...over,
        },
        ...more,
      },
    ],
  };
}

const usage = {
  input_tokens: 3,
  output_tokens: 1,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};
const mocked = {
  recorded: { response: { model: "claude-opus-4-8", usage, content: [], stop_reason: "end_turn" } },
};
const base: Files = {
  "promptcost.yml": config("100k/day", "{ increase: { percent: 1 } }"),
  "policy.md": "Follow the rules to the letter.\n".repeat(40),
  "f/run.json": run({}, { expect: { output_tokens: 500 } }),
};
const change = { "policy.md": "Follow the rules to the letter.\n".repeat(2000) };
const expected = { expect: { output_tokens: 500 } };

/** What stands in the fixture alone, made cheaper so that what its files come to cost is paid for. */
test.each<readonly [string, Files]>([
  ["a text shortened", run({ system: [{ type: "text", text: followed, ...marker }] }, expected)],
  ["a list as one short text", run({ system: "Follow the rules." }, expected)],
  ["a list as the linked text alone", run({ system: followed }, expected)],
  ["another model", run({ model: "claude-haiku-4-5" }, expected)],
  ["a lower `max_tokens`", run({ max_tokens: 1 })],
  ["a text declared small", run({ system: [block(3, "policy", true)] }, expected)],
  [
    "more markers",
    run(
      {
        system: [
          { type: "text", text: followed, ...marker },
          { type: "text", text: long, ...marker },
        ],
      },
      expected,
    ),
  ],
  ["a mocked answer", run({}, mocked)],
  ["a mocked answer beside a small body", run({ system: "Hi." }, mocked)],
  ["a shorter run", { exchanges: [] }],
  [
    "another run altogether",
    {
      request: {
        model: "claude-haiku-4-5",
        max_tokens: 1,
        messages: [{ role: "user", content: "Hi!" }],
      },
    },
  ],
])("a fork pays for its files by no edit of its fixtures: %s", (_, fixture) => {
  const attack: Attack = { base, change, cover: { "f/run.json": fixture } };
  expect(uncovered(attack).verdict).toBe("fail");
  expectHeld(attack);
});

test("a fork is told that main's fixtures count, and a dearer fixture of its own counts", () => {
  const shorter = asFork({
    base,
    change,
    cover: {
      "f/run.json": run({ system: [{ type: "text", text: followed, ...marker }] }, expected),
    },
  });
  expect(shorter.problems.map(({ code }) => code)).toContain("fork-fixtures-held");
  const longer = { "f/run.json": run({ system: `${long} ${long}` }, expected) };
  const attack: Attack = { base, change: {}, cover: longer };
  expect([asFork(attack).verdict, asFork(attack).totals.monthlyUsd]).toEqual([
    "fail",
    asColleague(attack).totals.monthlyUsd,
  ]);
  expect(asFork(attack).problems.map(({ code }) => code)).not.toContain("fork-fixtures-held");
});

test("a fork that changes files alone is judged like anybody", () => {
  const attack: Attack = { base, change, cover: {} };
  expect(asFork(attack).scenarios).toEqual(asColleague(attack).scenarios);
});

test("runs that main's fixtures do not make with the fork's files are as on main", () => {
  const json: Files = {
    ...base,
    "tools.json": { look: { name: "look_up", input_schema: { type: "object" } } },
    "f/run.json": run({ tools: [{ $json: "../tools.json#/look" }] }, expected),
  };
  const cover: Files = {
    "tools.json": { find: { name: "look_up", input_schema: { type: "object" } } },
    "f/run.json": run({ tools: [{ $json: "../tools.json#/find" }] }, expected),
  };
  expect(asFork({ base: json, change: {}, cover }).verdict).toBe("pass");
  expectHeld({ base: json, change, cover });
});

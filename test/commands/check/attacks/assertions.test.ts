import { describe, expect, test } from "vitest";
import { block, config, type Files } from "../two-trees.ts";
import { asColleague, expectHeld, expectNamed, uncovered, type Attack } from "./attack.ts";

const marker = { cache_control: { type: "ephemeral" } };
const followed = { $file: "../policy.md" };

function policy(lines: number): string {
  return Array.from(
    { length: lines },
    (_, line) => `Follow rule ${String(line)} to the letter.\n`,
  ).join("");
}

/** What is asked, after how many tokens of its own, what is otherwise; tokens of the answer. */
type Asked = readonly [question: string, tokens: number, over?: Files, output?: number];

/** An exchange that asks something of its own, after so many tokens of its own. */
function ask(...[question, tokens, over = {}, output = 100]: Asked) {
  return {
    request: {
      model: "claude-opus-4-8",
      max_tokens: 4000,
      system: [{ type: "text", text: followed, ...marker }],
      messages: [
        { role: "user", content: [block(tokens, question), { type: "text", text: question }] },
      ],
      ...over,
    },
    expect: { output_tokens: output },
  };
}

/** A run of that exchange alone. */
function asks(...given: Asked): Files {
  return { exchanges: [ask(...given)] };
}

const long = "What does my contract say of the days that I worked abroad last year?";
const short = "Where is the nearest printer?";
const yml = config("100k/day", "{ increase: { percent: 1 } }");
const grown = { "policy.md": policy(1200) };
const two: Files = {
  "promptcost.yml": yml,
  "policy.md": policy(40),
  "f/dear.json": { id: "dear", weight: 9, ...asks(long, 20_000, {}, 3000) },
  "f/plain.json": { id: "plain", weight: 1, ...asks(short, 10, {}, 20) },
};
/** A dear run becomes dearer. */
const dearer = (weight: number, id: string): Files => ({
  id,
  weight,
  ...asks(long, 30_000, {}, 3000),
});
const withText = (text: Files, more: Files = {}): Files => ({
  "promptcost.yml": yml,
  "policy.md": `${policy(40)}{{now}} it is.\n${policy(40)}`,
  "f/run.json": asks(short, 10, { system: [{ type: "text", text, ...marker }] }),
  ...more,
});
const system = (...blocks: readonly unknown[]): Files => ({
  "promptcost.yml": yml,
  "policy.md": policy(40),
  "f/run.json": asks(short, 10, {
    system: [...blocks, { type: "text", text: followed, ...marker }],
  }),
});
const volatile = (tokens: number, name: string, changes: string) => ({
  type: "text",
  text: { $tokens: tokens, name, changes },
});
const cover = (attack: Files): Files => ({ "f/run.json": attack["f/run.json"] });
const now = { value: "14:02", changes: "request" };
const grownWithTime = { "policy.md": `${policy(1200)}{{now}} it is.\n${policy(40)}` };

const attacks: readonly (readonly [string, Attack, RegExp])[] = [
  [
    "ids exchanged",
    {
      base: two,
      change: grown,
      cover: {
        "f/dear.json": { id: "plain", weight: 1, ...asks(long, 20_000, {}, 3000) },
        "f/plain.json": { id: "dear", weight: 9, ...asks(short, 10, {}, 20) },
      },
    },
    /^plain weight: 9 of 10 → 1 of 10/,
  ],
  [
    "files exchanged, and edited",
    {
      base: two,
      change: grown,
      cover: {
        "f/dear.json": { id: "dear", weight: 9, ...asks(`${short} And the scanner?`, 10, {}, 20) },
        "f/plain.json": { id: "plain", weight: 1, ...asks(`${long} Thanks!`, 20_100, {}, 3000) },
      },
    },
    /^plain weight: 9 of 10 → 1 of 10/,
  ],
  [
    "a shorter answer under the id of a short one",
    {
      base: two,
      change: grown,
      cover: {
        "f/dear.json": { id: "plain", weight: 9, ...asks(long, 20_000, {}, 20) },
        "f/plain.json": { id: "dear", weight: 1, ...asks(short, 10, {}, 20) },
      },
    },
    /^plain#0 expect.output_tokens: 3000 → 20/,
  ],
  [
    "a decoy that sorts first",
    {
      base: { ...two, "f/dear.json": { id: "m", ...asks(long, 20_000, {}, 3000) } },
      change: { "f/dear.json": { id: "m", ...asks(long, 30_000, {}, 3000) } },
      cover: {
        "f/dear.json": { id: "z", ...asks(long, 30_000, {}, 300) },
        "f/a.json": { id: "a", weight: 50, ...asks(short, 10, {}, 20) },
      },
    },
    /^z#0 expect.output_tokens: 3000 → 300/,
  ],
  [
    "a decoy under the id of a run that is renamed",
    {
      base: two,
      change: { "f/dear.json": dearer(9, "dear"), ...grown },
      cover: {
        "f/dear.json": { id: "dear", weight: 9, ...asks("Hi!", 5, {}, 5) },
        "f/zz.json": dearer(1, "zz"),
      },
    },
    /^zz weight: 9 of 10 → 1 of 2/,
  ],
  [
    "a dear run deleted",
    { base: two, change: grown, cover: { "f/dear.json": undefined } },
    /^scenarios.a.fixtures: 1 run of f\/dear.json → none/,
  ],
  [
    "a dear run deleted, another in its place",
    {
      base: two,
      change: grown,
      cover: { "f/dear.json": undefined, "f/a.json": asks("Hi!", 5, {}, 5) },
    },
    /^scenarios.a.fixtures: 1 run of f\/dear.json → /,
  ],
  [
    "a dear run named by no glob any more",
    {
      base: two,
      change: grown,
      cover: { "promptcost.yml": yml.replace("f/*.json", "f/p*.json") },
    },
    /^scenarios.a.fixtures: 1 run of f\/dear.json → none/,
  ],
  [
    "an exchange in front",
    {
      base: two,
      change: grown,
      cover: {
        "f/dear.json": {
          id: "dear",
          weight: 9,
          exchanges: [ask("Hi!", 5, {}, 5), ask(long, 20_000, {}, 3)],
        },
      },
    },
    /^dear#1 expect.output_tokens: 3000 → 3/,
  ],
  [
    "a clock that is taken for text",
    {
      base: withText({ ...followed, vars: { now } }),
      change: grownWithTime,
      cover: cover(withText({ ...followed, vars: { now: { literal: true } } })),
    },
    /now changes: request → never/,
  ],
  [
    "a clock nobody declared, taken for text",
    {
      base: withText(followed),
      change: grownWithTime,
      cover: cover(withText({ ...followed, vars: { now: { literal: true } } })),
    },
    /now changes: request → never/,
  ],
  [
    "a clock with a calmer word",
    {
      base: withText({ ...followed, vars: { now } }),
      change: grownWithTime,
      cover: cover(withText({ ...followed, vars: { now: { ...now, changes: "day" } } })),
    },
    /now changes: request → day/,
  ],
  [
    "a name in another form",
    {
      base: withText(followed, { "policy.md": `${policy(40)}{{ticket}} it is.\n${policy(40)}` }),
      change: { "policy.md": `${policy(1200)}{{ticket}} it is.\n${policy(40)}` },
      cover: { "policy.md": `${policy(1200)}{ticket} it is.\n${policy(40)}` },
    },
    /ticket changes: request → never/,
  ],
  [
    "a name as a call",
    {
      base: withText(followed, { "policy.md": `${policy(40)}{{ ticket }} it is.\n${policy(40)}` }),
      change: { "policy.md": `${policy(1200)}{{ ticket }} it is.\n${policy(40)}` },
      cover: { "policy.md": `${policy(1200)}{{ ticket() }} it is.\n${policy(40)}` },
    },
    /ticket changes: request → never/,
  ],
  [
    "another name in the same place, with a calmer word",
    {
      base: withText(followed),
      change: grownWithTime,
      cover: {
        "policy.md": `${policy(1200)}{{moment}} it is.\n${policy(40)}`,
        ...cover(withText({ ...followed, vars: { moment: { value: "14:02", changes: "never" } } })),
      },
    },
    /now changes: request → never/,
  ],
  [
    "a block by another name, with a calmer word",
    {
      base: system(volatile(300, "context", "request")),
      change: grown,
      cover: cover(system(volatile(300, "ctx", "never"))),
    },
    /context changes: request → never/,
  ],
  [
    "a block in five smaller ones, with a calmer word, behind a text",
    {
      base: system(volatile(20_000, "clock", "request")),
      change: grown,
      cover: cover(
        system(
          { type: "text", text: "Notes." },
          ...["a", "b", "c", "d", "e"].map((name) => volatile(4_000, name, "never")),
        ),
      ),
    },
    /clock changes: request → never/,
  ],
  [
    "a block written out",
    {
      base: system(volatile(20_000, "clock", "request")),
      change: grown,
      cover: cover(system({ type: "text", text: "It is noon, and so on. ".repeat(4_000) })),
    },
    /clock changes: request → never/,
  ],
  [
    "a block by another name behind a decoy, a little larger",
    {
      base: system(volatile(300, "context", "request")),
      change: grown,
      cover: cover(system(volatile(320, "ctx", "never"), volatile(1, "context", "request"))),
    },
    /context changes: request → never/,
  ],
];

describe("assertions follow what a run holds", () => {
  test.each(attacks)("%s", (_, attack, words) => {
    expect(uncovered(attack).verdict).toBe("fail");
    expectNamed(attack, words);
    expectHeld(attack);
  });
});

const renamedVolatile = system(volatile(300, "context", "request"));

test.each<readonly [string, Files, Files]>([
  [
    "a run renamed",
    two,
    { "f/plain.json": { id: "printer", weight: 1, ...asks(short, 10, {}, 20) } },
  ],
  [
    "a file renamed",
    { ...two, "f/plain.json": asks(short, 10, {}, 20), "f/dear.json": asks(long, 20_000) },
    { "f/plain.json": undefined, "f/printer.json": asks(short, 10, {}, 20) },
  ],
  [
    "both questions edited",
    two,
    {
      "f/plain.json": { id: "plain", weight: 1, ...asks(`${short} Or copier?`, 10, {}, 20) },
      "f/dear.json": dearer(9, "dear"),
    },
  ],
  ["a run added", two, { "f/new.json": asks("Hi!", 5) }],
  [
    "an exchange added",
    two,
    {
      "f/plain.json": {
        id: "plain",
        weight: 1,
        exchanges: [ask(short, 10, {}, 20), ask(short, 10, {}, 20)],
      },
    },
  ],
  [
    "a run copied, and the copy edited",
    two,
    { "f/new.json": asks(`${long} And this year?`, 20_000, {}, 3000) },
  ],
  [
    "a clock added",
    withText({ ...followed, vars: { now } }),
    { "policy.md": `{{today}}\n${policy(40)}{{now}} it is.\n${policy(40)}` },
  ],
  ["a clock moved behind", withText(followed), { "policy.md": `${policy(80)}{{now}} it is.\n` }],
  [
    "a clock taken out, a name put in",
    withText(followed),
    {
      "policy.md": `{{company}}\n${policy(80)}`,
      ...cover(withText({ ...followed, vars: { company: { value: "Acme", changes: "never" } } })),
    },
  ],
  ["a block taken out", renamedVolatile, cover(system())],
  [
    "a block in parts that change as often",
    system(volatile(20_000, "clock", "request")),
    cover(system(...["a", "b", "c", "d"].map((name) => volatile(5_000, name, "request")))),
  ],
  [
    "a block taken out, a note put in",
    system(volatile(20_000, "clock", "request")),
    cover(system({ type: "text", text: "Be careful with the figures." })),
  ],
  [
    "a calm block written out",
    system(volatile(900, "guide", "never")),
    cover(system({ type: "text", text: "Read this as a guide. ".repeat(150) })),
  ],
  [
    "a block added",
    renamedVolatile,
    cover(system(volatile(300, "context", "request"), volatile(900, "rules", "never"))),
  ],
])("no false alarm: %s", (_, base, change) => {
  const report = asColleague({ base, change, cover: {} });
  expect([report.verdict === "error", report.loosened]).toEqual([false, []]);
});

import { describe, expect, test } from "vitest";
import { hashInput } from "../../../src/fixture/input-hash.ts";
import { digest } from "../../../src/io/hash.ts";
import { checkTrees } from "../../cases.ts";
import { url } from "../../formats/exchange.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { check, of, rules, text, type Files } from "./two-trees.ts";

/** Requests of Opus 5 whose prompt is counted about as large as it is recorded. */
const policy = (rules: number): string =>
  Array.from({ length: rules }, (_, index) => `policy rule ${String(index)} says so.`).join(" ");
const body = (rules: number, question = "How many days off do I have?") => ({
  model: "claude-opus-5",
  max_tokens: 1024,
  system: [{ type: "text", text: policy(rules), cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: question }],
});
const answer = (id: string, usage: { input?: number; output?: number } = {}) => ({
  id,
  type: "message",
  role: "assistant",
  model: "claude-opus-5",
  content: [{ type: "text", text: "Ten." }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: {
    input_tokens: 20,
    cache_creation_input_tokens: usage.input ?? 7000,
    cache_read_input_tokens: 0,
    output_tokens: usage.output ?? 100,
  },
});
const said = (sent: unknown, got: unknown, { path = "", code = 200 } = {}) => ({
  request: { method: "POST", uri: `${url}${path}`, body: JSON.stringify(sent) },
  response: { status: { code }, body: { string: JSON.stringify(got) } },
});
const cassette = (...interactions: readonly unknown[]) => ({ version: 1, interactions });

const yml = (fixtures: string): string =>
  `scenarios:\n  a:\n    fixtures: ${fixtures}\n    traffic: { runs: 1000/hour }\n` +
  "    budget: { increase: { percent: 5 } }\n";
const base = {
  "promptcost.yml": yml('"f/*.json"'),
  "f/one.json": cassette(said(body(1000), answer("msg_1"))),
  "f/two.json": cassette(said(body(1000, "Where is the harbour?"), answer("msg_2"))),
};
const longer = cassette(said(body(1300), answer("msg_1")));

/** The check of a change that also deletes files. */
function without(file: string, change: Files = {}, fork = false) {
  const head = Object.fromEntries(
    Object.entries({ ...base, ...change }).filter(([path]) => path !== file),
  );
  const trees = [head, base].map((files) => createMemoryTree(text(files)));
  const [ours, theirs] = trees;
  if (ours === undefined || theirs === undefined) throw new Error("two trees");
  return checkTrees(ours, theirs, { fork }).report;
}

describe("a cassette whose request alone is edited", () => {
  test.each([
    ["in place", { "f/one.json": longer }],
    ["in another format", { "f/one.json": { request: body(1300), response: answer("msg_1") } }],
    [
      "with a smaller count beside it",
      {
        "f/one.json": cassette(
          said(body(1300), { input_tokens: 7000 }, { path: "/count_tokens" }),
          said(body(1300), answer("msg_1")),
        ),
      },
    ],
  ])("%s costs what the longer prompt costs: its old answer does not vouch for it", (_, change) => {
    for (const fork of [false, true]) {
      const report = check(base, change, fork);
      expect([report.verdict, of(report, "a")?.state]).toEqual(["fail", "changed"]);
      expect(of(report, "a")?.causes?.map(({ kind }) => kind)).toEqual(["system"]);
    }
  });

  test("in a fixture that says the answer was to the longer prompt", () => {
    const sent = body(1300);
    const inputHash = hashInput({ body: sent, betas: [] }, digest);
    const forged = { request: sent, recorded: { inputHash, response: answer("msg_1") } };
    const kept = {
      request: body(1000),
      recorded: {
        inputHash: hashInput({ body: body(1000), betas: [] }, digest),
        response: answer("msg_1"),
      },
    };
    for (const main of [base, { ...base, "f/one.json": kept }]) {
      const honest = check(main, { "f/one.json": { ...kept, request: sent } });
      const report = check(main, { "f/one.json": forged });
      expect(of(report, "a")?.monthlyUsd).toBe(of(honest, "a")?.monthlyUsd);
      expect([report.verdict, of(report, "a")?.adjustments]).toEqual(["fail", []]);
    }
  });

  test("under another name it does so too", () => {
    const report = without("f/one.json", { "f/other.json": longer });
    expect([report.verdict, rules(report)]).toEqual(["fail", []]);
  });
});

describe("a cassette recorded anew", () => {
  test("with an equal prompt is an adjustment, no change", () => {
    const again = { "f/one.json": cassette(said(body(1000), answer("msg_9", { output: 300 }))) };
    const report = check(base, again);
    expect(of(report, "a")?.adjustments?.map(({ kind }) => kind)).toEqual(["re-recorded"]);
    expect([of(report, "a")?.deltaUsd, rules(report)]).toEqual(["0", []]);
  });

  test("that says less of the same prompt, or of the same answer, is named", () => {
    const one = (usage: object, id = "msg_1"): Files => ({
      "f/one.json": cassette(said(body(1000), answer(id, usage))),
    });
    expect(check(base, one({ input: 6900 }, "msg_9")).loosened).toMatchObject([
      { rule: "f/one#0 recorded input tokens", from: "7020", to: "6920", file: "f/one.json" },
    ]);
    expect(check(base, one({ output: 1 })).loosened).toMatchObject([
      { rule: "f/one#0 recorded output tokens", from: "100", to: "1" },
    ]);
    expect(rules(check(base, one({ input: 7100, output: 101 })))).toEqual([]);
    // To a fork main's recording counts.
    expect(of(check(base, one({ input: 6900 }), true), "a")?.state).toBe("unchanged");
  });

  test("by hand, with a shorter answer than was recorded, is named", () => {
    const byHand = { request: body(1000), expect: { output_tokens: 1 } };
    expect(check(base, { "f/one.json": byHand }).loosened).toMatchObject([
      { rule: "f/one#0 output tokens", from: "100 recorded", to: "1 said" },
    ]);
  });
});

describe("a run of main's that is not counted any more is named, of a fork too", () => {
  const gone = { rule: "scenarios.a.fixtures", from: "1 run of f/one.json", to: "none" };
  const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
  const folder = { ...base, "promptcost.yml": yml("f") };

  test.each([false, true])("where its file is deleted (fork: %s)", (fork) => {
    expect(without("f/one.json", {}, fork).loosened).toMatchObject([{ ...gone, file: null }]);
  });

  test.each([
    ["says nothing known", '"x"\n'],
    ["is a document of something else", { hello: 1 }],
    ["holds a refusal alone", cassette(said(body(1000), overloaded, { code: 529 }))],
    ["holds nothing", cassette()],
  ])("where in a folder its file %s", (_, content) => {
    for (const fork of [false, true])
      expect(check(folder, { "f/one.json": content }, fork).loosened).toMatchObject([
        { ...gone, file: "f/one.json" },
      ]);
  });

  test("where the globs point elsewhere, though another run is compared with it", () => {
    const elsewhere = { "promptcost.yml": yml('"g/*.json"'), "g/x.json": longer };
    expect(check(base, elsewhere).loosened).toMatchObject([
      gone,
      { ...gone, from: "1 run of f/two.json" },
    ]);
    // A fork's runs are those of main's globs.
    expect(of(check(base, elsewhere, true), "a")?.state).toBe("unchanged");
  });

  test("where a file lost one of several", () => {
    const pair = (question: string, id: string): string =>
      JSON.stringify({ request: body(1000, question), response: answer(id) });
    const [first, second] = [pair("How?", "msg_1"), pair("Where?", "msg_2")];
    const log = { "promptcost.yml": yml("f"), "f/log.jsonl": `${first}\n${second}\n` };
    expect(check(log, { "f/log.jsonl": `${second}\n` }).loosened).toMatchObject([
      { ...gone, from: "2 runs of f/log.jsonl", to: "1 run", file: "f/log.jsonl" },
    ]);
  });

  test("and one that moved, or swapped its name with another, is not", () => {
    expect(rules(without("f/one.json", { "g.json": 1, "f/new.json": base["f/one.json"] }))).toEqual(
      [],
    );
    const swapped = { "f/one.json": base["f/two.json"], "f/two.json": base["f/one.json"] };
    expect(rules(check(base, swapped))).toEqual([]);
  });
});

test("a text that changes by itself stays one in a cassette of another time", () => {
  const system = (changes: unknown) => [{ type: "text", text: changes }];
  const filled = {
    request: {
      ...body(0),
      system: system({
        $text: "It is {{now}}. Be brief.",
        vars: { now: { value: "10:00", changes: "request" } },
      }),
    },
    expect: { output_tokens: 100 },
  };
  const stamped = { ...base, "f/one.json": filled };
  const at = (words: string): Files => ({
    "f/one.json": cassette(said({ ...body(0), system: system(words) }, answer("msg_1"))),
  });
  const relaxed = { rule: "f/one#0 now changes", from: "request", to: "never" };
  expect(check(stamped, at("It is 11:30. Be kind.")).loosened).toMatchObject([relaxed]);
  expect(rules(check(stamped, at("It is a day. Be brief.")))).toEqual([]);
  expect(rules(check(stamped, at("Be brief.")))).toEqual([]);
  const honest = of(check(stamped, {}, true), "a")?.monthlyUsd;
  expect(of(check(stamped, at("It is 11:30. Be brief."), true), "a")?.monthlyUsd).toBe(honest);
});

test("items of a batch are compared at the full price, and it is said so", () => {
  const items = (rules: number) =>
    cassette(
      said(
        { requests: [{ custom_id: "x", params: body(rules) }] },
        { id: "b1", type: "message_batch" },
        { path: "/batches" },
      ),
      {
        request: { method: "GET", uri: `${url}/batches/b1/results`, body: null },
        response: {
          status: { code: 200 },
          body: {
            string: JSON.stringify({
              custom_id: "x",
              result: { type: "succeeded", message: answer("msg_1") },
            }),
          },
        },
      },
    );
  const report = check(base, { "f/one.json": items(1000) });
  expect(of(report, "a")?.monthlyUsd).toBe(of(check(base, {}), "a")?.monthlyUsd);
  expect(report.problems.map(({ code }) => code)).toContain("recording-batch");
  expect(check({ ...base, "f/one.json": items(1000) }, { "f/one.json": items(1300) }).verdict).toBe(
    "fail",
  );
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject, type JsonObject } from "../../src/json.ts";
import { parseJson } from "../../src/json-text.ts";
import { load } from "../fixture/load-text.ts";
import type { MemoryFiles } from "../repositories/memory-tree.ts";
import {
  answer,
  assistant,
  body,
  makeCalls,
  makeStubbed,
  toJson,
  user,
  type GivenCall,
} from "./calls.ts";
import { record, type Recorded } from "./recording.ts";

const marked = (text: string): object => ({
  type: "text",
  text,
  cache_control: { type: "ephemeral" },
});
const plain = (text: string): object => ({ type: "text", text });

/** Three turns of a conversation, whose marker moves along. */
const conversation: readonly GivenCall[] = [
  { request: body([user([marked("One?")])]), response: answer("First.") },
  {
    request: body([user([plain("One?")]), assistant([plain("First.")]), user([marked("Two?")])]),
    response: answer("Second."),
  },
  {
    request: body([
      user([plain("One?")]),
      assistant([plain("First.")]),
      user([plain("Two?")]),
      assistant([plain("Second.")]),
      user([marked("Three?")]),
    ]),
    response: answer("Third."),
  },
];
const questions = ["red", "green", "blue"].map((colour) => ({
  request: body([user(`Is it ${colour}?`)], {
    model: "claude-haiku-4-5",
    system: "Say yes or no.",
  }),
}));

function read(files: MemoryFiles, file: string): JsonObject {
  const text = files[file];
  if (typeof text !== "string") throw new Error(`there is no ${file}`);
  return toJson(JSON.parse(text));
}

/** The bodies that all runs of all scenarios send, as `check` reads them. */
function bodiesIn(files: MemoryFiles): readonly (readonly JsonObject[])[] {
  const { scenarios, problems } = load(files);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return scenarios.flatMap(({ runs }) =>
    runs.map(({ exchanges }) => exchanges.map(({ request }) => request.body)),
  );
}

const states = ({ plan }: Recorded) =>
  Object.fromEntries(
    plan.result.scenarios.map(({ name, files }) => [
      name,
      Object.fromEntries(
        Object.entries(files).flatMap(([state, paths]) =>
          paths.length === 0 ? [] : [[state, paths.map((path) => path.replace(/^.*\//, ""))]],
        ),
      ),
    ]),
  );

describe("what is written", () => {
  const first = record({}, makeCalls([...conversation, ...questions]));

  test("a file for each run, in a folder for each scenario, and a config that names them", () => {
    expect(states(first)).toEqual({
      "claude-haiku-4-5": { new: ["run-1.json", "run-2.json", "run-3.json"] },
      "claude-sonnet-5": { new: ["run-1.json"] },
    });
    expect(first.plan.result.uncovered).toEqual([]);
    expect(load(first.files).scenarios.map(({ config, runs }) => [config.id, runs.length])).toEqual(
      [
        ["claude-haiku-4-5", 3],
        ["claude-sonnet-5", 1],
      ],
    );
  });

  test("reads back as it was sent, recorded, without a problem", () => {
    expect(bodiesIn(first.files)).toEqual([
      ...questions.map(({ request }) => [toJson(request)]),
      conversation.map(({ request }) => toJson(request)),
    ]);
    const { scenarios } = load(first.files);
    for (const { runs } of scenarios)
      for (const { exchanges } of runs)
        for (const { recorded, inputHash } of exchanges)
          expect(recorded?.inputHash).toBe(inputHash);
  });

  test("a later turn says only what it adds", () => {
    const { exchanges } = read(first.files, "fixtures/recorded/claude-sonnet-5/run-1.json");
    expect(exchanges).toMatchObject([
      { request: { messages: [{ role: "user" }] } },
      { request: { messages: { $append: [{ $answer: true }, user([marked("Two?")])] } } },
      { request: { messages: { $append: [{ $answer: true }, user([marked("Three?")])] } } },
    ]);
    expect(JSON.stringify(exchanges)).not.toContain("keep-markers");
  });

  test("the config's comments, without their sign, are a config too", () => {
    const text = first.files["promptcost.yml"];
    if (typeof text !== "string") throw new Error("no config");
    const open = text.replaceAll(/^ {4}# (\w+: )/gm, "    $1");
    expect(open).not.toBe(text);
    expect(load({ ...first.files, "promptcost.yml": open }).problems).toEqual([]);
  });
});

describe("the second time", () => {
  const given = [...conversation, ...questions];
  const first = record({}, makeCalls(given));

  test("equal calls: not one byte", () => {
    const second = record(first.files, makeCalls(given));
    expect(second.plan.writes).toEqual([]);
    expect(second.plan.removals).toEqual([]);
    expect(second.plan.changes).toEqual([]);
    expect(second.plan.result.matched).toEqual({ hash: 4, place: 0, prefix: 0 });
  });

  test("another test is a new file; one that is gone takes its file with it", () => {
    const more = {
      request: body([user("Is it grey?")], { model: "claude-haiku-4-5", system: "Say yes or no." }),
    };
    const [red, green] = questions;
    const second = record(
      first.files,
      makeCalls([...conversation, ...[red, green, more, more].flatMap((one) => one ?? [])]),
    );
    expect(states(second)).toEqual({
      "claude-haiku-4-5": {
        unchanged: ["run-1.json", "run-2.json"],
        updated: ["run-3.json"],
        new: ["run-4.json"],
      },
      "claude-sonnet-5": { unchanged: ["run-1.json"] },
    });
    const fewer = record(first.files, makeCalls(conversation.concat(questions.slice(0, 1))));
    expect(states(fewer)["claude-haiku-4-5"]).toEqual({
      unchanged: ["run-1.json"],
      removed: ["run-2.json", "run-3.json"],
    });
    expect(fewer.plan.removals).toHaveLength(2);
  });

  test("what was not sent stays where the command did not end well, or sent none of its scenario", () => {
    const failed = record(first.files, makeCalls(questions.slice(0, 1)), { unsent: "kept" });
    expect(failed.plan.removals).toEqual([]);
    const other = record(first.files, makeCalls(questions));
    expect(states(other)["claude-sonnet-5"]).toEqual({ kept: ["run-1.json"] });
    const whole = record(first.files, makeCalls(questions), { unsent: "all" });
    expect(whole.plan.removals).toEqual(["fixtures/recorded/claude-sonnet-5/run-1.json"]);
  });

  test.each([
    ["system prompt", { system: "Say yes, no, or that you cannot know. Nothing else." }],
    ["model", { model: "claude-haiku-4-5-20251001" }],
  ])("another %s: the same files, updated, under the stub with their recordings", (_part, over) => {
    const changed = questions.map(({ request }) => ({ request: { ...request, ...over } }));
    const second = record(first.files, makeStubbed([...conversation, ...changed]));
    expect(states(second)["claude-haiku-4-5"]).toEqual({
      updated: ["run-1.json", "run-2.json", "run-3.json"],
    });
    expect(states(second)["claude-sonnet-5"]).toEqual({ unchanged: ["run-1.json"] });
    expect(second.plan.result.matched).toMatchObject({ hash: 1, prefix: 3 });
    const file = "fixtures/recorded/claude-haiku-4-5/run-2.json";
    expect(read(second.files, file)["exchanges"]).toMatchObject([
      { request: { messages: [user("Is it green?")], ...over } },
    ]);
    const [before, after] = [first, second].map(({ files }) => read(files, file)["exchanges"]);
    const recorded = (exchanges: unknown): unknown =>
      Array.isArray(exchanges) ? exchanges[0].recorded : null;
    expect(recorded(after)).toEqual(recorded(before));
    expect(second.plan.changes).toHaveLength(3);
  });

  test("a changed run with a key: new answers, all of them", () => {
    const told = conversation.map(({ request, response }, index) => ({
      request: { ...request, system: "Be very brief indeed." },
      response: answer(`${["First", "Second", "Third"][index] ?? ""}.`, {
        ...response,
        usage: { input_tokens: 40 + index, output_tokens: 7 },
      }),
    }));
    const second = record(first.files, makeCalls([...told, ...questions]));
    expect(states(second)["claude-sonnet-5"]).toEqual({ updated: ["run-1.json"] });
    const { scenarios } = load(second.files);
    const run = scenarios
      .flatMap(({ runs }) => runs)
      .find(({ exchanges }) => exchanges.length === 3);
    expect(
      run?.exchanges.map(({ recorded, inputHash }) => recorded?.inputHash === inputHash),
    ).toEqual([true, true, true]);
    const text = JSON.stringify(read(second.files, "fixtures/recorded/claude-sonnet-5/run-1.json"));
    expect(text.match(/\$append/g)).toHaveLength(2);
    expect(text.match(/\$answer/g)).toHaveLength(2);
  });

  test("answers that differ each time change nothing where requests do not", () => {
    const single = [{ request: body([user("Hello")]), response: answer("Hi.") }];
    const once = record({}, makeCalls(single));
    const other = [{ request: body([user("Hello")]), response: answer("Good day to you.") }];
    expect(record(once.files, makeCalls(other)).plan.writes).toEqual([]);
  });

  test("an answer that the stub made up says nothing of how long the real one is", () => {
    const madeUp = makeStubbed(questions).map((call) => ({ ...call, isMadeUp: true }));
    const { files } = record({}, madeUp);
    expect(JSON.stringify(files)).not.toContain("expect");
    expect(load(files).problems.map(({ code }) => code)).not.toContain("fixture-missing-key");
  });

  test("a run that has no recording yet gets one", () => {
    const dry = record({}, makeStubbed(questions));
    const file = "fixtures/recorded/claude-haiku-4-5/run-1.json";
    expect(read(dry.files, file)["exchanges"]).toMatchObject([{ expect: { output_tokens: 5 } }]);
    expect(load(dry.files).problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const paid = record(dry.files, makeCalls(questions));
    expect(states(paid)["claude-haiku-4-5"]).toHaveProperty("updated");
    expect(read(paid.files, file)["exchanges"]).toMatchObject([{ recorded: { response: {} } }]);
    expect(record(paid.files, makeCalls(questions)).plan.writes).toEqual([]);
  });

  test("weight, id and offset of a snapshot stay", () => {
    const file = "fixtures/recorded/claude-sonnet-5/run-1.json";
    const value = { id: "chat", weight: 7, ...read(first.files, file) };
    const text = JSON.stringify(value).replace(
      '{"request":{"messages":{"$append"',
      '{"offset":"3m","request":{"messages":{"$append"',
    );
    const edited = { ...first.files, [file]: text };
    expect(record(edited, makeCalls(given)).plan.writes).toEqual([]);
    const told = conversation.map(({ request, response }) => ({
      request: { ...request, system: "Be kind." },
      response,
    }));
    const second = record(edited, makeCalls([...told, ...questions]));
    expect(read(second.files, file)).toMatchObject({ id: "chat", weight: 7 });
  });
});

describe("runs and scenarios", () => {
  test("headers and --scenario win", () => {
    const sent = makeCalls([
      { request: body([user("a")]), more: { scenario: "Support desk", run: "returns" } },
      { request: body([user("b")]), more: { scenario: "Support desk", run: "returns" } },
      { request: body([user("c")]), more: { run: "../../etc" } },
      { request: body([user("d")]), more: { scenario: "../.git" } },
    ]);
    expect(states(record({}, sent, { scenario: "given" }))).toEqual({
      "Support-desk": { new: ["returns.json"] },
      git: { new: ["run-1.json"] },
      given: { new: ["etc.json"] },
    });
  });

  test("branches: the answer that is repeated decides, and each call is continued once", () => {
    const open = body([user("Go")]);
    const next = (text: string, more: string): object =>
      body([user("Go"), assistant(text), user(more)]);
    const { plan } = record(
      {},
      makeCalls([
        { request: open, response: answer("A.") },
        { request: open, response: answer("B.") },
        { request: next("B.", "on") },
        { request: next("A.", "on") },
        { request: next("A.", "again") },
      ]),
    );
    expect(plan.result.scenarios).toMatchObject([{ runs: 3, requests: 5 }]);
  });

  test("a call sent before the answer came continues nothing, and is parallel in its run", () => {
    const open = { request: body([user("Go")]), more: { startedMs: 0, endedMs: 5_000 } };
    const early = {
      request: body([user("Go"), user("and more")]),
      more: { startedMs: 100, endedMs: 5_000 },
    };
    expect(record({}, makeCalls([open, early])).plan.result.scenarios).toMatchObject([{ runs: 2 }]);
    const named = [open, early].map((call) => ({ ...call, more: { ...call.more, run: "both" } }));
    const { scenarios } = load(record({}, makeCalls(named)).files);
    expect(scenarios[0]?.runs[0]?.exchanges.map(({ offsetMs }) => offsetMs)).toEqual([0, 0]);
  });

  test("refused, cut and given up: counted, not kept", () => {
    const { plan } = record(
      {},
      makeCalls([
        { request: body([user("a")]), response: null, more: { outcome: "refused", status: 429 } },
        { request: body([user("a")]) },
        { request: body([user("b")]), response: null, more: { outcome: "cut" } },
        { request: body([user("c")]), response: null, more: { outcome: "aborted" } },
      ]),
    );
    expect(plan.result.passes).toMatchObject([
      { answered: 1, refused: 1, cut: 1, aborted: 1, repeated: 1 },
    ]);
    expect(plan.result.scenarios).toMatchObject([{ runs: 1, requests: 1 }]);
  });

  test("what count_tokens said is kept with the request it was asked of", () => {
    const request = body([user("Hello")]);
    const counting = { endpoint: "count_tokens", betas: ["token-counting-2024-11-01"] } as const;
    const { max_tokens: _most, ...asked } = toJson(request);
    const { plan, files } = record(
      {},
      makeCalls([
        { request: asked, response: { input_tokens: 33 }, more: counting },
        { request: { ...asked, system: "Else." }, response: { input_tokens: 3 }, more: counting },
        { request },
      ]),
    );
    expect(plan.result.passes).toMatchObject([{ counts: 2, countsKept: 1 }]);
    expect(load(files).scenarios[0]?.runs[0]?.exchanges[0]?.counted?.tokens).toBe(33);
  });

  test("a config that does not read them: said, with the lines to add, and not touched", () => {
    const config = 'scenarios: { a: { fixtures: "other/*.json" } }\n';
    const { plan } = record({ "promptcost.yml": config }, makeCalls(questions));
    expect(plan.config).toBeNull();
    expect(plan.result.uncovered).toEqual([
      {
        scenario: "claude-haiku-4-5",
        lines: "  claude-haiku-4-5:\n    fixtures: fixtures/recorded/claude-haiku-4-5/*.json\n",
      },
    ]);
  });

  test("a name that another scenario of the config has is not taken, unless it reads the folder", () => {
    const named = (glob: string): string =>
      `scenarios: { claude-haiku-4-5: { fixtures: ${JSON.stringify(glob)} } }\n`;
    const other = record({ "promptcost.yml": named("other/*.json") }, makeCalls(questions));
    expect(Object.keys(states(other))).toEqual(["claude-haiku-4-5-2"]);
    const reads = record(
      { "promptcost.yml": named("fixtures/recorded/*/*.json") },
      makeCalls(questions),
    );
    expect(Object.keys(states(reads))).toEqual(["claude-haiku-4-5"]);
    expect(reads.plan.result.uncovered).toEqual([]);
    const said = record({ "promptcost.yml": named("other/*.json") }, makeCalls(questions), {
      scenario: "claude-haiku-4-5",
    });
    expect(said.plan.result.uncovered[0]?.lines).toBe(
      "  claude-haiku-4-5:\n    fixtures:\n      - other/*.json\n" +
        "      - fixtures/recorded/claude-haiku-4-5/*.json\n",
    );
  });

  test("a snapshot that cannot be read is named and left alone", () => {
    const file = "fixtures/recorded/claude-haiku-4-5/run-1.json";
    const { plan } = record({ [file]: "<<<<<<< HEAD\n{" }, makeCalls(questions));
    expect(plan.problems.map(({ code, file: where }) => [code, where])).toEqual([
      ["fixture-syntax", file],
    ]);
    expect(plan.writes.map(({ path }) => path)).not.toContain(file);
  });
});

describe("what else is kept, or not", () => {
  test("--scenario given later: the files move, with what they have", () => {
    const first = record({}, makeCalls(questions));
    const { plan, files } = record(first.files, makeCalls(questions), { scenario: "Labels" });
    expect(plan.removals.map((path) => path.replace(/^.*recorded./, ""))).toEqual(
      ["1", "2", "3"].map((count) => `claude-haiku-4-5/run-${count}.json`),
    );
    const moved = "fixtures/recorded/Labels/run-1.json";
    expect(files[moved]).toBe(first.files["fixtures/recorded/claude-haiku-4-5/run-1.json"]);
    const again = record(files, makeCalls(questions), { scenario: "labels" });
    expect(again.plan.writes).toEqual([]);
  });

  test("numbers keep the text they were sent with", () => {
    const request = parseJson(
      '{"model":"claude-haiku-4-5","max_tokens":10,"temperature":1.0,"messages":[{"role":"user","content":"a"}]}',
    );
    if (!isObject(request)) throw new Error("no request");
    const calls = makeCalls([{ request: {} }]).map((call) => ({ ...call, request }));
    const { files } = record({}, calls);
    expect(files["fixtures/recorded/claude-haiku-4-5/run-1.json"]).toContain('"temperature": 1.0,');
    expect(record(files, calls).plan.writes).toEqual([]);
  });

  test("a key that means something else in a fixture: said, and the run is not kept", () => {
    const input = { $file: "/etc/passwd" };
    const asked = assistant([{ type: "tool_use", id: "toolu_1", name: "read", input }]);
    const { plan } = record({}, makeCalls([{ request: body([user("a"), asked, user("b")]) }]));
    expect(plan.writes).toEqual([]);
    expect(plan.problems.map(({ code }) => code)).toEqual(["record-not-expressible"]);
    expect(JSON.stringify(plan.problems)).not.toContain("passwd");
  });

  test("gaps are rounded up, and stay where both their requests do", () => {
    const timed = conversation.map((call, index) => ({
      ...call,
      more: { startedMs: index * 73_400, endedMs: index * 73_400 + 900 },
    }));
    const { files } = record({}, makeCalls(timed));
    const file = "fixtures/recorded/claude-sonnet-5/run-1.json";
    expect(read(files, file)["exchanges"]).toMatchObject([
      {},
      { offset: "1m30s" },
      { offset: "3m" },
    ]);
    const slower = timed.map(({ more, ...call }) => ({
      ...call,
      more: { startedMs: more.startedMs * 3, endedMs: more.endedMs * 3 },
    }));
    expect(record(files, makeCalls(slower)).plan.writes).toEqual([]);
  });

  test("betas are kept, and another one is another request", () => {
    const [red] = questions;
    if (red === undefined) throw new Error("no question");
    const withBetas = (...betas: string[]) => makeCalls([{ ...red, more: { betas } }]);
    const first = record({}, withBetas("context-1m-2025-08-07"));
    expect(load(first.files).scenarios[0]?.runs[0]?.exchanges[0]?.betas).toEqual([
      "context-1m-2025-08-07",
    ]);
    expect(record(first.files, withBetas("context-1m-2025-08-07")).plan.writes).toEqual([]);
    expect(record(first.files, withBetas()).plan.writes).toHaveLength(1);
  });

  test("a thread is one run, its bodies put together along the messages they continue", () => {
    const create = body([user("One?")], { thread: { type: "create" } });
    const next = {
      model: "claude-sonnet-5",
      max_tokens: 100,
      messages: [user("Two?")],
      thread: { type: "continue", previous_message_id: "msg_first" },
    };
    const calls = makeCalls([
      { request: create, response: answer("First.", { id: "msg_first" }) },
      { request: next, response: answer("Second.", { id: "msg_second" }) },
    ]);
    const { files, plan } = record({}, calls);
    expect(plan.result.scenarios).toMatchObject([{ runs: 1, requests: 2 }]);
    expect(bodiesIn(files)[0]?.[1]).toMatchObject({
      system: "Be brief.",
      messages: [user("One?"), assistant([plain("First.")]), user("Two?")],
    });
    expect(record(files, calls).plan.writes).toEqual([]);
  });

  test("items of a batch are a run each, named by their custom_id", () => {
    const items = questions.map((call, index) => ({
      ...call,
      more: { customId: `q/${String(index)}` },
    }));
    expect(states(record({}, makeCalls(items)))).toEqual({
      "claude-haiku-4-5": { new: ["q-0.json", "q-1.json", "q-2.json"] },
    });
  });
});

test("what was taken out is in no file, and no total is exact for the rest", () => {
  const secret = "ACCT-12345678";
  const { files, plan } = record(
    {},
    makeCalls([{ request: body([user(`for ${secret}`)]), response: answer(`${secret}, yes`) }]),
    { redacting: ["ACCT-[0-9]{8}"] },
  );
  expect(JSON.stringify([files, plan])).not.toContain(secret);
  const exchange = load(files).scenarios[0]?.runs[0]?.exchanges[0];
  expect(exchange?.recorded?.inputHash).not.toBe(exchange?.inputHash);
  expect(exchange?.recorded?.residual).not.toBeNull();
});

describe("whatever is sent", () => {
  const text = fc.constantFrom("a", "b", "longer text", "{{name}}", "$file", "é");
  const block = fc.record(
    {
      type: fc.constant("text"),
      text,
      cache_control: fc.constantFrom({ type: "ephemeral" }, { type: "ephemeral", ttl: "1h" }),
    },
    { requiredKeys: ["type", "text"] },
  );
  const content = fc.oneof(text, fc.array(block, { minLength: 1, maxLength: 3 }));
  const step = fc.record({
    appended: fc.array(content, { minLength: 1, maxLength: 2 }),
    repeats: fc.boolean(),
    moves: fc.boolean(),
    model: fc.constantFrom("claude-sonnet-5", "claude-haiku-4-5"),
    system: fc.constantFrom(undefined, "Be brief.", [{ type: "text", text: "Be brief." }]),
    answers: fc.constantFrom("yes", "no"),
  });

  /** A conversation in which markers stay or go, answers are sent back as they came or not. */
  function converse(
    steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
  ) {
    let messages: object[] = [];
    return steps.map(({ appended, repeats, moves, model, system, answers }, index): GivenCall => {
      const before = steps[index - 1];
      if (before !== undefined)
        messages.push(assistant(repeats ? [plain(before.answers)] : before.answers));
      if (moves)
        messages = messages.map((message) =>
          JSON.parse(
            JSON.stringify(message, (key, value) => (key === "cache_control" ? undefined : value)),
          ),
        );
      messages.push(...appended.map(user));
      const request = { model, max_tokens: 10, system, messages: [...messages] };
      return { request: toJson(request), response: answer(answers) };
    });
  }

  test("it reads back as it was sent, and the second time nothing is written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        (runs) => {
          const calls = runs.flatMap((steps, index) =>
            makeCalls(
              converse(steps).map((call) => ({
                ...call,
                more: { run: `r${String(index)}`, scenario: "s" },
              })),
            ),
          );
          const first = record({}, calls);
          expect(bodiesIn(first.files)).toEqual(
            runs.map((steps) => converse(steps).map(({ request }) => request)),
          );
          const second = record(first.files, calls);
          expect(second.plan.writes).toEqual([]);
          expect(second.plan.removals).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("which of several branches of a conversation is sent first makes no other runs", () => {
  const planned = [user("Plan the work"), assistant([{ type: "text", text: "Fine." }])];
  const parts = ["one", "two", "three"].map((part) => [...planned, user(`Do part ${part}`)]);
  const goesOn = [...(parts[1] ?? []), assistant([{ type: "text", text: "Fine." }]), user("Sure?")];
  const send = (order: readonly number[]) =>
    makeStubbed([
      { request: body([user("Plan the work")]) },
      ...order.map((at) => ({ request: body(parts[at] ?? []) })),
      { request: body(goesOn) },
    ]);
  const { files } = record({}, send([0, 1, 2]));
  const folder = "fixtures/recorded/claude-sonnet-5";
  const first = files[`${folder}/run-1.json`];
  expect(JSON.parse(typeof first === "string" ? first : "{}").exchanges).toHaveLength(3);
  for (const order of [
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]) {
    const { plan } = record(files, send(order));
    expect({ writes: plan.writes, removals: plan.removals }).toEqual({ writes: [], removals: [] });
  }
});

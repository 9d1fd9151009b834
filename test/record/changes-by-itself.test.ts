import { describe, expect, test } from "vitest";
import { load } from "../fixture/load-text.ts";
import type { MemoryFiles } from "../repositories/memory-tree.ts";
import { answer, assistant, body, makeCalls, makeStubbed, user, type GivenCall } from "./calls.ts";
import { record } from "./recording.ts";

const policy = "You help customers of a shop. ".repeat(20).trim();

/** What the code sends at some time of day: a clock in front of the system prompt, two turns. */
function agent(
  clock: string,
  change: { system?: string; second?: string } = {},
): readonly GivenCall[] {
  const system = [
    { type: "text", text: `It is ${clock} now.` },
    { type: "text", text: change.system ?? policy, cache_control: { type: "ephemeral" } },
  ];
  return [
    { request: body([user("Where is it?")], { system }), response: answer("On its way.") },
    {
      request: body(
        [
          user("Where is it?"),
          assistant([{ type: "text", text: "On its way." }]),
          user(change.second ?? "When?"),
        ],
        { system },
      ),
      response: answer("Soon."),
    },
  ];
}
const twice = (first: readonly GivenCall[], second: readonly GivenCall[], make = makeCalls) => [
  ...make(first),
  ...make(second, 1),
];
const file = "fixtures/recorded/claude-sonnet-5/run-1.json";
const errors = (files: MemoryFiles): readonly string[] =>
  load(files).problems.flatMap(({ code, severity }) => (severity === "error" ? [code] : []));
const written = (files: MemoryFiles, path = file): string => {
  const text = files[path];
  if (typeof text !== "string") throw new Error(`there is no ${path}`);
  return text;
};

describe("a time in the system prompt", () => {
  const first = record({}, twice(agent("2026-11-28T10:00:01Z"), agent("2026-11-28T10:00:45Z")));

  test("is a placeholder, with how often it changes, and said", () => {
    expect(first.plan.result.placeholders).toMatchObject([
      { name: "time", kind: "time", level: "system", requests: 2, scenario: "claude-sonnet-5" },
    ]);
    expect(written(first.files)).toContain('"$text": "It is {{time}} now."');
    expect(errors(first.files)).toEqual([]);
    const { scenarios } = load(first.files);
    const [exchange] = scenarios[0]?.runs[0]?.exchanges ?? [];
    expect(exchange?.request.placeholders).toMatchObject([{ name: "time" }]);
    expect(exchange?.recorded?.inputHash).toBe(exchange?.inputHash);
  });

  test("another time: not one byte, with a key and without", () => {
    const later = twice(agent("2026-11-29T08:11:01Z"), agent("2026-11-29T08:11:45Z"));
    expect(record(first.files, later).plan.writes).toEqual([]);
    expect(record(first.files, makeStubbed(agent("2026-11-29T08:11:01Z"))).plan.writes).toEqual([]);
  });

  test("another prompt: only that, and the second turn still continues the first", () => {
    const change = { system: `${policy} Be kind.` };
    const later = makeStubbed(agent("2026-11-29T08:11:01Z", change));
    const second = record(first.files, later);
    expect(second.plan.result.scenarios).toMatchObject([{ files: { updated: [file] } }]);
    expect(written(second.files)).toContain("$append");
    expect(errors(second.files)).toEqual([]);
    expect(record(second.files, later).plan.writes).toEqual([]);
    const next = makeStubbed(agent("2026-11-29T09:11:01Z", change));
    expect(record(second.files, next).plan.writes).toEqual([]);
  });

  test("recorded anew after that: exact for what the file says, and then it stays", () => {
    const change = { system: `${policy} Be kind.` };
    const stubbed = record(first.files, makeStubbed(agent("2026-11-29T08:11:01Z", change)));
    const paid = record(stubbed.files, makeCalls(agent("2026-11-29T09:12:33Z", change)));
    expect(paid.plan.result.scenarios).toMatchObject([{ files: { updated: [file] } }]);
    const exchanges = load(paid.files).scenarios[0]?.runs[0]?.exchanges ?? [];
    expect(exchanges.map(({ recorded, inputHash }) => recorded?.inputHash === inputHash)).toEqual([
      true,
      true,
    ]);
    expect(written(paid.files)).toContain("2026-11-29T09:12:33Z");
    expect(
      record(paid.files, makeCalls(agent("2026-11-30T09:12:33Z", change))).plan.writes,
    ).toEqual([]);
  });

  test("put in by a change of code: the file is updated, in its scenario", () => {
    const [before, after] = [
      makeStubbed(agent("noon")),
      twice(agent("2026-11-28T10:00:01Z"), agent("2026-11-28T10:00:45Z"), makeStubbed),
    ];
    const plain = record({}, before);
    const { plan, files } = record(plain.files, after);
    expect(plan.result.scenarios).toMatchObject([
      { name: "claude-sonnet-5", files: { updated: [file], new: [], removed: [] } },
    ]);
    expect(written(files)).toContain("{{time}}");
  });
});

describe("a text that a file of the repository holds", () => {
  const files = { "prompts/support.md": `${policy}\n` };
  const first = record(files, makeCalls(agent("noon")));
  const tied = "fixtures/recorded/support/run-1.json";

  test("is tied to it, and the scenario is called after the file", () => {
    expect(first.plan.result.tied).toMatchObject([
      { file: "prompts/support.md", scenario: "support", levels: ["system"] },
    ]);
    expect(first.plan.result.scenarios).toMatchObject([
      { name: "support", files: { new: [tied] }, notTied: ["model", "messages"] },
    ]);
    expect(written(first.files, tied)).toContain('"$file": "../../../prompts/support.md"');
    expect(errors(first.files)).toEqual([]);
  });

  test("an edit of the file and what is sent after it: the fixture stays as it is", () => {
    const longer = `${policy} Be kind.`;
    const edited = { ...first.files, "prompts/support.md": `${longer}\n` };
    const { plan } = record(edited, makeStubbed(agent("noon", { system: longer })));
    expect(plan.writes).toEqual([]);
    expect(plan.result.matched).toEqual({ hash: 1, place: 0, prefix: 0 });
  });
});

describe("a change in code only is seen in the file", () => {
  const tools = [
    { name: "find", description: "Finds.", input_schema: { type: "object", properties: {} } },
    { name: "send", description: "Sends.", input_schema: { type: "object", properties: {} } },
  ];
  const ephemeral = { type: "ephemeral" };
  const send = (more: object = {}, marker: object | null = ephemeral): readonly GivenCall[] => {
    const block = (text: string, isMarked: boolean): object => ({
      type: "text",
      text,
      ...(isMarked && marker !== null ? { cache_control: marker } : {}),
    });
    const turn = [user([block("One?", false)]), assistant([block("Yes.", false)])];
    return [
      {
        request: body([user([block("One?", true)])], { tools, ...more }),
        response: answer("Yes."),
      },
      { request: body([...turn, user([block("Two?", true)])], { tools, ...more }) },
    ];
  };
  const first = record({}, makeCalls(send()));
  const path = "fixtures/recorded/find/run-1.json";

  test("the scenario is called after its first tool", () => {
    expect(first.plan.result.scenarios.map(({ name }) => name)).toEqual(["find"]);
  });

  test.each([
    ["a lifetime lost", send({}, { type: "ephemeral", ttl: "1h" }), '"ttl": "1h"'],
    ["another model", send({ model: "claude-opus-5" }), "claude-opus-5"],
    ["a prompt put together twice", send({ system: "Be brief.Be brief." }), "Be brief.Be brief."],
    ["no markers", send({}, null), null],
  ])("%s", (_change, calls, said) => {
    const { plan, files } = record(first.files, makeStubbed(calls));
    expect(plan.result.scenarios).toMatchObject([{ name: "find", files: { updated: [path] } }]);
    const text = written(files, path);
    if (said === null) expect(text).not.toContain("cache_control");
    else expect(text).toContain(said);
    expect(text.match(/"recorded"/g)).toHaveLength(2);
    expect(load(files).scenarios[0]?.runs[0]?.exchanges.map(({ request }) => request.body)).toEqual(
      calls.map(({ request }) => request),
    );
    expect(record(files, makeStubbed(calls)).plan.writes).toEqual([]);
  });

  test("a marker one message behind: each turn marks what the one before sent", () => {
    const behind: readonly GivenCall[] = send().map(({ request, response = null }, index) => {
      const text = JSON.stringify(request);
      const bare = text.replaceAll(',"cache_control":{"type":"ephemeral"}', "");
      const late = bare.replace(
        '"text":"One?"',
        '"text":"One?","cache_control":{"type":"ephemeral"}',
      );
      return { request: JSON.parse(index === 0 ? bare : late), response };
    });
    const { plan, files } = record(first.files, makeStubbed(behind));
    expect(plan.result.scenarios).toMatchObject([{ files: { updated: [path] } }]);
    expect(load(files).scenarios[0]?.runs[0]?.exchanges.map(({ request }) => request.body)).toEqual(
      behind.map(({ request }) => request),
    );
  });

  test("tools in another order with each run: matched, named, and stable", () => {
    const other = send({ tools: tools.toReversed() });
    const both = twice(send(), other, makeStubbed);
    const { plan, files } = record(first.files, both);
    expect(plan.result.findings).toMatchObject([{ kind: "order", level: "tools" }]);
    expect(plan.result.scenarios).toMatchObject([{ name: "find", files: { updated: [path] } }]);
    expect(record(files, twice(other, send(), makeStubbed)).plan.writes).toEqual([]);
  });
});

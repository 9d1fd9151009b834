import { expect, test } from "vitest";
import { simulateText } from "../../../src/commands/simulate/text.ts";
import { simulateExchanges } from "../../../src/commands/simulate/simulate.ts";
import type { Exchange, FileExchange } from "../../../src/fixture/fixture.ts";
import type { JsonObject } from "../../../src/json.ts";
import { nowhere, placeIn } from "../../../src/problem.ts";
import { createBlockTable } from "../../../src/prompt/block-table.ts";
import { declaredCounter, roughCounter } from "./rough-counter.ts";
import { ephemeral, requestOf, textBlock, userTurn } from "../../prompt/requests.ts";

const model = "claude-sonnet-4-5";
let made = 0;

function exchangeOf(
  body: JsonObject,
  over: Partial<Exchange> = {},
  more: Partial<FileExchange> = {},
): FileExchange {
  made += 1;
  return {
    exchange: {
      id: `e${String(made)}`,
      index: 0,
      place: placeIn("a.json"),
      offsetMs: 0,
      at: null,
      betas: [],
      request: requestOf({ model, max_tokens: 64, ...body }),
      inputHash: "sha256:a",
      recorded: null,
      counted: null,
      expectedOutput: 10,
      needsPrevious: false,
      ...over,
    },
    run: "run",
    endpoint: "messages",
    batch: false,
    body: "whole",
    ...more,
  };
}

function recordedAs(
  usage: JsonObject,
  content: readonly JsonObject[] = [],
  inputHash: string | null = null,
): Partial<Exchange> {
  return {
    recorded: {
      inputHash,
      residual: null,
      samples: [],
      at: null,
      fast: false,
      place: nowhere,
      response: { model, usage: { output_tokens: 7, ...usage }, content },
    },
  };
}

function simulate(...exchanges: readonly FileExchange[]) {
  return simulateExchanges({ exchanges, counter: roughCounter, table: createBlockTable() });
}

const document = textBlock("d".repeat(8_000), { cache_control: ephemeral });
function ask(question: string) {
  return { messages: [userTurn(document, textBlock(question))] };
}

test("a document asked three times within five minutes: write, then hits", () => {
  const result = simulate(
    exchangeOf(ask("one?")),
    exchangeOf(ask("two?"), { offsetMs: 60_000 }),
    exchangeOf(ask("three?"), { offsetMs: 120_000 }),
  );
  expect(result.exchanges.map((exchange) => exchange.outcome)).toEqual(["write", "hit", "hit"]);
  const [first, second] = result.exchanges;
  expect(second?.predicted.cacheRead).toBe(first?.predicted.cacheWrite5m);
  expect(second?.recorded).toBeNull();
});

test("runs and files see no cache but their own, and equal offsets are parallel", () => {
  const elsewhere = { ...exchangeOf(ask("one?"), { place: placeIn("b.json"), offsetMs: 1_000 }) };
  const result = simulate(
    exchangeOf(ask("one?")),
    exchangeOf(ask("one?"), { offsetMs: 1_000 }, { run: "other" }),
    elsewhere,
    exchangeOf(ask("one?")),
  );
  expect(result.exchanges.map((exchange) => exchange.outcome)).toEqual([
    "write",
    "write",
    "write",
    "write",
  ]);
});

test("a recording's totals count: what was cached lies before the last breakpoint, the rest after it", () => {
  const result = simulate(
    exchangeOf(ask("one?"), recordedAs({ input_tokens: 31, cache_creation_input_tokens: 2_500 })),
    exchangeOf(ask("two?"), {
      offsetMs: 9_000,
      ...recordedAs({ input_tokens: 33, cache_read_input_tokens: 2_500 }),
    }),
  );
  expect(result.exchanges.map((exchange) => exchange.predicted)).toEqual(
    result.exchanges.map((exchange) => exchange.recorded),
  );
  expect(result.problems).toEqual([]);
});

test("a recording of another body is shown, and not believed", () => {
  const result = simulate(
    exchangeOf(
      ask("one?"),
      recordedAs({ input_tokens: 31, cache_creation_input_tokens: 9_999 }, [], "sha256:b"),
    ),
  );
  expect(result.exchanges[0]?.recorded?.cacheWrite5m).toBe(9_999);
  expect(result.exchanges[0]?.predicted.cacheWrite5m).toBeLessThan(3_000);
});

test("a cache from before the recording is believed, said once and marked", () => {
  const usage = { input_tokens: 31, cache_read_input_tokens: 2_500 };
  const result = simulate(
    exchangeOf(ask("one?"), recordedAs(usage)),
    exchangeOf(ask("two?"), { offsetMs: 9_000, ...recordedAs(usage) }),
    exchangeOf(ask("three?"), { offsetMs: 700_000, ...recordedAs(usage) }),
  );
  expect(result.exchanges.map((exchange) => [exchange.outcome, exchange.cachedBefore])).toEqual([
    ["hit", true],
    ["hit", false],
    ["write", false],
  ]);
  expect(result.problems.map((problem) => problem.code)).toEqual(["simulated-cached-before"]);
});

test("usage without a request is predicted from the one before", () => {
  const usages = [
    {
      input_tokens: 3,
      cache_creation_input_tokens: 900,
      cache_creation: { ephemeral_1h_input_tokens: 900, ephemeral_5m_input_tokens: 0 },
    },
    { input_tokens: 3, cache_read_input_tokens: 900, cache_creation_input_tokens: 20 },
  ];
  const rows = usages.map((usage, at) =>
    exchangeOf({}, { offsetMs: at * 600_000, ...recordedAs(usage) }, { body: "none" }),
  );
  const result = simulate(...rows);
  expect(result.exchanges.map((exchange) => exchange.predicted)).toEqual(
    result.exchanges.map((exchange) => exchange.recorded),
  );
  expect(result.exchanges.map((exchange) => exchange.outcome)).toEqual(["write", "partial"]);
});

test("a server tool's loop leaves entries that the next request reads", () => {
  const searched = [
    { type: "server_tool_use", id: "s", name: "web_search", input: {} },
    {
      type: "web_search_tool_result",
      tool_use_id: "s",
      content: [{ type: "web_search_result", encrypted_content: "x".repeat(6_000) }],
    },
  ];
  const usage = {
    input_tokens: 500,
    cache_creation_input_tokens: 4_000,
    server_tool_use: { web_search_requests: 1 },
  };
  const next = [
    userTurn(document),
    { role: "assistant", content: [...searched, textBlock("found")] },
    userTurn(textBlock("more", { cache_control: ephemeral })),
  ];
  const result = simulate(
    exchangeOf(
      { messages: [userTurn(document)] },
      recordedAs(usage, [...searched, textBlock("found")]),
    ),
    exchangeOf({ messages: next }, { offsetMs: 9_000 }),
  );
  const [first, second] = result.exchanges;
  expect(second?.predicted.cacheRead).toBeGreaterThan((first?.predicted.cacheWrite5m ?? 0) + 1_000);
  expect(first).toMatchObject({ outcome: "partial", predicted: { webSearches: 1 } });
  const { input, cacheRead, cacheWrite5m } = first?.predicted ?? {
    input: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
  };
  expect(input + cacheRead + cacheWrite5m).toBe(4_500);
  expect(result.problems.map((problem) => problem.code)).toEqual(["simulated-loop"]);
});

test("a loop that only read was cached before, all of it", () => {
  const searched = [{ type: "web_search_tool_result", tool_use_id: "s", content: [] }];
  const usage = {
    input_tokens: 9,
    cache_read_input_tokens: 6_000,
    server_tool_use: { web_search_requests: 1 },
  };
  const result = simulate(
    exchangeOf({ messages: [userTurn(document)] }, recordedAs(usage, searched)),
  );
  expect(result.exchanges).toMatchObject([
    { outcome: "hit", cachedBefore: true, predicted: { cacheRead: 6_000, input: 9 } },
  ]);
});

test("what cannot be simulated, or not be known, is a problem", () => {
  const result = simulate(
    exchangeOf({}, {}, { body: "none" }),
    exchangeOf(ask("one?"), { expectedOutput: null }),
    exchangeOf({
      messages: [userTurn(textBlock("a", { cache_control: ephemeral }))],
      model: "claude-none-1",
    }),
    exchangeOf({ messages: [] }, {}, { endpoint: "count_tokens" }),
  );
  expect(result.problems.map((problem) => [problem.code, problem.severity])).toEqual([
    ["simulated-nothing", "error"],
    ["simulated-at-most", "warning"],
    ["cache-minimum-unknown", "note"],
    ["below-cache-minimum", "warning"],
  ]);
  expect(result.exchanges.map((exchange) => exchange.predicted.output)).toEqual([64, 10]);
});

test("people see where the recording says otherwise", () => {
  const result = simulate(
    exchangeOf(ask("one?"), {
      id: "a#0",
      ...recordedAs({ input_tokens: 31, cache_creation_input_tokens: 2_500 }),
    }),
    exchangeOf(ask("two?"), {
      id: "a#1",
      offsetMs: 9_000,
      ...recordedAs({ input_tokens: 33, cache_creation_input_tokens: 2_500 }),
    }),
    exchangeOf({ messages: [userTurn(textBlock("hi"))] }, { id: "a#2", offsetMs: 10_000 }),
  );
  expect(simulateText(result)).toBe(
    [
      "exchange  outcome                read  write 5m  write 1h  input  read %",
      "a#0       write    as recorded      0     2,500         0     31     0.0",
      "a#1       hit      predicted    2,500         0         0     33    98.7",
      "          write    recorded         0     2,500         0     33     0.0",
      "a#2       none     predicted        0         0         0      7     0.0",
      "",
      "3 exchanges, 49.3 % of the prompt tokens read: 1 only read, 1 only wrote, 1 did neither",
      "2 recorded: 1 with the predicted outcome, 1 to the token",
      "",
    ].join("\n"),
  );
});

test("a chat that grows is no row of misses: the share it reads is said", () => {
  const turn = (index: number) =>
    textBlock(`${String(index)} ${"t".repeat(6_000)}`, { cache_control: ephemeral });
  const chat = [0, 1, 2].map((last) =>
    exchangeOf(
      {
        messages: [0, 1, 2]
          .slice(0, last + 1)
          .map((index) =>
            index === last
              ? userTurn(turn(index))
              : userTurn({ ...turn(index), cache_control: null }),
          ),
      },
      { offsetMs: last * 10_000 },
    ),
  );
  const result = simulate(...chat);
  expect(result.exchanges.map(({ outcome }) => outcome)).toEqual(["write", "partial", "partial"]);
  expect(result.exchanges.map((each) => Math.round(each.readPercent))).toEqual([0, 50, 67]);
  expect(simulateText(result)).toContain(
    "3 exchanges, 50.0 % of the prompt tokens read: 2 read and wrote, 1 only wrote\n",
  );
});

test("a breakpoint on too small a prefix is said, with the tokens that are missing", () => {
  const small = { messages: [userTurn(textBlock("s".repeat(400), { cache_control: ephemeral }))] };
  const [found, ...others] = simulate(exchangeOf(small), exchangeOf(small)).problems;
  expect(others).toEqual([]);
  expect(found).toMatchObject({ code: "below-cache-minimum", severity: "warning" });
  // What to do is said to people too, and no table of nothing in front of it.
  const told = simulateText(simulate(exchangeOf(small)));
  expect(told).toContain("below-cache-minimum  (warning)");
  expect(told).toContain("  Fix: Move the breakpoint further back, or take it out.\n");
  expect(simulateText(simulate())).toBe("");
  const numbers =
    /: (\d+) tokens up to it, `claude-sonnet-4-5` caches from 1,024 on \((\d+) missing\)/.exec(
      found?.message ?? "",
    );
  expect(Number(numbers?.[1]) + Number(numbers?.[2])).toBe(1_024);
});

test("how a run of tool calls counts goes by the exchange's own time, and is said", () => {
  const calls = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      name === "tool_use"
        ? { type: name, id: String(index), name: "t", input: {} }
        : { type: name, tool_use_id: String(index), content: "r" },
    );
  const asked = { at: "2026-10-01T10:00:00Z" };
  const loop = (at: { readonly at: string }) => {
    const first = [userTurn(document)];
    const next = [
      userTurn({ ...document, cache_control: null }),
      { role: "assistant", content: calls("tool_use", 12) },
      userTurn(...calls("tool_result", 12), textBlock("go", { cache_control: ephemeral })),
    ];
    return simulate(
      exchangeOf({ messages: first }, at),
      exchangeOf({ messages: next }, { ...at, offsetMs: 10_000 }),
    );
  };
  const [since, before] = [loop(asked), loop({ at: "2026-08-01T10:00:00Z" })];
  expect(since.exchanges.map(({ outcome }) => outcome)).toEqual(["write", "partial"]);
  expect(before.exchanges.map(({ outcome }) => outcome)).toEqual(["write", "write"]);
  expect([since, before].map(({ problems }) => problems.map(({ message }) => message))).toEqual([
    [
      expect.stringContaining(
        "documented for the Claude API since September 2026, taken for 2026-10-01",
      ),
    ],
    [expect.stringContaining("2026-08-01 is before September 2026")],
  ]);
});

test.each([
  ["claude-sonnet-5", 51_300, 26_440],
  ["claude-opus-5", 0, 77_740],
  ["claude-fable-5-1", 77_570, 170],
])("the third turn at another effort, as it was measured: %s", (named, read, write1h) => {
  const hour = { type: "ephemeral", ttl: "1h" };
  const declared = (tokens: number, name: string, mark: JsonObject | null) => ({
    type: "text",
    text: { $tokens: tokens, name },
    cache_control: mark,
  });
  const turn = (index: number, isLast: boolean) => [
    { role: "assistant", content: [declared(50, `a${index}`, null)] },
    { role: "user", content: [declared(120, `q${index}`, isLast ? hour : null)] },
  ];
  const body = (turns: number, effort: string): JsonObject => ({
    model: named,
    output_config: { effort },
    system: [declared(51_300, "system", hour)],
    messages: [
      { role: "user", content: [declared(26_100, "chat", turns === 0 ? hour : null)] },
      ...Array.from({ length: turns }, (_, index) => turn(index, index === turns - 1)).flat(),
    ],
  });
  const { exchanges } = simulateExchanges({
    exchanges: ["high", "high", "low"].map((effort, turns) =>
      exchangeOf(body(turns, effort), { offsetMs: turns * 60_000 }),
    ),
    counter: declaredCounter,
    table: createBlockTable(),
  });
  expect(exchanges[2]?.predicted).toMatchObject({
    cacheRead: read,
    cacheWrite1h: write1h,
    input: 0,
  });
});

test("what changes with every request is another one in each request that nobody recorded", () => {
  const body = {
    system: [{ type: "text", text: "At {{now}} ".repeat(3_000), cache_control: ephemeral }],
    messages: [{ role: "user", content: "q" }],
  };
  const placeholder = {
    path: ["system", 0, "text"],
    name: "now",
    tokens: null,
    undeclared: true,
    kind: "text",
    offset: 3,
    inherited: false,
    place: nowhere,
  } as const;
  const withChanges = (changes: "request" | "never", offsetMs: number): FileExchange =>
    exchangeOf(body, {
      offsetMs,
      request: {
        ...requestOf({ model, max_tokens: 64, ...body }),
        placeholders: [{ ...placeholder, changes }],
      },
    });
  const outcomes = (changes: "request" | "never") =>
    simulateExchanges({
      exchanges: [withChanges(changes, 0), withChanges(changes, 10_000)],
      counter: roughCounter,
      table: createBlockTable(),
    }).exchanges.map(({ outcome }) => outcome);
  expect(outcomes("never")).toEqual(["write", "hit"]);
  expect(outcomes("request")).toEqual(["write", "write"]);
});

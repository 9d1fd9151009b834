import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billExchange } from "../../src/billing/recorded/bill.ts";
import { sumQuantities } from "../../src/billing/ledger/ledger.ts";
import type { Exchange, Recorded } from "../../src/fixture/fixture.ts";
import { hashInput } from "../../src/fixture/input-hash.ts";
import { digest } from "../../src/io/hash.ts";
import type { JsonObject } from "../../src/json.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { nowhere } from "../../src/problem.ts";
import { createMeasurer } from "../../src/projection/measure.ts";
import { project } from "../../src/projection/project.ts";
import type { MeasuredExchange } from "../../src/projection/projection.ts";
import { withoutBreakpoints } from "../../src/variants/breakpoints.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { roughCounter } from "../commands/simulate/rough-counter.ts";
import { requestOf } from "../prompt/requests.ts";
import { scenarioOf } from "./scenario.ts";

const book = createPriceBook();
const asOf = "2026-11-24";

function exchangeOf(body: JsonObject, response: JsonObject | null): Exchange {
  const inputHash = hashInput({ body, betas: [] }, digest);
  const recorded: Recorded | null =
    response === null
      ? null
      : { inputHash, residual: null, samples: [], at: null, fast: false, response, place: nowhere };
  return {
    id: "a#0",
    index: 0,
    place: nowhere,
    offsetMs: 0,
    at: null,
    betas: [],
    request: requestOf(body),
    inputHash,
    recorded,
    counted: null,
    expectedOutput: null,
    needsPrevious: false,
  };
}

function measured(exchange: Exchange, other: Exchange | null = null): MeasuredExchange {
  const measurer = createMeasurer({ counter: roughCounter, table: createBlockTable(), digest });
  return measurer.exchange(exchange, { output: null, other });
}

function projected(of: MeasuredExchange) {
  const run = { id: "a", weight: 1, exchanges: [of.exchange], place: nowhere };
  const scenario = scenarioOf([{ run, weight: 1, exchanges: [of] }]);
  return project({ scenario, neighbours: [], book, asOf });
}

function billed(body: JsonObject, response: JsonObject) {
  return billExchange(
    {
      request: body,
      response,
      usage: response["usage"],
      at: asOf,
      batch: false,
      betas: null,
      place: nowhere,
    },
    { book, asOf },
  );
}

const marker = { cache_control: { type: "ephemeral" } };
const body: JsonObject = {
  model: "claude-haiku-5-5",
  max_tokens: 50_000,
  tools: [{ type: "advisor_20260301", name: "advisor", model: "claude-fable-5" }],
  context_management: { edits: [{ type: "compact_20260112" }] },
  system: [{ type: "text", text: "Be short.", ...marker }],
  messages: [{ role: "user", content: "hi" }],
};

function usageOf(own: Readonly<Record<"input" | "read" | "short" | "long" | "output", number>>) {
  return {
    input_tokens: own.input,
    output_tokens: own.output,
    cache_read_input_tokens: own.read,
    cache_creation_input_tokens: own.short + own.long,
    cache_creation: { ephemeral_5m_input_tokens: own.short, ephemeral_1h_input_tokens: own.long },
  };
}

const classes = {
  input: fc.nat(150_000),
  read: fc.nat(150_000),
  short: fc.nat(9_000),
  long: fc.nat(9_000),
  output: fc.nat(3_000),
};
const none = fc.constant(0);
const later = fc.array(
  fc.record({
    kind: fc.constantFrom("message", "compaction", "advisor_message", "nameless advisor"),
    ...classes,
  }),
  { maxLength: 4 },
);
/** The first pass is too small to be cached, so that its split is known. */
const first = fc.record({
  input: fc.integer({ min: 34, max: 300 }),
  read: none,
  short: none,
  long: none,
  output: fc.nat(3_000),
});

test("a recording that nothing changed is projected as it was billed, pass by pass", () => {
  fc.assert(
    fc.property(first, later, (opening, others) => {
      const messages = [opening, ...others.filter(({ kind }) => kind === "message")];
      const total = (key: keyof typeof classes) =>
        messages.reduce((sum, each) => sum + each[key], 0);
      const response = {
        model: "claude-haiku-5-5",
        stop_reason: "end_turn",
        usage: {
          ...usageOf({
            input: total("input"),
            read: total("read"),
            short: total("short"),
            long: total("long"),
            output: total("output"),
          }),
          iterations: [
            ...others
              .filter(({ kind }) => kind === "compaction")
              .map((each) => ({ type: "compaction", ...usageOf(each) })),
            { type: "message", ...usageOf(opening) },
            ...others
              .filter(({ kind }) => kind !== "compaction")
              .map(({ kind, ...each }) => ({
                type: kind === "message" ? kind : "advisor_message",
                ...(kind === "advisor_message" ? { model: "claude-opus-4-8" } : {}),
                ...usageOf(each),
              })),
          ],
        },
      };
      const projection = projected(measured(exchangeOf(body, response)));
      const bill = billed(body, response);
      expect(projection.perRun.lines).toEqual(bill.ledger?.lines);
      expect(projection.usdPerRun).toBe(bill.usd);
    }),
    { seed: 20_261_124 },
  );
});

describe("a server tool taken out takes its fee and its results with it", () => {
  const searching = {
    model: "claude-opus-5",
    max_tokens: 1_000,
    tools: [
      { type: "web_search_20250305", name: "web_search" },
      { type: "web_fetch_20250910", name: "web_fetch" },
    ],
    messages: [{ role: "user", content: "What is new?" }],
  };
  const { tools, ...plain } = searching;
  const result = (kind: string) => ({ type: `${kind}_tool_result`, content: [] });
  const response = {
    model: "claude-opus-5",
    stop_reason: "end_turn",
    content: [result("web_search"), result("web_fetch"), { type: "text", text: "This." }],
    usage: {
      input_tokens: 30_000,
      output_tokens: 200,
      server_tool_use: { web_search_requests: 3, web_fetch_requests: 1 },
    },
  };
  const main = exchangeOf(searching, response);
  /** The head's file still holds main's recording. */
  const edited = (change: JsonObject) => ({
    ...exchangeOf(change, response),
    recorded: main.recorded,
  });
  const quantities = (of: MeasuredExchange) => {
    const { perRun } = projected(of);
    const { input, output, webSearches } = sumQuantities(perRun);
    return [input, output, webSearches].map((each) => Number(each / perRun.divisor));
  };
  const ownSize = roughCounter.count(measured(exchangeOf(plain, null)).prompt).total;

  test("main keeps all of it", () => {
    expect(quantities(measured(main))).toEqual([30_000, 200, 3]);
  });
  test.each([
    ["compared with main", main],
    ["alone", null],
  ])("without any server tool the prompt alone is left: %s", (_, other) => {
    expect(quantities(measured(edited(plain), other))).toEqual([ownSize, 200, 0]);
  });
  test("of two tools one is left, with its part of the passes and no fee", () => {
    const [input = 0, output, searches] = quantities(
      measured(edited({ ...plain, tools: tools.slice(1) }), main),
    );
    expect([output, searches]).toEqual([200, 0]);
    expect(input).toBeGreaterThan(8_000);
    expect(input).toBeLessThan(20_000);
  });
  test("another text keeps all of it", () => {
    const longer = [{ role: "user", content: "What is new? ".repeat(40) }];
    const [input = 0, , searches] = quantities(
      measured(edited({ ...searching, messages: longer }), main),
    );
    expect(input).toBeGreaterThan(30_000);
    expect(input).toBeLessThan(30_200);
    expect(searches).toBe(3);
  });
});

test("an advisor's passes are those of the model its tool names now; without the tool there are none", () => {
  const response = {
    model: "claude-haiku-5-5",
    stop_reason: "end_turn",
    usage: {
      ...usageOf({ input: 200, read: 0, short: 0, long: 0, output: 50 }),
      iterations: [
        { type: "message", ...usageOf({ input: 200, read: 0, short: 0, long: 0, output: 50 }) },
        {
          type: "advisor_message",
          ...usageOf({ input: 9_000, read: 0, short: 0, long: 0, output: 400 }),
        },
      ],
    },
  };
  const main = exchangeOf(body, response);
  const models = (change: JsonObject) =>
    projected(
      measured({ ...exchangeOf({ ...body, ...change }, response), recorded: main.recorded }, main),
    ).perRun.lines.map(({ model }) => model);
  expect(models({})).toEqual(["claude-fable-5", "claude-haiku-5-5"]);
  const cheaper = [{ type: "advisor_20260301", name: "advisor", model: "claude-opus-5-5" }];
  expect(models({ tools: cheaper })).toEqual(["claude-haiku-5-5", "claude-opus-5-5"]);
  expect(models({ tools: [] })).toEqual(["claude-haiku-5-5"]);
});

test("an endpoint of which nobody states the region is a range: the global price, and a tenth more", () => {
  const at = (model: string) => {
    const exchange = exchangeOf({ ...body, model, tools: [] }, null);
    return projected(measured({ ...exchange, expectedOutput: 100 }));
  };
  const [bare, global, regional] = [
    "anthropic.claude-opus-4-8",
    "global.anthropic.claude-opus-4-8",
    "eu.anthropic.claude-opus-4-8",
  ].map(at);
  expect([bare?.usdPerRun, bare?.range.low.usdPerRun, bare?.range.high.usdPerRun]).toEqual([
    global?.usdPerRun,
    global?.usdPerRun,
    regional?.usdPerRun,
  ]);
  const codes = [bare, regional].map((projection) =>
    projection?.problems
      .filter(({ code }) => code === "region-unknown")
      .map(({ severity }) => severity),
  );
  expect(codes).toEqual([["warning"], []]);
});

test("without breakpoints no pass of the request is cached, in a batch all cost half", () => {
  const own = { input: 200, read: 0, short: 0, long: 0, output: 50 };
  const response = {
    model: "claude-haiku-5-5",
    stop_reason: "end_turn",
    usage: {
      ...usageOf(own),
      iterations: [
        { type: "compaction", ...usageOf({ ...own, read: 40_000, short: 900 }) },
        { type: "message", ...usageOf(own) },
      ],
    },
  };
  const of = measured(exchangeOf(body, response));
  const run = { id: "a", weight: 1, exchanges: [of.exchange], place: nowhere };
  const scenario = scenarioOf([{ run, weight: 1, exchanges: [of] }]);
  const figures = [scenario, withoutBreakpoints(scenario)].map((each) => {
    const [plain, batch] = (["standard", "batch"] as const).map((tier) =>
      project({ scenario: { ...each, tier }, neighbours: [], book, asOf }),
    );
    expect((batch?.usdPerRun ?? 0n) * 2n).toBe(plain?.usdPerRun);
    const { cacheRead, cacheWrite5m, input } = sumQuantities(
      plain?.perRun ?? { divisor: 1n, lines: [] },
    );
    return [cacheRead, cacheWrite5m, input].map(Number);
  });
  expect(figures).toEqual([
    [40_000, 900, 400],
    [0, 0, 41_300],
  ]);
});

import { describe, expect, test } from "vitest";
import { sumQuantities } from "../../../src/billing/ledger/ledger.ts";
import { numberText } from "../../../src/json.ts";
import { formatUsd } from "../../../src/money.ts";
import { bill, cached, codes, usageOf, usd } from "./exchange.ts";

describe("the numbers of a pricing guide", () => {
  test.each([
    ["claude-sonnet-4-5", usageOf(2_000, 300), "0.0105"],
    ["claude-sonnet-4-5", usageOf(10_000, 0), "0.03"],
    ["claude-sonnet-4-5", usageOf(0, 0, cached(0, 10_000, 0)), "0.0375"],
    ["claude-sonnet-4-5", usageOf(0, 0, cached(0, 0, 10_000)), "0.06"],
    ["claude-sonnet-4-5", usageOf(0, 0, cached(10_000, 0, 0)), "0.003"],
    ["claude-haiku-4-5", usageOf(10_000_000, 5_000_000), "35"],
    ["claude-sonnet-4-5", usageOf(10_000_000, 5_000_000), "105"],
    ["claude-opus-4-6", usageOf(10_000_000, 5_000_000), "175"],
  ])("%s %j = $%s", (model, usage, expected) => expect(usd(model, usage)).toBe(expected));

  test.each([
    ["claude-haiku-4-5", "17.5"],
    ["claude-sonnet-4-5", "52.5"],
    ["claude-opus-4-6", "87.5"],
  ])("%s in a batch: $%s", (model, expected) => {
    expect(usd(model, usageOf(10_000_000, 5_000_000), { batch: true })).toBe(expected);
    expect(usd(model, usageOf(10_000_000, 5_000_000, { service_tier: "batch" }))).toBe(expected);
  });
});

describe("real bills", () => {
  test("3 / 12,304 written / 550 out on Sonnet 3.7: 4.614 + 0.825 cents", () => {
    const billed = bill(
      "claude-3-7-sonnet-20250219",
      usageOf(3, 550, { cache_creation_input_tokens: 12_304 }),
      { at: "2025-04-07" },
    );
    expect(billed.usd).toBe(54_399_000_000n);
  });
  test("a row of the Console's export, Opus 5", () => {
    expect(usd("claude-opus-5", usageOf(109_911, 34_988, cached(0, 2_528, 0)))).toBe("1.440055");
  });
  test("Claude Code on Fable 5, about $16.31", () => {
    expect(
      Number(usd("claude-fable-5", usageOf(1_900, 16_300, cached(4_800_000, 0, 533_800)))),
    ).toBeCloseTo(16.31, 2);
  });
});

describe("cache writes without a split", () => {
  const usage = usageOf(0, 0, { cache_creation_input_tokens: 1_000_000 });
  const mark = (ttl?: string) => ({
    type: "text",
    text: "x",
    cache_control: { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) },
  });
  test.each([
    ["no request", null, "2.5", "4", ["cache-write-split-unknown"]],
    ["5m markers", { system: [mark()] }, "2.5", "2.5", []],
    ["1h markers", { messages: [{ role: "user", content: [mark("1h")] }] }, "4", "4", []],
    [
      "both",
      { system: [mark("1h")], messages: [{ role: "user", content: [mark("5m")] }] },
      "2.5",
      "4",
      ["cache-write-split-unknown"],
    ],
    ["no marker", { messages: [] }, "2.5", "4", ["cache-write-split-unknown"]],
    ["automatic", { cache_control: { type: "ephemeral", ttl: "1h" } }, "4", "4", []],
    [
      "a property named so in a schema",
      {
        tools: [{ name: "t", input_schema: { properties: { cache_control: { ttl: "1h" } } } }],
        system: [mark()],
      },
      "2.5",
      "2.5",
      [],
    ],
  ])("%s", (_, request, low, high, expected) => {
    const billed = bill("claude-sonnet-5", usage, { request });
    expect([formatUsd(billed.usd ?? -1n), formatUsd(billed.usdHigh ?? -1n), codes(billed)]).toEqual(
      [low, high, expected],
    );
  });

  test("a split smaller than the total: the rest is 5 minutes", () => {
    const partial = usageOf(0, 0, { ...cached(0, 100, 200), cache_creation_input_tokens: 1_000 });
    expect(bill("claude-sonnet-5", partial).ledger?.lines[0]).toMatchObject({
      cacheWrite5m: 800n,
      cacheWrite1h: 200n,
    });
  });
});

describe("bad input", () => {
  test.each([
    ["no usage", undefined, "usage-missing", null],
    ["a list", [], "usage-missing", null],
    ["no output", { input_tokens: 1 }, "usage-malformed", "usage.output_tokens"],
    ["negative", usageOf(-1, 0), "usage-malformed", "usage.input_tokens"],
    ["a fraction", usageOf(1.5, 0), "usage-malformed", "usage.input_tokens"],
    [
      "text",
      usageOf(1, 0, { cache_read_input_tokens: "7" }),
      "usage-malformed",
      "usage.cache_read_input_tokens",
    ],
    [
      "too large",
      usageOf(1, 0, { output_tokens: numberText("1e300") }),
      "usage-malformed",
      "usage.output_tokens",
    ],
    [
      "a split above the total",
      usageOf(1, 0, { ...cached(0, 5, 6), cache_creation_input_tokens: 10 }),
      "usage-disagrees",
      "usage.cache_creation",
    ],
    [
      "more thinking than output",
      usageOf(1, 5, { output_tokens_details: { thinking_tokens: 6 } }),
      "usage-disagrees",
      "usage.output_tokens_details",
    ],
    [
      "in an iteration",
      usageOf(1, 0, { iterations: [{ type: "message", input_tokens: -1, output_tokens: 0 }] }),
      "usage-malformed",
      "usage.iterations.0.input_tokens",
    ],
  ])("%s", (_, usage, code, path) => {
    const billed = bill("claude-opus-5-5", undefined, { usage });
    expect([billed.usd, billed.usdHigh, codes(billed), billed.problems[0]?.path]).toEqual([
      null,
      null,
      [code],
      path,
    ]);
    expect(billed.problems[0]?.severity).toBe("error");
  });

  test("several faults are all named", () => {
    expect(codes(bill("claude-2.1", usageOf(-1, -1)))).toEqual([
      "usage-malformed",
      "usage-malformed",
      "unknown-model",
    ]);
  });

  test("1.0 and 1e3 are whole numbers", () => {
    const ledger = bill(
      "claude-opus-5-5",
      usageOf(0, 0, { input_tokens: numberText("1e3"), output_tokens: numberText("2.0") }),
    ).ledger;
    expect(ledger?.lines[0]).toMatchObject({ input: 1_000n, output: 2n });
  });

  test.each([
    ["claude-2.1", "2026-11-24", "unknown-model"],
    ["claude-mythos-preview", "2026-11-24", "price-unknown price-unknown"],
    ["claude-sonnet-5-5", "2026-09-27", "price-unknown-on-day"],
  ])("%s on %s", (model, at, expected) => expect(usd(model, usageOf(1, 1), { at })).toBe(expected));

  test("a model that nobody names", () =>
    expect(codes(bill("", usageOf(1, 1), { response: {} }))).toEqual(["model-missing"]));

  test("a retired model has its last rates and a warning; before its retirement no warning", () => {
    const late = bill("claude-3-opus-20240229", usageOf(1_000_000, 0));
    expect([late.usd, codes(late)]).toEqual([15_000_000_000_000n, ["model-retired"]]);
    expect(codes(bill("claude-3-opus-20240229", usageOf(1, 0), { at: "2025-01-01" }))).toEqual([]);
  });

  test("without a time it is priced as of the day, and says so", () => {
    expect(codes(bill("claude-opus-5-5", usageOf(1, 0), { at: null }))).toEqual(["priced-as-of"]);
    expect(codes(bill("claude-opus-5-5", usageOf(1, 0), { at: "2026-02-30" }))).toEqual([
      "time-unreadable",
    ]);
  });
});

test("what usage does not show is said", () => {
  const request = {
    model: "claude-opus-5-5",
    tools: [{ type: "code_execution_20250825", name: "code_execution" }],
  };
  expect(codes(bill("claude-opus-5-5", usageOf(1, 0), { request }))).toEqual(["container-hours"]);
  const free = {
    ...request,
    tools: [...request.tools, { type: "web_search_20260209", name: "web_search" }],
  };
  expect(codes(bill("claude-opus-5-5", usageOf(1, 0), { request: free }))).toEqual([]);
  const usage = usageOf(1, 0, {
    service_tier: "priority",
    fallback_credit: { status: { type: "redeemed" } },
  });
  expect(codes(bill("claude-opus-4-8", usage))).toEqual(["fallback-credit", "priority-at-list"]);
  const open = bill("claude-opus-5-5", usageOf(1, 0), {
    response: { model: "claude-opus-5-5", stop_reason: null },
  });
  expect(codes(open)).toEqual(["output-not-final"]);
});

test("a ledger keeps every token of a usage", () => {
  const sums = sumQuantities(
    bill("claude-opus-5-5", usageOf(1, 2, cached(3, 4, 5))).ledger ?? { divisor: 1n, lines: [] },
  );
  expect(sums).toEqual({
    input: 1n,
    output: 2n,
    cacheRead: 3n,
    cacheWrite5m: 4n,
    cacheWrite1h: 5n,
    webSearches: 0n,
  });
});

import { describe, expect, test } from "vitest";
import { sumQuantities } from "../../../src/billing/ledger/ledger.ts";
import type { JsonObject } from "../../../src/json.ts";
import { numberText } from "../../../src/json.ts";
import { formatUsd } from "../../../src/money.ts";
import { bill, cached, codes, usageOf } from "./exchange.ts";

function usd(model: string, usage: JsonObject, more = {}): string {
  const one = bill(model, usage, more);
  return one.usd === null ? codes(one).join(" ") : formatUsd(one.usd);
}

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
    const one = bill(
      "claude-3-7-sonnet-20250219",
      usageOf(3, 550, { cache_creation_input_tokens: 12_304 }),
      { at: "2025-04-07" },
    );
    expect(one.usd).toBe(54_399_000_000n);
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

describe("rates", () => {
  test.each([
    [100_000, "0.01"],
    [100_001, "0.0500005"],
  ])("Haiku 5.5 with %i tokens", (input, expected) =>
    expect(usd("claude-haiku-5-5", usageOf(input, 0))).toBe(expected),
  );

  test("reads and writes count toward the band, output does not", () => {
    expect(usd("claude-haiku-5-5", usageOf(1, 1_000_000, cached(50_000, 25_000, 25_000)))).toBe(
      "2.5431255",
    );
    expect(usd("claude-haiku-5-5", usageOf(0, 1_000_000, cached(50_000, 25_000, 25_000)))).toBe(
      "0.508625",
    );
  });

  test.each([
    ["2026-10-06T23:59:59Z", "0.2"],
    ["2026-10-07T00:00:00Z", "0.1"],
    ["2026-10-07T01:00:00+02:00", "0.2"],
    ["Tue, 06 Oct 2026 23:59:59 GMT", "0.2"],
  ])("Sonnet 5.5 reads at %s", (at, expected) =>
    expect(usd("claude-sonnet-5-5", usageOf(0, 0, cached(1_000_000, 0, 0)), { at })).toBe(expected),
  );

  test("1 hour × batch × geo multiply", () => {
    expect(
      usd("claude-opus-5-5", usageOf(0, 0, { ...cached(0, 0, 1_000_000), inference_geo: "us" }), {
        batch: true,
      }),
    ).toBe("4.4");
  });

  test("searches cost a cent each, without any multiplier", () => {
    const usage = usageOf(1_000_000, 0, {
      inference_geo: "us",
      server_tool_use: { web_search_requests: 3, web_fetch_requests: 1 },
    });
    expect(usd("claude-opus-5-5", usage, { batch: true })).toBe("2.23");
  });

  test.each(["global", "not_available", "", null, "<GOOGLE_CLOUD_LOCATION>"])(
    "inference_geo %j has no premium",
    (geo) => {
      const one = bill("claude-opus-5-5", usageOf(1_000_000, 0, { inference_geo: geo }));
      expect([one.usd, codes(one)]).toEqual([4_000_000_000_000n, []]);
    },
  );

  test("a value nobody knows is a problem", () => {
    expect(
      codes(
        bill(
          "claude-opus-5-5",
          usageOf(1, 0, { inference_geo: "moon", service_tier: "gold", speed: "warp" }),
        ),
      ),
    ).toEqual(["usage-value-unknown", "usage-value-unknown", "usage-value-unknown"]);
  });

  test("a regional Bedrock id costs 10 % more; one without prefix says that nobody knows", () => {
    const at = (model: string) =>
      bill("claude-sonnet-5", usageOf(1_000_000, 0), { request: { model } });
    expect(at("us.anthropic.claude-sonnet-5").usd).toBe(2_200_000_000_000n);
    expect(at("global.anthropic.claude-sonnet-5").usd).toBe(2_000_000_000_000n);
    const bare = at("anthropic.claude-sonnet-5");
    expect([bare.usd, bare.usdHigh, codes(bare)]).toEqual([
      2_000_000_000_000n,
      2_200_000_000_000n,
      ["region-unknown"],
    ]);
  });
});

describe("fast mode", () => {
  const fast = usageOf(1_000_000, 0, { speed: "fast" });
  test.each([
    ["claude-opus-5-5", "2026-11-24", "8"],
    ["claude-opus-4-6", "2026-06-29", "30"],
    ["claude-opus-4-6", "2026-06-30", "5"],
    ["claude-opus-4-7", "2026-07-24", "30"],
    ["claude-opus-4-7", "2026-07-25", "fast-mode-refused"],
    ["claude-opus-4-8", "2026-12-01", "fast-mode-refused"],
    ["claude-sonnet-5", "2026-11-24", "fast-mode-refused"],
  ])("%s on %s: %s", (model, at, expected) => expect(usd(model, fast, { at })).toBe(expected));

  test("the usage decides, not the request", () => {
    const request = { model: "claude-opus-5-5", speed: "fast" };
    expect(usd("claude-opus-5-5", usageOf(1_000_000, 0, { speed: "standard" }), { request })).toBe(
      "4",
    );
    const unsaid = bill("claude-opus-5-5", usageOf(1_000_000, 0), { request });
    expect([unsaid.usd, codes(unsaid)]).toEqual([8_000_000_000_000n, ["speed-assumed"]]);
  });

  test("is not to be had in a batch", () =>
    expect(usd("claude-opus-5-5", fast, { batch: true })).toBe("fast-mode-refused"));
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
    const one = bill("claude-sonnet-5", usage, { request });
    expect([formatUsd(one.usd ?? -1n), formatUsd(one.usdHigh ?? -1n), codes(one)]).toEqual([
      low,
      high,
      expected,
    ]);
  });

  test("a split smaller than the total: the rest is 5 minutes", () => {
    const partial = usageOf(0, 0, { ...cached(0, 100, 200), cache_creation_input_tokens: 1_000 });
    expect(bill("claude-sonnet-5", partial).ledger?.lines[0]).toMatchObject({
      cacheWrite5m: 800n,
      cacheWrite1h: 200n,
    });
  });
});

describe("iterations", () => {
  const one = (type: string, input: number, output: number, more: JsonObject = {}): JsonObject => ({
    type,
    ...usageOf(input, output),
    ...more,
  });

  test("are held against the band one by one where they add up to the top level", () => {
    const both = usageOf(180_000, 20, {
      iterations: [one("message", 90_000, 10), one("message", 90_000, 10)],
    });
    expect(usd("claude-haiku-5-5", both)).toBe("0.01801");
    expect(usd("claude-haiku-5-5", { ...both, output_tokens: 21 })).toBe("0.0900525");
  });

  test("compaction and advisor come on top, each at its own model", () => {
    const iterations = [
      one("compaction", 100, 131, cached(0, 55_096, 0)),
      one("advisor_message", 2_518, 22, { model: "claude-opus-4-8" }),
      one("message", 229, 5),
    ];
    const whole = bill("claude-sonnet-4-6", usageOf(229, 5, { iterations }));
    expect(formatUsd(whole.usd ?? -1n)).toBe("0.222777");
    expect(whole.ledger?.lines.map((line) => line.model)).toEqual([
      "claude-opus-4-8",
      "claude-sonnet-4-6",
    ]);
  });

  test("1h writes of the top level that no iteration names go to the earliest with room", () => {
    const iterations = [
      one("message", 0, 0, {
        cache_creation_input_tokens: 60_000,
        cache_creation: { ephemeral_5m_input_tokens: 20_000, ephemeral_1h_input_tokens: 0 },
      }),
      one("message", 0, 0, { cache_creation_input_tokens: 70_000 }),
    ];
    const ledger = bill(
      "claude-haiku-5-5",
      usageOf(0, 0, { ...cached(0, 80_000, 50_000), iterations }),
    ).ledger;
    expect(ledger?.lines).toHaveLength(1);
    expect(ledger?.lines[0]).toMatchObject({
      band: "base",
      cacheWrite5m: 80_000n,
      cacheWrite1h: 50_000n,
    });
  });

  test("of an unknown kind, or an advisor without model, have no price", () => {
    expect(usd("claude-opus-5", usageOf(1, 1, { iterations: [one("dream", 1, 1)] }))).toBe(
      "iteration-unknown",
    );
    expect(
      usd("claude-opus-5", usageOf(1, 1, { iterations: [one("advisor_message", 1, 1)] })),
    ).toBe("iteration-unknown");
  });

  test("sums over server tools without iterations say that no single prompt is known", () => {
    const search = { server_tool_use: { web_search_requests: 10 } };
    const haiku = bill("claude-haiku-5-5", usageOf(200_000, 0, search));
    expect([haiku.usd, codes(haiku)]).toEqual([200_000_000_000n, ["band-by-total"]]);
    const old = bill("claude-sonnet-4-5", usageOf(400_000, 0, search), { at: "2026-01-05" });
    expect([old.usd, codes(old)]).toEqual([1_300_000_000_000n, ["band-by-total"]]);
    const long = bill("claude-sonnet-4-5", usageOf(400_000, 0), { at: "2026-01-05" });
    expect([long.usd, codes(long)]).toEqual([2_400_000_000_000n, []]);
  });
});

describe("a fallback", () => {
  const iterations = (output: number): JsonObject[] => [
    { type: "message", model: "claude-fable-5-2", ...usageOf(1_000_000, output) },
    { type: "fallback_message", model: "claude-opus-5-5", ...usageOf(1_000_000, 0) },
  ];
  const usage = (output: number): JsonObject =>
    usageOf(1_000_000, 0, { iterations: iterations(output) });
  const declined = (category: string | null) => ({
    request: { model: "claude-fable-5-2" },
    response: {
      model: "claude-opus-5-5",
      stop_reason: "end_turn",
      content: [
        {
          type: "fallback",
          from: { model: "claude-fable-5-2" },
          to: { model: "claude-opus-5-5" },
          trigger: { type: "refusal", category },
        },
      ],
    },
  });

  test("is priced by the model that answered; who declined before output is billed by category", () => {
    expect(usd("", usage(0), declined("cyber"))).toBe("4");
    expect(usd("", usage(0), declined(null))).toBe("4");
    expect(usd("", usage(0), declined("bio"))).toBe("12");
    expect(codes(bill("", usage(0), declined("cyber")))).toEqual(["refusal-not-billed"]);
  });

  test("bills what was streamed before the refusal", () =>
    expect(usd("", usage(1_000_000), declined("cyber"))).toBe("52"));

  test("without a category is taken as billed, and says so", () => {
    const one = bill("claude-opus-5-5", usage(0), { request: { model: "claude-fable-5-2" } });
    expect([one.usd, codes(one)]).toEqual([12_000_000_000_000n, ["refusal-category-unknown"]]);
  });
});

describe("a refusal before output", () => {
  const refuse = (category: string | null | undefined, at: string) =>
    bill("claude-opus-5-5", usageOf(1_000_000, 0), {
      at,
      response: {
        model: "claude-opus-5-5",
        stop_reason: "refusal",
        ...(category === undefined ? {} : { stop_details: { type: "refusal", category } }),
      },
    });
  test.each([
    ["reasoning_extraction", "2026-09-23", 0n, "refusal-not-billed"],
    ["reasoning_extraction", "2026-09-24", 4_000_000_000_000n, ""],
    ["bio", "2026-11-24", 4_000_000_000_000n, ""],
    ["cyber", "2026-11-24", 0n, "refusal-not-billed"],
    [null, "2026-11-24", 0n, "refusal-not-billed"],
    [undefined, "2026-11-24", 4_000_000_000_000n, "refusal-category-unknown"],
    ["something_new", "2026-11-24", 4_000_000_000_000n, "refusal-category-unknown"],
  ])("of category %s on %s", (category, at, expected, code) => {
    const one = refuse(category, at);
    expect([one.usd, codes(one).join(" ")]).toEqual([expected, code]);
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
    const one = bill("claude-opus-5-5", undefined, { usage });
    expect([one.usd, one.usdHigh, codes(one), one.problems[0]?.path]).toEqual([
      null,
      null,
      [code],
      path,
    ]);
    expect(one.problems[0]?.severity).toBe("error");
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

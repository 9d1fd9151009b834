import { describe, expect, test } from "vitest";
import type { Bill } from "../../../src/billing/recorded/bill.ts";
import type { JsonObject } from "../../../src/json.ts";
import { formatUsd } from "../../../src/money.ts";
import { bill, cached, codes, usageOf, usd } from "./exchange.ts";

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
      const billed = bill("claude-opus-5-5", usageOf(1_000_000, 0, { inference_geo: geo }));
      expect([billed.usd, codes(billed)]).toEqual([4_000_000_000_000n, []]);
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

test.each([
  ["anthropic.claude-sonnet-5", "anthropic.claude-sonnet-5", "2.2"],
  ["anthropic.claude-sonnet-5", "claude-sonnet-5", "2.2"],
  ["claude-opus-4-5@20251101", "claude-opus-4-5@20251101", "5.5"],
])("nor does a response that says %s, asked of %s", (named, asked, high) => {
  const billed = bill(named, usageOf(1_000_000, 0), { request: { model: asked } });
  expect([formatUsd(billed.usdHigh ?? 0n), codes(billed)]).toEqual([high, ["region-unknown"]]);
});

test.each([
  ["anthropic.claude-sonnet-5", "eu.anthropic.claude-sonnet-5", "2.2"],
  ["anthropic.claude-sonnet-5", "global.anthropic.claude-sonnet-5", "2"],
  ["eu.anthropic.claude-sonnet-5", "anthropic.claude-sonnet-5", "2.2"],
])("a response that says %s, asked of %s, costs %s", (named, asked, amount) =>
  expect(usd(named, usageOf(1_000_000, 0), { request: { model: asked } })).toBe(amount),
);

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

test("a model that declined may have run in fast mode where the one that took over has none", () => {
  const tokens = { input_tokens: 1_000_000, output_tokens: 0 };
  const fellBack = (speed: JsonObject, asked: JsonObject = { speed: "fast" }): Bill =>
    bill(
      "claude-sonnet-5",
      usageOf(1_000_000, 0, {
        ...speed,
        iterations: [
          { type: "message", model: "claude-opus-5-5", ...tokens },
          { type: "fallback_message", model: "claude-sonnet-5", ...tokens },
        ],
      }),
      { request: { model: "claude-opus-5-5", ...asked } },
    );
  const amounts = ({ usd: low, usdHigh: high }: Bill): string[] =>
    [low, high].map((amount) => formatUsd(amount ?? 0n));
  const open = fellBack({ speed: "standard" });
  expect(amounts(open)).toEqual(["6", "10"]);
  expect(codes(open)).toContain("declined-speed-unknown");
  expect(amounts(fellBack({ speed: "standard" }, {}))).toEqual(["6", "6"]);
});

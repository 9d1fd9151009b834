import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { formatUsd } from "../../../src/money.ts";
import { bill, cached, codes, usageOf, usd } from "./exchange.ts";

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

  test("of an unknown kind have no price", () => {
    expect(usd("claude-opus-5", usageOf(1, 1, { iterations: [one("dream", 1, 1)] }))).toBe(
      "iteration-unknown",
    );
  });

  describe("of an advisor that name no model", () => {
    const turn = {
      ...usageOf(4, 180, cached(457_723, 2_351, 0)),
      iterations: [
        one("message", 2, 101, cached(228_645, 433, 0)),
        one("advisor_message", 231_470, 1_814),
        one("message", 2, 79, cached(229_078, 1_918, 0)),
      ],
    };
    const asking = (...models: readonly string[]): JsonObject => ({
      model: "claude-opus-5",
      tools: models.map((model) => ({ type: "advisor_20260301", name: "advisor", model })),
    });

    test("are priced at the model of the request's advisor tool", () => {
      const whole = bill("claude-opus-5", turn, { request: asking("claude-fable-5") });
      expect(codes(whole)).toEqual(["advisor-model-from-tool"]);
      expect(formatUsd(whole.usd ?? -1n)).toBe("2.65347525");
    });

    test.each([
      ["no request", null],
      ["no such tool", asking()],
      ["two tools that disagree", asking("claude-fable-5", "claude-opus-5-5")],
    ])("leave the turn billed where nobody says it, with what is missing: %s", (_, request) => {
      const whole = bill("claude-opus-5", turn, { request });
      expect(formatUsd(whole.usd ?? -1n)).toBe("0.24807525");
      expect(whole.problems).toMatchObject([{ code: "advisor-unpriced", severity: "warning" }]);
      expect(whole.problems[0]?.message).toContain("231,470 tokens of input, 1,814 of output");
    });
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

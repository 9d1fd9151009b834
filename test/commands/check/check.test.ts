import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/report/report.ts";
import { type Files, check, block, request, run, config, of } from "./two-trees.ts";

describe("a neighbour's traffic in a cache group", () => {
  const two = (b: string): string =>
    "scenarios:\n  a: { fixtures: a.json, cache: g, traffic: { runs: 6/hour }, budget: { " +
    "increase: { percent: 5 } } }\n  b: { fixtures: b.json, cache: g, traffic: { runs: " +
    `${b} } }\n`;
  const base = { "promptcost.yml": two("6/hour"), "a.json": run(10_000), "b.json": run(10_000) };
  const longer = {
    "a.json": run(10_000, 100, {
      messages: [{ role: "user", content: [block(2000, "question")] }],
    }),
  };

  test("is an adjustment, whichever way it goes", () => {
    const alone = check(base, longer);
    const both = check(base, { ...longer, "promptcost.yml": two("60/hour") });
    expect(of(alone, "a")?.deltaUsd).toBe(of(both, "a")?.deltaUsd);
    expect([alone.verdict, both.verdict]).toEqual(["fail", "fail"]);
    const fewer = check(base, { "promptcost.yml": two("1/hour") });
    expect([
      of(fewer, "a")?.deltaUsd,
      fewer.verdict,
      of(fewer, "a")?.adjustments.map(({ kind }) => kind),
    ]).toEqual(["0", "pass", ["traffic"]]);
  });
});

test("without traffic there is no month, and the increase is a run's", () => {
  const yml = (traffic: string): string =>
    `${config(traffic, "{}").replace("    budget: {}\n", "")}budget: { increase: { percent: 5 } }\n`;
  const report = check(
    { "promptcost.yml": yml("100/hour"), "f/run.json": run(10_000) },
    { "promptcost.yml": yml(""), "f/run.json": run(100_000) },
  );
  // Warm: 100,000 read, 100 of input, 100 of output against 10,000.
  expect([report.totals.monthlyUsd, report.totals.deltaUsd, report.verdict]).toEqual([
    null,
    null,
    "fail",
  ]);
  expect(report.totals.budgets[0]).toMatchObject({ actualUsd: "0.045", judged: true, over: true });
});

describe("what the API would not take, or bills otherwise", () => {
  const priced = (model: string, over: Files = {}, more = ""): Report =>
    check(
      {
        "promptcost.yml": `${config("", "{ per-run: $9 }")}    variants: [batch]\n${more}`,
        "f/run.json": run(10_000, 100, { model, ...over }),
      },
      {},
    );
  const codes = (report: Report): readonly string[] => report.problems.map(({ code }) => code);

  test("is said: a window too small, a place left open, fast mode that is over; and priced as it is billed", () => {
    const long = check(
      {
        "promptcost.yml": config("", "{ per-run: $9 }"),
        "f/run.json": run(300_000, 100, { model: "claude-haiku-4-5" }),
      },
      {},
    );
    expect(codes(long)).toContain("prompt-too-long");
    expect(codes(priced("anthropic.claude-opus-5"))).toContain("region-unknown");
    const fast = priced("claude-opus-4-6", { speed: "fast" });
    expect([codes(fast).includes("fast-mode-over"), of(fast, "a")?.perRunUsd]).toEqual([
      true,
      of(priced("claude-opus-4-6"), "a")?.perRunUsd,
    ]);
  });

  test("no batch on a cloud that has none", () => {
    expect(of(priced("us.anthropic.claude-opus-5"), "a")?.variants[0]?.whyNot).toContain("Bedrock");
    expect(of(priced("claude-haiku-4-5@20251001"), "a")?.variants[0]?.whyNot).toContain(
      "Vertex AI",
    );
    expect(of(priced("claude-opus-5"), "a")?.variants[0]?.whyNot).toBeNull();
  });

  test("a price given for a regional endpoint is that endpoint's", () => {
    const prices =
      "prices: { us.anthropic.claude-opus-5: { input: 5.5, output: 27.5, cache-read: 0.55 } }\n";
    // Warm: 10,000 read, 100 of input, 100 of output.
    const expected = (10_000 * 0.55 + 100 * 5.5 + 100 * 27.5) / 1e6;
    expect(
      Number(of(priced("us.anthropic.claude-opus-5", {}, prices), "a")?.perRunUsd),
    ).toBeCloseTo(expected, 9);
    expect(of(priced("claude-opus-5", {}, prices), "a")?.perRunUsd).toBe(
      of(priced("claude-opus-5"), "a")?.perRunUsd,
    );
  });
});

test("what a stream counted first is no length of an answer", () => {
  const usage = {
    input_tokens: 100,
    output_tokens: 1,
    cache_read_input_tokens: 10_000,
    cache_creation_input_tokens: 0,
  };
  const recorded = (stop: string | null) => ({
    response: { model: "claude-opus-5", usage, stop_reason: stop },
  });
  const of = (stop: string | null) =>
    check(
      {
        "promptcost.yml": config("", "{ per-run: $1 }"),
        "f/run.json": { exchanges: [{ request: request(10_000), recorded: recorded(stop) }] },
      },
      {},
    );
  const codes = (report: Report): readonly string[] => report.problems.map(({ code }) => code);
  expect([
    codes(of("end_turn")).includes("output-unknown"),
    codes(of(null)).includes("output-unknown"),
  ]).toEqual([false, true]);
});

test("leaving effort out is the model's own default: medium on Opus 5.5", () => {
  const turn = (effort: string | null, offset: string) => ({
    offset,
    request: request(10_000, {
      model: "claude-opus-5-5",
      ...(effort === null ? {} : { output_config: { effort } }),
    }),
    expect: { output_tokens: 100 },
  });
  const hitRate = (first: string | null, second: string | null): string | null | undefined =>
    of(
      check(
        {
          "promptcost.yml": config("1/day", "{ per-run: $1 }"),
          "f/run.json": { exchanges: [turn(first, "0s"), turn(second, "10s")] },
        },
        {},
      ),
      "a",
    )?.hitRate;
  expect(Number(hitRate(null, "medium"))).toBeGreaterThan(0.4);
  expect(Number(hitRate(null, "high"))).toBeLessThan(0.1);
});

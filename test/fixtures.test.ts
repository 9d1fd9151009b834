import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../src/models/catalogue.ts";
import { findPeriod } from "../src/models/lookup.ts";
import type { Report } from "../src/report/report.ts";
import { casesFolder, checkTrees, runCase } from "./cases.ts";
import { createMemoryTree } from "./repositories/memory-tree.ts";

/**
 * The cases of fixtures/ against figures worked out by hand: a golden file can be written anew,
 * these cannot.
 */
function scenario(report: Report, id: string): Report["scenarios"][number] {
  const found = report.scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}

function variant(report: Report, id: string, name: string) {
  return scenario(report, id).variants.find((variant) => variant.name === name);
}

/** Exact decimal USD as whole pico-dollars. */
function pico(usd: string | null): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(usd ?? "");
  if (match === null) throw new Error(`no amount: ${String(usd)}`);
  const [, sign = "", whole = "", part = ""] = match;
  return BigInt(`${sign}${whole}${part.padEnd(12, "0")}`);
}

function cents(usd: string | null): string {
  return (Number(pico(usd)) / 1e12).toFixed(2);
}

describe("an accepted increase", () => {
  const { report } = runCase("accepted");
  test("of 1,478 tokens at $2 per million, 200,000 times a month", () => {
    expect(scenario(report, "support").deltaUsd).toBe("591.2");
    expect(report.accepted.map(({ scenario: id, state }) => [id, state])).toEqual([
      ["support", "covers"],
      ["labels", "exceeded"],
    ]);
    expect(report.verdict).toBe("fail");
    // What nobody accepted is $26.24 of $553: less than 5 %.
    expect(report.totals.budgets).toMatchObject([{ over: false, accepted: true }]);
  });
});

describe("the pricing guide", () => {
  const { report } = runCase("pricing-guide");
  test("2,000 in and 300 out on Sonnet 4.5", () => {
    expect(scenario(report, "one-request")).toMatchObject({
      perRunUsd: "0.0105",
      coldPerRunUsd: "0.0105",
    });
  });

  test.each([
    ["prompt-uncached", "0.03", "0.03"],
    ["prompt-cached-5m", "0.003", "0.0375"],
    ["prompt-cached-1h", "0.003", "0.06"],
  ])("10,000 tokens of prompt on Sonnet 4.5, %s", (id, warm, cold) => {
    expect(scenario(report, id)).toMatchObject({ perRunUsd: warm, coldPerRunUsd: cold });
  });

  test.each([
    ["ten-thousand-haiku", "35", "17.5"],
    ["ten-thousand-sonnet", "105", "52.5"],
    ["ten-thousand-opus", "175", "87.5"],
  ])("10,000 requests of 1,000 in and 500 out, %s; half of it in a batch", (id, plain, batch) => {
    expect(scenario(report, id).monthlyUsd).toBe(plain);
    expect(variant(report, id, "batch")?.monthlyUsd).toBe(batch);
  });
});

test("a document of 20,000 tokens asked three times: 0.075 + 0.006 + 0.006, not 0.105", () => {
  const { report } = runCase("document-asked-three-times");
  expect(scenario(report, "document").perRunUsd).toBe("0.087");
  expect(variant(report, "document", "no-cache")?.perRunUsd).toBe("0.18");
  expect(variant(report, "document", "cache-1h")?.perRunUsd).toBe("0.132");
});

test("a chat that grows: every turn reads the one before", () => {
  const { report } = runCase("growing-chat");
  expect(scenario(report, "chat").perRunUsd).toBe("0.02277");
  expect(variant(report, "chat", "no-cache")?.perRunUsd).toBe("0.0648");
});

// 173 of the tool prompt, 94 + 1,500 of tools, 4 that close them, 3,001 of system.
const twoLifetimes = 173 + 94 + 1_500 + 4 + 3_001;

// The rest of the tool prompt, 317 or 393, and 16 of question are written for five minutes.
test.each([
  ["with-tools", twoLifetimes, 317 + 16, 3],
  ["forced", twoLifetimes, 393 + 16, 19],
  ["without-tools", 3_002, 16, 3],
])("two lifetimes, %s: the tool prompt stands in two places", (id, hour, minutes, plain) => {
  const found = scenario(runCase("two-lifetimes").report, id);
  // Millionths of a dollar: 1 hour at 6, 5 minutes at 3.75, plain at 3, an answer of 100 at 15.
  const cold = hour * 6 + minutes * 3.75 + plain * 3 + 1_500;
  expect(Number(found.coldPerRunUsd) * 1e6).toBeCloseTo(cold, 6);
  // Warm, what is kept for an hour is read at 0.30.
  expect(Number(found.perRunUsd) * 1e6).toBeCloseTo(cold - hour * 5.7, 6);
});

test("three breakpoints: tools and system are shared, a document in the first message is not", () => {
  const { report } = runCase("three-breakpoints");
  expect(scenario(report, "documents")).toMatchObject({
    perRunUsd: "0.0198",
    coldPerRunUsd: "0.03705",
  });
  expect(variant(report, "documents", "cache-1h")?.perRunUsd).toBe("0.0288");
});

describe("the least a model caches", () => {
  const prompt = (model: string, tokens: number): string =>
    JSON.stringify({
      request: {
        model,
        max_tokens: 10,
        system: [
          {
            type: "text",
            text: { $tokens: tokens, name: "prompt" },
            cache_control: { type: "ephemeral" },
          },
        ],
        messages: [
          { role: "user", content: [{ type: "text", text: { $tokens: 0, name: "question" } }] },
        ],
      },
      expect: { output_tokens: 0 },
    });
  const known = catalogue.flatMap((model) =>
    model.minCacheTokens === null || model.status === "retired"
      ? []
      : [[model.id, model.minCacheTokens] as const],
  );

  // What has no price cannot be projected.
  const priced = known.filter(
    ([id]) => (findPeriod(id, "2026-11-24")?.list.input ?? null) !== null,
  );

  test("is known of most models", () =>
    expect(new Set(known.map(([id]) => id)).size).toBeGreaterThan(10));

  test.each([...new Map(priced)])("%s: %i tokens are cached, one less is not", (model, minimum) => {
    const files = {
      "promptcost.yml":
        "scenarios: { below: { fixtures: below.json }, at: { fixtures: at.json } }\n",
      "below.json": prompt(model, minimum - 1),
      "at.json": prompt(model, minimum),
    };
    const { report } = checkTrees(createMemoryTree(files), null);
    const [below, at] = [scenario(report, "below"), scenario(report, "at")];
    expect([below.hitRate, at.hitRate]).toEqual(["0", "1"]);
    expect(below.perRunUsd).toBe(below.coldPerRunUsd);
    expect(pico(at.coldPerRunUsd)).toBeGreaterThan(pico(below.coldPerRunUsd));
    expect(
      report.problems
        .filter(({ code }) => code === "below-cache-minimum")
        .map((problem) => problem.scenario),
    ).toEqual(["below"]);
  });
});

describe("the worked example", () => {
  const current = runCase("worked-example").report;
  const figures = (report: Report) => ({
    verdict: report.verdict,
    totals: report.totals,
    scenarios: report.scenarios.map(
      ({ file: _file, line: _line, column: _column, ...rest }) => rest,
    ),
  });
  const baseline = readFileSync(
    join(casesFolder, "worked-example/main/.promptcost/baseline.json"),
    "utf8",
  );

  test("$9,105.90 = cache 9,081.78 + tools 16.48 + system 7.64", () => {
    const support = scenario(current, "support-rag");
    expect(current).toMatchObject({
      verdict: "fail",
      comparison: "compared",
      base: { baseline: "current" },
    });
    expect([support.baselinePerRunUsd, support.perRunUsd, support.monthlyUsd]).toEqual([
      "0.007168000005",
      "0.0526975",
      "10539.5",
    ]);
    expect(cents(support.deltaUsd)).toBe("9105.90");
    expect(
      support.causes
        .map(({ kind, usd }) => [kind, cents(usd)])
        .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    ).toEqual([
      ["cache", "9081.78"],
      ["system", "7.64"],
      ["tools", "16.48"],
    ]);
    expect(support.causes.reduce((sum, { usd }) => sum + pico(usd), 0n)).toBe(
      pico(support.deltaUsd),
    );
    expect(cents(variant(current, "support-rag", "no-cache")?.monthlyUsd ?? null)).toBe("8565.20");
    expect(cents(variant(current, "support-rag", "batch")?.monthlyUsd ?? null)).toBe("4282.60");
    expect(cents(variant(current, "support-rag", "cache-1h")?.monthlyUsd ?? null)).toBe("16462.40");
  });

  test.each([
    ["on a fork", undefined, true, "current"],
    [
      "with a stale baseline",
      baseline.replaceAll(/ engine": ".*"/g, ' engine": "0"'),
      false,
      "stale",
    ],
    ["with a corrupt baseline", baseline.slice(0, 200), false, "corrupt"],
    ["with an empty baseline", "", false, "corrupt"],
    [
      "with a baseline edited by hand",
      baseline.replace(/usd as-written": {"month":"1433/, 'usd as-written": {"month":"9433'),
      false,
      "drift",
    ],
  ])("%s: the same delta, causes and verdict", (_, text, fork, state) => {
    const { report } = runCase("worked-example", {
      fork,
      ...(text === undefined ? {} : { onMain: { ".promptcost/baseline.json": text } }),
    });
    expect(report.base?.baseline).toBe(state);
    expect(figures(report)).toEqual(figures(current));
  });
});

describe("no fake hits", () => {
  const { report } = runCase("no-fake-hits");
  test("a breakpoint on the last message: hits inside runs only, though the recordings hit one another", () => {
    const marked = scenario(report, "marked-at-the-end");
    expect(marked).toMatchObject({ perRunUsd: "0.019425", monthlyUsd: "3885" });
    expect(Number(marked.hitRate)).toBeCloseTo(3500 / 7600, 9);
    expect(marked.exchanges.witnesses.recorded).toBe(6);
  });

  test("a fixture with another system prompt has its own prefix, and moves nobody else's hit rate", () => {
    const [three, other, both] = ["three", "other", "three-and-other"].map((id) =>
      scenario(report, id),
    );
    const difference =
      pico(both?.monthlyUsd ?? null) -
      pico(three?.monthlyUsd ?? null) -
      pico(other?.monthlyUsd ?? null);
    // Apart for the rounding of probabilities to 2^-40 and of each sum to a pico-dollar.
    expect(Number(difference < 0n ? -difference : difference)).toBeLessThan(1e6);
    expect(
      report.problems
        .filter(({ code }) => code === "shared-blocks-differ")
        .map((problem) => problem.scenario),
    ).toEqual(["three-and-other"]);
  });
});

test("a marker that moves to the last message: what was written is read, only what is new is written", () => {
  const { report } = runCase("rolling-breakpoint");
  expect(report.problems.map(({ code }) => code)).toEqual(["base-no-config"]);
  // Opus 5, warm: 6,000 + 6,400 + 8,950 + 9,700 read, 400 + 2,550 + 750 + 350 written, 200 answered.
  expect(scenario(report, "moved").perRunUsd).toBe("0.0458375");
  // The first three of those, with four markers in the last request.
  expect(scenario(report, "kept").perRunUsd).toBe("0.03755");
});

describe("how runs arrive", () => {
  // $0.0262 where all of the 10,000 tokens are written for five minutes, $0.0032 where they are read.
  test.each([
    ["burst", "bursts", "1147.56"],
    ["burst", "every-minute", "140.16"],
    ["burst", "late", "2803.2"],
    ["observed", "recorded", "80.4825"],
    ["observed", "stated", "10.731"],
    ["observed", "transcript", "114.756"],
  ])("fixtures/%s: %s", (name, id, usd) => {
    expect(scenario(runCase(name).report, id).monthlyUsd).toBe(usd);
  });

  test("bursts twenty minutes apart read what is kept for an hour", () => {
    expect(variant(runCase("burst").report, "bursts", "cache-1h")?.monthlyUsd).toBe("140.16");
  });

  test("a range is judged at its high end unless it is said to be at the low one", () => {
    const { report } = runCase("traffic-range");
    const written = (perHour: number): number => {
      const cold = Math.exp(-perHour / 12);
      return perHour * 730 * (0.0262 * cold + 0.0032 * (1 - cold));
    };
    expect(Number(scenario(report, "judged-high").monthlyUsd)).toBeCloseTo(written(60), 6);
    expect(Number(scenario(report, "judged-low").monthlyUsd)).toBeCloseTo(written(6), 6);
    expect(scenario(report, "judged-high").budgets.map(({ over }) => over)).toEqual([true]);
    expect(scenario(report, "judged-low").budgets.map(({ over }) => over)).toEqual([false]);
  });

  test("active hours fill the cache anew each day, in whatever zone", () => {
    const { report } = runCase("office-hours");
    const rate = 730 / (730 / 24) / 3;
    const cold = ((1 - Math.exp(-rate)) / rate + 2 * Math.exp(-rate)) / 3;
    for (const id of ["three-hours", "three-hours-tokyo"])
      expect(Number(scenario(report, id).hitRate)).toBeCloseTo((1 - cold) * (10_000 / 10_100), 8);
  });
});

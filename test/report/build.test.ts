import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../src/budget/verdict.ts";
import type { Cause, ScenarioComparison } from "../../src/compare/comparison.ts";
import type { Config, ScenarioConfig } from "../../src/config/config.ts";
import { formatUsd, ratio } from "../../src/money.ts";
import { nowhere, placeIn, problem } from "../../src/problem.ts";
import type { Projection } from "../../src/projection/projection.ts";
import { readUsd } from "../../src/report/views/amount.ts";
import { buildReport, type CheckResult } from "../../src/report/build.ts";
import { Report } from "../../src/report/report.ts";
import { renderTerminal } from "../../src/report/views/terminal.ts";
import { trafficOf } from "../projection/scenario.ts";

const none = { tokens: ratio(0n), low: ratio(0n), high: ratio(0n) };

function projection(usd: bigint, monthly: boolean): Projection {
  const month = monthly ? usd * 1000n : null;
  const cost = { usdPerRun: usd, usdPerMonth: month };
  return {
    ...cost,
    perRun: { divisor: 1n, lines: [] },
    coldUsdPerRun: monthly ? null : usd * 2n,
    range: { low: cost, high: cost },
    hitRate: ratio(2n, 3n),
    hitRateRange: null,
    tokens: { tools: ratio(0n), system: ratio(1n, 3n), messages: ratio(7n), output: ratio(2n) },
    largest: { prompt: null, tools: null, system: null, messages: null, output: null },
    batched: { batch: none, single: none },
    exchanges: [],
    runCosts: [],
    p90UsdPerRun: null,
    unpriced: [],
    problems: [],
  };
}

function cause(usd: bigint): Cause {
  return { kind: "system", usd, range: null, tokens: 3, tokensPerRequest: 3, more: 0, changes: [] };
}

interface Costs {
  readonly id: string;
  readonly head: bigint | null;
  readonly base: bigint | null;
  readonly adjustments: bigint;
  readonly monthly: boolean;
}

/** A comparison that adds up, as `compare` makes them. */
function compared({ id, head, base, adjustments, monthly }: Costs): ScenarioComparison {
  const [now, before] = [
    head === null ? null : projection(head, monthly),
    base === null ? null : projection(base, monthly),
  ];
  const of = (side: Projection | null): bigint | null =>
    side === null ? null : monthly ? side.usdPerMonth : side.usdPerRun;
  const [headUsd, baseUsd] = [of(now) ?? 0n, of(before)];
  const moved = now !== null && baseUsd !== null;
  const gone = { kind: "scenarios" as const, usd: -(baseUsd ?? 0n), detail: `${id} is gone` };
  const delta = moved ? headUsd - (baseUsd ?? 0n) - adjustments : null;
  return {
    id,
    state: now === null ? "gone" : before === null ? "new" : "changed",
    formerId: null,
    head: now,
    base: before,
    basis: monthly ? "month" : "run",
    headUsd,
    baseUsd,
    deltaUsd: delta,
    outputUnknown: false,
    requests: null,
    like: delta === null ? null : { baseUsd: headUsd - delta, deltaLow: delta, deltaHigh: delta },
    causes: delta === null ? [] : [cause(delta - 7n), cause(7n)],
    adjustments:
      now === null
        ? [gone]
        : moved
          ? [{ kind: "traffic", usd: adjustments, detail: "1k/month → 2k/month" }]
          : [],
  };
}

function scenarioConfig(id: string, monthly: boolean): ScenarioConfig {
  return {
    id,
    fixtures: [],
    traffic: monthly ? { ...trafficOf(1000), written: "1k/month" } : null,
    variants: [],
    budget: { limits: [{ kind: "per-run", value: 10n ** 12n }], action: "fail", onUncertain: null },
    output: null,
    cacheGroup: null,
    batchHitShare: ratio(1n, 2n),
    vars: {},
  };
}

function configOf(scenarios: readonly Costs[]): Config {
  return {
    file: "promptcost.yml",
    scenarios: scenarios
      .filter((cost) => cost.head !== null)
      .map((cost) => scenarioConfig(cost.id, cost.monthly)),
    budget: {
      limits: [
        { kind: "monthly", value: 10n ** 15n },
        { kind: "increase", value: { percent: ratio(5n), atLeast: null } },
      ],
      action: "warn",
      onUncertain: null,
    },
    groups: [],
    baseline: ".promptcost/baseline.json",
    prices: [],
    extraKeys: [],
    models: new Map(),
    onNoBase: "judge",
    onUncertain: "judge",
    recordInto: "fixtures/recorded",
    redact: [],
    replayMaxUsd: null,
    accept: [],
    locate: (path) => placeIn("promptcost.yml", path.join(".")),
  };
}

function result(scenarios: readonly Costs[], over: Partial<CheckResult> = {}): CheckResult {
  const config = configOf(scenarios);
  const comparisons = scenarios.map(compared);
  return {
    asOf: "2026-11-24",
    acceptances: [],
    config: config.file,
    comparison: "compared",
    base: { sha: "a".repeat(40), why: "merge base with main", baseline: "current" },
    scenarios: comparisons.map((comparison) => ({
      comparison,
      measured: null,
      traffic: config.scenarios.find((scenario) => scenario.id === comparison.id)?.traffic ?? null,
      untied: [],
      alternatives: {
        variants: [
          {
            name: "batch",
            projection: comparison.head,
            whyNot: comparison.head === null ? "gone" : null,
          },
        ],
        breakEven: [],
        advice: [],
      },
      spread: null,
      place: placeIn("promptcost.yml", `scenarios.${comparison.id}`),
    })),
    judgement: judge({ config, comparisons, compared: true }),
    reconciled: null,
    loosened: [],
    problems: [],
    error: false,
    links: { repository: null, head: null },
    ...over,
  };
}

const pico = fc.bigInt({ min: 0n, max: 10n ** 16n });
const anyCosts = fc
  .array(
    fc.record({
      head: fc.option(pico),
      base: fc.option(pico),
      adjustments: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      monthly: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((scenarios) =>
    scenarios.map((cost, index) => ({
      ...cost,
      head: cost.head === null && cost.base === null ? 0n : cost.head,
      id: `s${index}`,
    })),
  );

function sum(usd: readonly string[]): bigint {
  return usd.reduce((total, amount) => total + readUsd(amount), 0n);
}

test("figures add up as written: scenario by scenario, and in the sum", () => {
  fc.assert(
    fc.property(anyCosts, (scenarios) => {
      const report = buildReport(result(scenarios));
      expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      for (const scenario of report.scenarios) {
        const [head, base] =
          scenario.basis === "month"
            ? [scenario.monthlyUsd, scenario.baselineMonthlyUsd]
            : [scenario.perRunUsd, scenario.baselinePerRunUsd];
        if (scenario.deltaUsd === null) continue;
        expect(sum(scenario.causes.map((each) => each.usd))).toBe(readUsd(scenario.deltaUsd));
        expect(readUsd(head ?? "0")).toBe(
          readUsd(base ?? "0") +
            sum(scenario.adjustments.map((each) => each.usd)) +
            readUsd(scenario.deltaUsd),
        );
      }
      const { monthlyUsd, baselineMonthlyUsd, deltaUsd, adjustments, leftOut } = report.totals;
      expect(leftOut).toEqual(
        scenarios.filter((cost) => cost.head !== null && !cost.monthly).map((cost) => cost.id),
      );
      if (monthlyUsd === null) return;
      expect(readUsd(monthlyUsd)).toBe(
        readUsd(baselineMonthlyUsd ?? "0") +
          sum(adjustments.map((each) => each.usd)) +
          readUsd(deltaUsd ?? "0"),
      );
    }),
  );
});

describe("the verdict", () => {
  const cheap = { id: "a", head: 10n, base: 10n, adjustments: 0n, monthly: true };
  const dear = { id: "b", head: 2n * 10n ** 12n, base: 10n, adjustments: 0n, monthly: true };

  test("is that of the budgets", () => {
    expect(buildReport(result([cheap])).verdict).toBe("pass");
    const report = buildReport(result([cheap, dear]));
    expect([report.verdict, ...report.scenarios.map((scenario) => scenario.verdict)]).toEqual([
      "fail",
      "pass",
      "fail",
    ]);
    expect(
      report.totals.budgets.map((budget) => [budget.kind, budget.over, budget.action]),
    ).toEqual([
      ["monthly", true, "warn"],
      ["increase", true, "warn"],
    ]);
    expect(report.scenarios[1]?.budgets[0]).toMatchObject({
      kind: "per-run",
      limitUsd: "1",
      actualUsd: "2",
      path: "scenarios.b.budget.per-run",
    });
    expect(report.scenarios[1]?.traffic).toBe("1k runs a month");
  });

  test("is error where nothing was judged, where the state says so, and with an error among the problems", () => {
    const wrong = problem("input-invalid", nowhere, { input: "mode", allowed: ["`auto`"] });
    for (const over of [{ judgement: null }, { error: true }, { problems: [wrong] }])
      expect(buildReport(result([cheap], over)).verdict).toBe("error");
    const note = problem("comment-superseded", nowhere, { number: 1 });
    expect(buildReport(result([cheap], { problems: [note] })).verdict).toBe("pass");
  });

  test("an error report holds all of the problems, and no figure that looks like no change", () => {
    const wrong = problem("event-unreadable", placeIn("x"), {
      event: "push",
      missing: "it names no ref",
    });
    const report = buildReport(
      result([], { comparison: "not-compared", base: null, judgement: null, problems: [wrong] }),
    );
    expect(report).toMatchObject({
      verdict: "error",
      base: null,
      totals: { monthlyUsd: null, deltaUsd: null },
      problems: [{ code: "event-unreadable" }],
    });
    const shown = renderTerminal(report, { colour: false, source: null });
    expect(shown).toContain("error. No comparison: x: The `push` event cannot be read");
    expect(shown).not.toMatch(/unchanged|0 %/);
  });
});

test("exact to the pico-dollar", () => {
  const report = buildReport(
    result([
      { id: "a", head: 7_168_000_001n, base: 7_168_000_000n, adjustments: 0n, monthly: true },
    ]),
  );
  expect(report.scenarios[0]).toMatchObject({
    perRunUsd: formatUsd(7_168_000_001n),
    monthlyUsd: "7.168000001",
    deltaUsd: "0.000000001",
    hitRate: "0.666666667",
  });
});

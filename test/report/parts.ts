import type { Report, ReportedBudget, ReportedScenario } from "../../src/report/report.ts";

/** Parts of reports, by hand. */

export const nowhere = { file: null, line: null, column: null, path: null };

export function scenario(id: string, over: Partial<ReportedScenario> = {}): ReportedScenario {
  return {
    id,
    state: "unchanged",
    was: null,
    verdict: "pass",
    file: "promptcost.yml",
    line: 3,
    column: 3,
    path: `scenarios.${id}`,
    basis: "month",
    traffic: "200k runs a month",
    perRunUsd: "0.00156",
    baselinePerRunUsd: "0.00156",
    coldPerRunUsd: null,
    monthlyUsd: "312",
    baselineMonthlyUsd: "312",
    lowUsd: "312",
    highUsd: "312",
    range: { low: "312", high: "312" },
    deltaUsd: "0",
    causes: [],
    adjustments: [],
    hitRate: null,
    baselineHitRate: null,
    tokens: { tools: "0", system: "120.5", messages: "400", output: "20" },
    baselineTokens: { tools: "0", system: "120.5", messages: "400", output: "20" },
    exchanges: {
      total: 5,
      exact: 5,
      witnesses: { recorded: 0, api: 0, declared: 0, calibrated: 0, computed: 5 },
    },
    outputAtMost: false,
    outputUnknown: false,
    models: ["claude-sonnet-5"],
    variants: [
      { name: "as-written", perRunUsd: "0.00156", monthlyUsd: "312", whyNot: null },
      { name: "no-cache", perRunUsd: "0.00156", monthlyUsd: "312", whyNot: null },
      { name: "batch", perRunUsd: "0.00078", monthlyUsd: "156", whyNot: null },
    ],
    breakEven: [],
    advice: [],
    selfTest: null,
    p90RunUsd: null,
    answers: null,
    budgets: [],
    untied: [],
    ...over,
  };
}

export function budget(over: Partial<ReportedBudget> = {}): ReportedBudget {
  return {
    kind: "monthly",
    limitUsd: "2000",
    limitShare: null,
    limitTokens: null,
    actualUsd: "1433.6",
    actualShare: null,
    actualTokens: null,
    baselineTokens: null,
    low: null,
    high: null,
    exchange: null,
    level: null,
    model: null,
    baselineModel: null,
    over: false,
    uncertain: false,
    onUncertain: "judge",
    verdict: over.over === true ? (over.action ?? "fail") : "pass",
    judged: true,
    notJudged: null,
    action: "fail",
    accepted: false,
    accept: null,
    file: "promptcost.yml",
    line: 7,
    column: 16,
    path: "scenarios.support-rag.budget.monthly",
    ...over,
  };
}

export const change = {
  breaks: null,
  name: null,
  was: null,
  what: null,
  from: null,
  to: null,
  tokens: null,
  tokensBefore: null,
  tokensAfter: null,
  difference: null,
  parts: [],
  item: null,
  tool: null,
  exchange: null,
  message: null,
  requests: null,
  runs: null,
  block: null,
  offset: null,
  length: null,
  lengthBefore: null,
  file: null,
  line: null,
};

export const quiet = Array.from({ length: 6 }, (_, index) =>
  scenario(`quiet-${index}`, { monthlyUsd: "379.0667", baselineMonthlyUsd: "379.0667" }),
);

export function report(over: Partial<Report> = {}): Report {
  return {
    schemaVersion: 3,
    asOf: "2026-11-24",
    priceBookDate: "2026-11-24",
    verdict: "pass",
    comparison: "compared",
    config: "promptcost.yml",
    base: {
      sha: "3f2c1ab0000000000000000000000000000000aa",
      why: "the first parent of this merge",
      baseline: "current",
    },
    links: {
      repository: "https://github.com/acme/shop",
      head: "9c0ffee000000000000000000000000000000bee",
    },
    totals: {
      monthlyUsd: "4020",
      baselineMonthlyUsd: "4020",
      deltaUsd: "0",
      adjustments: [],
      leftOut: [],
      verdict: "pass",
      budgets: [],
    },
    groups: [],
    scenarios: [
      scenario("nightly-labels"),
      scenario("support-rag", { monthlyUsd: "1433.6", baselineMonthlyUsd: "1433.6" }),
      ...quiet,
    ],
    accepted: [],
    reconciled: null,
    loosened: [],
    problems: [],
    ...over,
  };
}

import type { Report, ReportedCause } from "../../src/report/report.ts";
import { moved, noTraffic } from "./moved.ts";
import { budget, change, nowhere, quiet, report, scenario } from "./parts.ts";

/**
 * Reports in every state, by hand: the worked example of a pull request that breaks the cache, and
 * its neighbours.
 */

/** As the projection works them out, in its own order. */
const ragCauses: readonly ReportedCause[] = [
  {
    kind: "tools",
    usd: "16.48",
    range: null,
    tokens: 412,
    tokensPerRequest: 412,
    more: 0,
    changes: [
      { ...change, kind: "added", name: "lookup_order", tokens: 412, file: "tools.json", line: 40 },
    ],
  },
  {
    kind: "system",
    usd: "7.64",
    range: null,
    tokens: 191,
    tokensPerRequest: 191,
    more: 0,
    changes: [{ ...change, kind: "changed", file: "prompts/policy.md", line: 1 }],
  },
  {
    kind: "cache",
    usd: "9081.78",
    range: null,
    tokens: null,
    tokensPerRequest: null,
    more: 0,
    changes: [
      {
        ...change,
        kind: "changed",
        breaks: "system_changed",
        what: "a time",
        block: "system.0",
        offset: 0,
        length: 24,
        file: "prompts/policy.md",
        line: 1,
      },
    ],
  },
];

const rag = scenario("support-rag", {
  state: "changed",
  verdict: "fail",
  perRunUsd: "0.0526975",
  baselinePerRunUsd: "0.007168",
  monthlyUsd: "10539.5",
  baselineMonthlyUsd: "1433.6",
  lowUsd: "10539.5",
  highUsd: "10539.5",
  deltaUsd: "9105.9",
  causes: [...ragCauses],
  hitRate: "0",
  baselineHitRate: "0.993769470",
  variants: [
    { name: "as-written", perRunUsd: "0.0526975", monthlyUsd: "10539.5", whyNot: null },
    { name: "no-cache", perRunUsd: "0.042826", monthlyUsd: "8565.2", whyNot: null },
    { name: "batch", perRunUsd: "0.021413", monthlyUsd: "4282.6", whyNot: null },
    { name: "cache-1h", perRunUsd: "0.082312", monthlyUsd: "16462.4", whyNot: null },
    {
      name: "batch+cache",
      perRunUsd: null,
      monthlyUsd: null,
      whyNot: "an exchange needs the answer of the one before",
    },
  ],
  budgets: [
    budget({ actualUsd: "10539.5", over: true }),
    budget({
      kind: "increase",
      limitUsd: null,
      limitShare: "0.05",
      actualUsd: "9105.9",
      actualShare: "6.351771763",
      over: true,
      line: 8,
    }),
  ],
  breakEven: [
    { variant: "cache-5m", against: "no-cache", runsPerHour: "2.61", cheaper: "from" },
    { variant: "cache-1h", against: "no-cache", runsPerHour: "0.7412", cheaper: "from" },
  ],
  advice: [
    {
      code: "move-volatile-text",
      savingUsd: "9077.5",
      costUsd: "1462",
      confidence: "likely",
      change: "move the time in `prompts/policy.md:1` behind the last `cache_control`",
      place: { ...nowhere, file: "prompts/policy.md", line: 1, column: 1 },
      block: "system[0]",
      docs: "https://github.com/promptcost/promptcost/blob/main/docs/advice/move-volatile-text.md",
    },
    {
      code: "smaller-model",
      savingUsd: "5270",
      costUsd: "5269.5",
      confidence: "possible",
      change: "ask `claude-haiku-4-5` instead of `claude-sonnet-5`",
      place: { ...nowhere, file: "fixtures/support-rag/returns.json", line: 3, column: 14 },
      block: null,
      docs: "https://github.com/promptcost/promptcost/blob/main/docs/advice/smaller-model.md",
    },
  ],
  selfTest: { reproduced: 4, of: 5 },
  p90RunUsd: "0.0812",
  answers: { recorded: 5, p50: 251, p90: 1246, thinking: "0.4" },
  untied: ["model"],
});

const totalBudget = budget({
  limitUsd: "15000",
  actualUsd: "13125.9002",
  path: "budget.monthly",
  line: 20,
});

const assumed = {
  ...nowhere,
  code: "assumed-length",
  severity: "note" as const,
  scenario: "support-rag",
  message: "Answers are taken to be as long as recorded (310 tokens).",
  fix: "Nothing, if that holds.",
};

export const fail = report({
  verdict: "fail",
  totals: {
    monthlyUsd: "13125.9002",
    baselineMonthlyUsd: "4020.0002",
    deltaUsd: "9105.9",
    adjustments: [],
    leftOut: [],
    verdict: "pass",
    budgets: [totalBudget],
  },
  scenarios: [scenario("nightly-labels"), rag, ...quiet],
  problems: [assumed],
});

export const unchanged = report({
  scenarios: [
    scenario("nightly-labels", {
      advice: [
        {
          code: "use-batch",
          savingUsd: "156",
          costUsd: "156",
          confidence: "possible",
          change: "send its requests as a batch",
          place: { ...nowhere, file: "promptcost.yml", line: 3, column: 3 },
          block: null,
          docs: "https://github.com/promptcost/promptcost/blob/main/docs/advice/use-batch.md",
        },
      ],
    }),
    scenario("support-rag", { monthlyUsd: "1433.6", baselineMonthlyUsd: "1433.6" }),
    ...quiet,
  ],
});

export const saving = report({
  totals: {
    monthlyUsd: "3810",
    baselineMonthlyUsd: "4020",
    deltaUsd: "-210",
    adjustments: [],
    leftOut: [],
    verdict: "pass",
    budgets: [],
  },
  scenarios: [
    scenario("nightly-labels"),
    scenario("support-rag", {
      state: "changed",
      monthlyUsd: "1223.6",
      baselineMonthlyUsd: "1433.6",
      deltaUsd: "-210",
      hitRate: "0.99",
      baselineHitRate: "0.99",
      causes: [
        {
          kind: "system",
          usd: "-210",
          range: null,
          tokens: -15_750,
          tokensPerRequest: -5250,
          more: 0,
          changes: [{ ...change, kind: "changed", file: "prompts/policy.md", line: 4 }],
        },
      ],
    }),
    ...quiet,
  ],
});

export const firstRun = report({
  comparison: "first-run",
  base: {
    sha: "3f2c1ab0000000000000000000000000000000aa",
    why: "the first parent of this merge",
    baseline: "missing",
  },
  totals: {
    monthlyUsd: "4020",
    baselineMonthlyUsd: null,
    deltaUsd: null,
    adjustments: [],
    leftOut: [],
    verdict: "pass",
    budgets: [],
  },
  scenarios: report().scenarios.map((scenario) => ({
    ...scenario,
    state: "new" as const,
    baselineMonthlyUsd: null,
    baselinePerRunUsd: null,
    deltaUsd: null,
    baselineTokens: null,
  })),
});

export const error = report({
  verdict: "error",
  comparison: "not-compared",
  base: null,
  totals: {
    monthlyUsd: null,
    baselineMonthlyUsd: null,
    deltaUsd: null,
    adjustments: [],
    leftOut: [],
    verdict: "pass",
    budgets: [],
  },
  scenarios: [],
  problems: [
    {
      code: "budget-needs-traffic",
      severity: "error",
      file: "promptcost.yml",
      line: 7,
      column: 16,
      path: "scenarios.support-rag.budget.monthly",
      scenario: "support-rag",
      message: "A monthly budget needs `traffic`: without it, a month has no size.",
      fix: "add `traffic: { runs: 200k/month }` to support-rag, or budget `per-run`.",
    },
  ],
});

/**
 * Main's tree is broken and there is no baseline: the absolute budgets are judged, and nothing is
 * called unchanged.
 */
export const notCompared = report({
  comparison: "not-compared",
  base: {
    sha: "3f2c1ab0000000000000000000000000000000aa",
    why: "the first parent of this merge",
    baseline: "missing",
  },
  totals: {
    monthlyUsd: "4020",
    baselineMonthlyUsd: null,
    deltaUsd: null,
    adjustments: [],
    leftOut: [],
    verdict: "pass",
    budgets: [],
  },
  scenarios: firstRun.scenarios,
});

export const unexplained = report({
  comparison: "unexplained",
  verdict: "fail",
  totals: fail.totals,
  scenarios: [
    scenario("nightly-labels"),
    {
      ...rag,
      causes: [
        {
          kind: "unexplained",
          usd: "9105.9",
          range: null,
          tokens: null,
          tokensPerRequest: null,
          more: 0,
          changes: [],
        },
      ],
      baselineHitRate: null,
    },
  ],
});

export const samples: Readonly<Record<string, Report>> = {
  fail,
  unchanged,
  saving,
  "first-run": firstRun,
  "no-traffic": noTraffic,
  error,
  "not-compared": notCompared,
  unexplained,
  moved,
};

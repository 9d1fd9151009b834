import { budget, change, nowhere, report, scenario } from "./parts.ts";

export const noTraffic = report({
  totals: {
    monthlyUsd: null,
    baselineMonthlyUsd: null,
    deltaUsd: null,
    adjustments: [],
    leftOut: ["answer"],
    verdict: "pass",
    budgets: [],
  },
  scenarios: [
    scenario("answer", {
      state: "changed",
      basis: "run",
      traffic: null,
      perRunUsd: "0.0153",
      baselinePerRunUsd: "0.00937",
      coldPerRunUsd: "0.06",
      monthlyUsd: null,
      baselineMonthlyUsd: null,
      deltaUsd: "0.00593",
      causes: [
        {
          kind: "model",
          usd: "0.00593",
          range: null,
          tokens: null,
          tokensPerRequest: null,
          more: 0,
          changes: [
            {
              ...change,
              kind: "changed",
              name: "claude-opus-4-8",
              was: "claude-sonnet-5",
              what: "input $2 → $5, output $10 → $25 per MTok, 1 % fewer tokens",
              file: "llm.config.json",
              line: 2,
            },
          ],
        },
      ],
      variants: [{ name: "batch", perRunUsd: "0.00765", monthlyUsd: null, whyNot: null }],
    }),
  ],
});

/**
 * Traffic moved, a scenario is new, one is gone, one is renamed, a rule is laxer, the baseline was
 * edited by hand.
 */
export const moved = report({
  verdict: "warn",
  base: {
    sha: "3f2c1ab0000000000000000000000000000000aa",
    why: "merge base with main",
    baseline: "drift",
  },
  totals: {
    monthlyUsd: "2000",
    baselineMonthlyUsd: "2100",
    deltaUsd: "650",
    adjustments: [
      { kind: "traffic", usd: "-700", detail: "traffic" },
      { kind: "scenarios", usd: "-50", detail: "1 scenario gone" },
    ],
    leftOut: ["answer"],
    verdict: "pass",
    budgets: [],
  },
  groups: [
    {
      name: "batch jobs",
      scenarios: ["labels-2"],
      monthlyUsd: "312",
      verdict: "pass",
      budgets: [budget({ limitUsd: "400", actualUsd: "312" })],
    },
  ],
  scenarios: [
    scenario("support-rag", {
      state: "changed",
      monthlyUsd: "700",
      baselineMonthlyUsd: "1400",
      adjustments: [{ kind: "traffic", usd: "-700", detail: "200k/month → 100k/month" }],
      budgets: [
        budget({
          limitUsd: "700",
          actualUsd: "700.000001",
          low: "690",
          high: "710",
          over: true,
          verdict: "warn",
          uncertain: true,
          action: "warn",
        }),
      ],
    }),
    scenario("summary", {
      state: "new",
      monthlyUsd: "650",
      baselineMonthlyUsd: null,
      baselinePerRunUsd: null,
      deltaUsd: null,
      baselineTokens: null,
    }),
    scenario("labels-2", { state: "renamed", was: "labels" }),
    scenario("old-bot", {
      state: "gone",
      monthlyUsd: null,
      perRunUsd: null,
      deltaUsd: null,
      baselineMonthlyUsd: "50",
      tokens: null,
      variants: [],
      lowUsd: null,
      highUsd: null,
      exchanges: {
        total: 0,
        exact: 0,
        witnesses: { recorded: 0, api: 0, declared: 0, calibrated: 0, computed: 0 },
      },
    }),
    ...noTraffic.scenarios,
  ],
  loosened: [
    {
      rule: "scenarios.support-rag.traffic.runs",
      from: "200k/month",
      to: "100k/month",
      file: "promptcost.yml",
      line: 4,
      column: 5,
      path: "scenarios.support-rag.traffic",
    },
  ],
  problems: [
    {
      ...nowhere,
      code: "baseline-drift",
      severity: "warning",
      scenario: null,
      message: "The committed baseline says otherwise than main's own tree.",
      fix: "Run `promptcost update` on main.",
    },
  ],
});

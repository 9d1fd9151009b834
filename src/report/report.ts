/**
 * The one result of a check: plain data with a versioned schema, from which every view is made. USD
 * and shares are exact decimal strings, never rounded; a figure that does not exist is null, never
 * zero. The shipped JSON Schema is made from this.
 */
import * as z from "zod/mini";
import { baselineStates } from "../baseline/proof.ts";
import { verdicts } from "../budget/verdict.ts";
import { bases, scenarioStates } from "../compare/comparison.ts";
import { comparisonOutcomes } from "../compare/state.ts";
import { adjustmentKinds, causeKinds } from "../compare/steps.ts";
import { budgetActions } from "../config/config.ts";
import { limitKinds } from "../config/limits.ts";
import { severities } from "../problems/text.ts";
import type { Witness } from "../tokens/count.ts";

/** Of the schema: another one once a key has another name or meaning. */
export const reportVersion = 2;

const Usd = z.string().check(z.regex(/^-?\d+(\.\d{1,12})?$/));
const Share = z.string().check(z.regex(/^-?\d+(\.\d+)?$/));
const Verdict = z.enum(verdicts);

const Place = {
  file: z.nullable(z.string()),
  line: z.nullable(z.int()),
  column: z.nullable(z.int()),
  path: z.nullable(z.string()),
};

const Problem = z.object({
  code: z.string(),
  severity: z.enum(severities),
  ...Place,
  scenario: z.nullable(z.string()),
  message: z.string(),
  fix: z.string(),
});

/** What a cause is made of: names, sizes and places. */
const Change = z.object({
  kind: z.string(),
  breaks: z.nullable(z.string()),
  name: z.nullable(z.string()),
  /** The name it had: the model it was. */
  was: z.nullable(z.string()),
  what: z.nullable(z.string()),
  tokens: z.nullable(z.number()),
  block: z.nullable(z.string()),
  offset: z.nullable(z.int()),
  length: z.nullable(z.int()),
  file: z.nullable(z.string()),
  line: z.nullable(z.int()),
});

const Cause = z.object({
  kind: z.enum(causeKinds),
  usd: Usd,
  /** Change in tokens a run, expected over the mix of fixtures. */
  tokens: z.nullable(z.number()),
  /** The same of one of the requests, or answers, that changed, on average. */
  tokensPerRequest: z.nullable(z.number()),
  changes: z.array(Change),
});

const Adjustment = z.object({
  kind: z.enum(adjustmentKinds),
  usd: Usd,
  detail: z.string(),
});
/** docs/report.md, "adjustments". */
const Adjustments = z
  .array(Adjustment)
  .check(
    z.describe(
      "What moved the bill and is not counted in the change: traffic, runs, assumed or " +
        "re-recorded answers, scenarios gone. baseline + adjustments + delta is the figure now.",
    ),
  );

/**
 * One limit held against one figure. USD for money, shares for percent and hit rates; the other is
 * null.
 */
const Budget = z.object({
  kind: z.enum(limitKinds),
  limitUsd: z.nullable(Usd),
  /**
   * Of an `increase`: the share it allows (0.05 is 5 %). Of a `cache-hit-rate`: the least share.
   */
  limitShare: z.nullable(Share),
  actualUsd: z.nullable(Usd),
  actualShare: z.nullable(Share),
  over: z.boolean(),
  /** The interval of the counts could turn this one around. */
  uncertain: z.boolean(),
  /** False where there is nothing to hold it against: an increase without a base. */
  judged: z.boolean(),
  action: z.enum(budgetActions),
  ...Place,
});

const Variant = z.object({
  name: z.string(),
  perRunUsd: z.nullable(Usd),
  monthlyUsd: z.nullable(Usd),
  /** Why there is no such variant here; null where there is one. */
  whyNot: z.nullable(z.string()),
});

const Witnesses = z.object({
  recorded: z.int(),
  api: z.int(),
  declared: z.int(),
  calibrated: z.int(),
  computed: z.int(),
} satisfies Record<Witness, z.ZodMiniType>);

/** Tokens of one run by part, expected over the mix of fixtures. */
const Tokens = z.object({ tools: Share, system: Share, messages: Share, output: Share });

const Scenario = z.object({
  id: z.string(),
  state: z.enum(scenarioStates),
  was: z.nullable(z.string()),
  verdict: Verdict,
  ...Place,
  /**
   * Whether deltas, causes and adjustments are per month, or per run for want of traffic.
   */
  basis: z.enum(bases),
  /** In words, as the config writes it. */
  traffic: z.nullable(z.string()),
  perRunUsd: z.nullable(Usd),
  baselinePerRunUsd: z.nullable(Usd),
  /** Of one run with nothing cached before it; given where there is no traffic. */
  coldPerRunUsd: z.nullable(Usd),
  monthlyUsd: z.nullable(Usd),
  baselineMonthlyUsd: z.nullable(Usd),
  /** The cost with every count at its low and its high end, on this scenario's basis. */
  lowUsd: z.nullable(Usd),
  highUsd: z.nullable(Usd),
  deltaUsd: z.nullable(Usd),
  causes: z.array(Cause),
  adjustments: Adjustments,
  hitRate: z.nullable(Share),
  baselineHitRate: z.nullable(Share),
  tokens: z.nullable(Tokens),
  baselineTokens: z.nullable(Tokens),
  exchanges: z.object({ total: z.int(), exact: z.int(), witnesses: Witnesses }),
  /** An answer's length is not known and counts as the most it may be. */
  outputAtMost: z.boolean(),
  /**
   * The change has answers written otherwise (model, effort, thinking, stop sequences,
   * `max_tokens`), and nobody vouches for their length on both sides.
   */
  outputUnknown: z.boolean(),
  models: z.array(z.string()),
  variants: z.array(Variant),
  budgets: z.array(Budget),
  /** Which of model, tools, system, messages no file of the repository feeds. */
  untied: z.array(z.string()),
});

/** A report's schema, from which its type and the shipped JSON Schema are made. */
export const Report = z.object({
  schemaVersion: z.literal(reportVersion),
  /** The UTC day whose prices both sides are priced at. */
  asOf: z.string(),
  /** The UTC day the price book itself was last brought up to date. */
  priceBookDate: z.string(),
  verdict: Verdict,
  comparison: z.enum(comparisonOutcomes),
  /** The config file this report is of. */
  config: z.nullable(z.string()),
  base: z.nullable(
    z.object({
      sha: z.nullable(z.string()),
      why: z.string(),
      /** The worst of the scenarios'. */
      baseline: z.enum(baselineStates),
    }),
  ),
  /** Where names may link to; nulls outside a repository that GitHub knows. */
  links: z.object({ repository: z.nullable(z.string()), head: z.nullable(z.string()) }),
  totals: z.object({
    monthlyUsd: z.nullable(Usd),
    baselineMonthlyUsd: z.nullable(Usd),
    deltaUsd: z.nullable(Usd),
    adjustments: Adjustments,
    /** Scenarios without traffic: they have no month, so no part in the sum. */
    leftOut: z.array(z.string()),
    budgets: z.array(Budget),
  }),
  groups: z.array(
    z.object({
      name: z.string(),
      scenarios: z.array(z.string()),
      monthlyUsd: z.nullable(Usd),
      budgets: z.array(Budget),
    }),
  ),
  scenarios: z.array(Scenario),
  /**
   * The last bill that was held against the projection (`reconcile --write`): `2026-10` or the first
   * and the last day; real over projected. Null where none is kept.
   */
  reconciled: z.nullable(
    z.object({ month: z.string(), ratio: Share, usd: Usd, projectedUsd: Usd }),
  ),
  /** Rules this change makes laxer: what, from, to. They lead the comment. */
  loosened: z.array(z.object({ rule: z.string(), from: z.string(), to: z.string(), ...Place })),
  problems: z.array(Problem),
});

export type Report = z.infer<typeof Report>;
export type ReportedScenario = Report["scenarios"][number];
export type ReportedCause = ReportedScenario["causes"][number];
export type ReportedChange = ReportedCause["changes"][number];
export type ReportedAdjustment = ReportedScenario["adjustments"][number];
export type ReportedBudget = ReportedScenario["budgets"][number];
export type ReportedProblem = Report["problems"][number];

/**
 * A report as its file holds it: keys in the order of the schema, so that equal reports are equal
 * bytes.
 */
export function writeReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

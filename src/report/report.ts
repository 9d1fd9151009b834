/**
 * The one result of a check: plain data with a versioned schema, from which every view is made. USD
 * and shares are exact decimal strings, never rounded; a figure that does not exist is null, never
 * zero. The shipped JSON Schema is made from this. What a check only works out for the views that show
 * it (`breakEven`, `advice`, `p90RunUsd`) is read like the rest.
 */
import * as z from "zod/mini";
import { baselineStates } from "../baseline/proof.ts";
import { comparisonOutcomes } from "../compare/state.ts";
import { Accepted, Budget } from "./budget-schema.ts";
import { Adjustments, Problem, Scenario, Verdict } from "./schema.ts";
import { Place, Share, Usd } from "./schema-parts.ts";

/** Of the schema: another one once a key has another name or meaning. */
export const reportVersion = 3;

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
    /** Of its own budgets. */
    verdict: Verdict,
    budgets: z.array(Budget),
  }),
  groups: z.array(
    z.object({
      name: z.string(),
      scenarios: z.array(z.string()),
      monthlyUsd: z.nullable(Usd),
      verdict: Verdict,
      budgets: z.array(Budget),
    }),
  ),
  scenarios: z.array(Scenario),
  /** What people accepted of what is more than on main, whatever became of it. */
  accepted: z.array(Accepted),
  /**
   * The last bill that was held against the projection (`reconcile --write`): `2026-10` or the first
   * and the last day; real over projected. Null where none is kept.
   */
  reconciled: z.nullable(
    z.object({ month: z.string(), ratio: Share, usd: Usd, projectedUsd: Usd }),
  ),
  /**
   * Rules this change makes laxer: what, from, to; in a sentence where that says it better. They
   * lead the comment.
   */
  loosened: z.array(
    z.object({
      rule: z.string(),
      from: z.string(),
      to: z.string(),
      sentence: z.optional(z.string()),
      ...Place,
    }),
  ),
  problems: z.array(Problem),
});

export type Report = z.infer<typeof Report>;
export type ReportedScenario = Report["scenarios"][number];
export type ReportedCause = ReportedScenario["causes"][number];
export type ReportedChange = ReportedCause["changes"][number];
export type ReportedAdjustment = ReportedScenario["adjustments"][number];
export type ReportedAdvice = ReportedScenario["advice"][number];
export type ReportedBudget = ReportedScenario["budgets"][number];
export type ReportedAcceptance = Report["accepted"][number];
export type ReportedProblem = Report["problems"][number];

/**
 * A report as its file holds it: keys in the order of the schema, so that equal reports are equal
 * bytes.
 */
export function writeReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

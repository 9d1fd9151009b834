import { shownRule } from "../shown-name.ts";
import { sumExact } from "../arithmetic.ts";
import type { JudgedAcceptance } from "../budget/acceptance/judge-accepted.ts";
import type { BaselineState } from "../baseline/proof.ts";
import type { RelaxedRule } from "../budget/trust/relaxed-rules.ts";
import { verdictOf, type Judgement, type Verdict } from "../budget/verdict.ts";
import { isCompared, type ComparisonOutcome } from "../compare/state.ts";
import { compareTotals } from "../compare/total.ts";
import type { Day } from "../day.ts";
import { priceBookDate } from "../models/catalogue.ts";
import { formatUsd } from "../money.ts";
import { limitProblems } from "../problem-limit.ts";
import { sortByPlace } from "../problem-order.ts";
import { hasErrors, type Problem } from "../problem.ts";
import { reportAcceptances } from "./acceptances.ts";
import { reportLimits } from "./limits.ts";
import { reportAdjustments, reportPlace, reportProblem, writeUsd } from "./parts.ts";
import { reportVersion, type Report } from "./report.ts";
import { reportScenario, type ScenarioResult } from "./scenario.ts";

/** What a check found out, as far as it got: where it failed early, most of it is empty. */
export interface CheckResult {
  readonly asOf: Day;
  readonly config: string | null;
  readonly comparison: ComparisonOutcome;
  readonly base: {
    readonly sha: string | null;
    readonly why: string;
    readonly baseline: BaselineState;
  } | null;
  readonly scenarios: readonly ScenarioResult[];
  /** The last bill that was held against the projection; null where none is kept. */
  readonly reconciled: Report["reconciled"];
  /** Null where nothing was judged. */
  readonly judgement: Judgement | null;
  /** What people accepted, whatever became of it. */
  readonly acceptances: readonly JudgedAcceptance[];
  readonly loosened: readonly RelaxedRule[];
  /** All there are, those of counts, projections and comparisons included. */
  readonly problems: readonly Problem[];
  /**
   * The verdict is `error` whatever the budgets say (`compareState`). An error among the problems
   * is one too.
   */
  readonly error: boolean;
  /** `https://github.com/acme/shop`, and the commit whose lines names link to. */
  readonly links: { readonly repository: string | null; readonly head: string | null };
}

/**
 * The report of a check: exact figures as decimal strings, nothing rounded. Scenarios stay in the
 * order given. A check that could not go on has its problems and the verdict `error`.
 */
export function buildReport(result: CheckResult): Report {
  return {
    schemaVersion: reportVersion,
    asOf: result.asOf,
    priceBookDate,
    verdict: verdict(result),
    comparison: result.comparison,
    config: result.config,
    base: result.base === null ? null : { ...result.base },
    links: { ...result.links },
    totals: totals(result),
    groups: groups(result),
    scenarios: result.scenarios.map((scenario) => {
      const limits = result.judgement?.scenarios.get(scenario.comparison.id) ?? [];
      return reportScenario(scenario, { limits, verdict: verdictOf(limits) });
    }),
    accepted: reportAcceptances(result.acceptances),
    reconciled: reconciled(result),
    loosened: result.loosened.map(({ rule, from, to, sentence, place }) => ({
      rule: shownRule(rule),
      from,
      to,
      ...(sentence === undefined ? {} : { sentence }),
      ...reportPlace(place),
    })),
    problems: sortByPlace(limitProblems(result.problems), result.config).map(reportProblem),
  };
}

function reconciled({ reconciled: kept }: CheckResult): Report["reconciled"] {
  if (kept === null) return null;
  const { month, ratio, usd, projectedUsd } = kept;
  return { month, ratio, usd, projectedUsd };
}

function verdict(result: CheckResult): Verdict {
  return result.error || hasErrors(result.problems) || result.judgement === null
    ? "error"
    : result.judgement.verdict;
}

function totals(result: CheckResult): Report["totals"] {
  const total = compareTotals(
    result.scenarios.map(({ comparison }) => comparison),
    isCompared(result.comparison),
  );
  return {
    monthlyUsd: writeUsd(total.headUsd),
    baselineMonthlyUsd: writeUsd(total.baseUsd),
    deltaUsd: writeUsd(total.deltaUsd),
    adjustments: reportAdjustments(total.adjustments),
    leftOut: [...total.leftOut],
    verdict: verdictOf(result.judgement?.total ?? []),
    budgets: reportLimits(result.judgement?.total ?? []),
  };
}

function groups(result: CheckResult): Report["groups"] {
  return (result.judgement?.groups ?? []).map((group) => {
    const months = result.scenarios.flatMap(({ comparison }) => {
      const usd = group.scenarios.includes(comparison.id)
        ? (comparison.head?.usdPerMonth ?? null)
        : null;
      return usd === null ? [] : [usd];
    });
    return {
      name: group.name,
      scenarios: [...group.scenarios],
      monthlyUsd: months.length === 0 ? null : formatUsd(sumExact(months)),
      verdict: verdictOf(group.limits),
      budgets: reportLimits(group.limits),
    };
  });
}

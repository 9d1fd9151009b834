import type { ReportedBudget } from "../../report.ts";
import {
  readRatio,
  readUsd,
  showPair,
  showPercent,
  showRatePair,
  showShortChange,
  showUsd,
} from "../amount.ts";

/** How people are told a limit of one kind. */
interface LimitWords {
  /** What it allows. */
  readonly limit: (budget: ReportedBudget) => string;
  /** What a figure that exists came to. */
  readonly actual: (budget: ReportedBudget) => string | null;
  /**
   * The figure as the rest of a sentence about its owner; `follows` where it says another first.
   */
  readonly found: (actual: string, follows: boolean) => string;
  /** An exceeded one in a few words. */
  readonly exceeded: (limit: string, actual: string) => string;
}

/** What a limit is of, where it is an amount. */
function amountWords(unit: string): LimitWords {
  return {
    limit: (budget) => `${showAmountLimit(budget)} ${unit}`,
    actual: ({ limitUsd, actualUsd }) => {
      if (actualUsd === null) return null;
      const actual = readUsd(actualUsd);
      return `${limitUsd === null ? showUsd(actual) : showPair(readUsd(limitUsd), actual)[1]} ${unit}`;
    },
    found: (actual, follows) => (follows ? `now ${actual}` : `costs ${actual}`),
    exceeded: (limit) => limit,
  };
}

const wordsOf = {
  monthly: amountWords("a month"),
  "per-run": amountWords("a run"),
  "per-run-p90": amountWords("a run in 9 of 10"),
  increase: {
    limit: ({ limitShare, limitUsd }) =>
      [
        limitShare === null ? null : `+${showPercent(readRatio(limitShare))}`,
        limitUsd === null ? null : `+${showUsd(readUsd(limitUsd))}`,
      ]
        .filter((part) => part !== null)
        .join(" and "),
    actual: ({ actualShare, actualUsd }) => {
      if (actualShare !== null) return `+${showPercent(readRatio(actualShare))}`;
      return actualUsd === null ? null : showShortChange(readUsd(actualUsd));
    },
    found: (actual, follows) => (follows ? actual : `costs ${actual}`),
    exceeded: (limit) => limit,
  },
  "cache-hit-rate": {
    limit: (budget) => `${showRateLimit(budget)} read from the cache`,
    actual: ({ limitShare, actualShare }) =>
      limitShare === null || actualShare === null
        ? null
        : `${showRatePair(readRatio(limitShare), readRatio(actualShare))[1]} read from the cache`,
    found: (actual) => `has ${actual}`,
    exceeded: (limit, actual) => `${actual}, not ${limit.replace(/ read from the cache$/, "")}`,
  },
} as const satisfies Readonly<Record<ReportedBudget["kind"], LimitWords>>;

/**
 * What a budget allows, in words: `$2,000 a month`, `+5 % and +$10`, `80 % read from the cache`.
 */
export function describeLimit(budget: ReportedBudget): string {
  return wordsOf[budget.kind].limit(budget);
}

/** The same in a sentence that says already that it is of a month. */
export function describeLimitOfMonth(budget: ReportedBudget): string {
  return describeLimit(budget).replace(/ a month$/, "");
}

/** What a figure came to, with enough digits that it does not look like its limit. */
export function describeActual(budget: ReportedBudget): string {
  return wordsOf[budget.kind].actual(budget) ?? "nothing known";
}

/**
 * The figure as the rest of a sentence about whose budget it is. `follows`: the sentence has said
 * what changed.
 */
export function describeFound(budget: ReportedBudget, follows: boolean): string {
  return wordsOf[budget.kind].found(describeActual(budget), follows);
}

/** An exceeded budget in a list of them: `$2,000 a month`. */
export function describeExceededLimit(budget: ReportedBudget): string {
  return wordsOf[budget.kind].exceeded(describeLimit(budget), describeActual(budget));
}

function showAmountLimit({ limitUsd, actualUsd }: ReportedBudget): string {
  if (limitUsd === null) return "";
  const limit = readUsd(limitUsd);
  return actualUsd === null ? showUsd(limit) : showPair(limit, readUsd(actualUsd))[0];
}

function showRateLimit({ limitShare, actualShare }: ReportedBudget): string {
  if (limitShare === null) return "";
  const limit = readRatio(limitShare);
  return actualShare === null ? showPercent(limit) : showRatePair(limit, readRatio(actualShare))[0];
}

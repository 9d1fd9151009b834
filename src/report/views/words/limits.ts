import type { ReportedBudget } from "../../report.ts";
import { notJudgedReasons } from "../../../budget/limits/rules.ts";
import { ratio } from "../../../money.ts";
import {
  readRatio,
  readUsd,
  showCount,
  showPair,
  showPercent,
  showRatePair,
  showShortChange,
  showUsd,
} from "../amount.ts";
import { cleanName } from "../markdown.ts";

/** How people are told a limit of one kind. */
interface LimitWords {
  /** What stands behind the numbers of a limit and of its figure; empty: it differs, or is said. */
  readonly unit: string;
  /** What it allows. */
  readonly limit: (budget: ReportedBudget) => string;
  /** What a figure that exists came to. */
  readonly actual: (budget: ReportedBudget) => string | null;
  /**
   * The figure as the rest of a sentence about its owner; `follows` where it says another first.
   */
  readonly found: (actual: string, follows: boolean) => string;
  /** An exceeded one in a few words. */
  readonly exceeded: (limit: string, actual: string, budget: ReportedBudget) => string;
  /** The ends of its figure's interval. */
  readonly range: (low: string, high: string) => string;
}

/** What people call the levels of a prompt. */
const levelWords = {
  tools: "tools",
  system: "system prompt",
  messages: "messages",
} as const satisfies Readonly<Record<NonNullable<ReportedBudget["level"]>, string>>;

/** What a limit is of, where it is an amount. */
function amountWords(unit: string): LimitWords {
  return {
    unit: "",
    limit: (budget) => `${showAmountLimit(budget)} ${unit}`,
    actual: ({ limitUsd, actualUsd }) => {
      if (actualUsd === null) return null;
      const actual = readUsd(actualUsd);
      return `${limitUsd === null ? showUsd(actual) : showPair(readUsd(limitUsd), actual)[1]} ${unit}`;
    },
    found: (actual, follows) => (follows ? `now ${actual}` : `costs ${actual}`),
    exceeded: (limit) => limit,
    range: (low, high) => showPair(readUsd(low), readUsd(high)).join(" to "),
  };
}

/** What a limit is of, where it is the least share of something. */
function shareWords(what: string): LimitWords {
  return {
    unit: what,
    limit: (budget) => `${showRateLimit(budget)} ${what}`,
    actual: ({ limitShare, actualShare }) =>
      limitShare === null || actualShare === null
        ? null
        : `${showRatePair(readRatio(limitShare), readRatio(actualShare))[1]} ${what}`,
    found: (actual) => `has ${actual}`,
    exceeded: (limit, actual) => `${actual}, not ${withoutUnit(limit, what)}`,
    range: (low, high) => showRatePair(readRatio(low), readRatio(high)).join(" to "),
  };
}

/** What a limit is of, where it is a number of tokens of any request. */
function tokenWords(where: string): LimitWords {
  const what = `tokens ${where}`;
  return {
    unit: what,
    limit: ({ limitTokens }) => `${showCount(limitTokens ?? 0)} ${what}`,
    actual: ({ actualTokens }) =>
      actualTokens === null ? null : `${showCount(actualTokens)} ${what}`,
    found: (actual, follows) => (follows ? `now ${actual}` : `has ${actual}`),
    exceeded: (limit, actual) => `${actual}, not ${withoutUnit(limit, what)}`,
    range: (low, high) => `${showCount(Number(low))} to ${showCount(Number(high))}`,
  };
}

function withoutUnit(limit: string, unit: string): string {
  return unit !== "" && limit.endsWith(` ${unit}`) ? limit.slice(0, -unit.length - 1) : limit;
}

const wordsOf = {
  monthly: amountWords("a month"),
  "per-run": amountWords("a run"),
  "per-run-p90": amountWords("a run in 9 of 10"),
  increase: {
    unit: "",
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
    range: (low, high) => `${showShortChange(readUsd(low))} to ${showShortChange(readUsd(high))}`,
  },
  "cache-hit-rate": shareWords("read from the cache"),
  "batch-share": shareWords("of all tokens sent in batches"),
  "tokens.prompt": tokenWords("in a prompt"),
  "tokens.tools": tokenWords("of tools in a request"),
  "tokens.system": tokenWords("of system prompt in a request"),
  "tokens.messages": tokenWords("of messages in a request"),
  "tokens.output": tokenWords("in an answer"),
  "tokens.ratchet": {
    unit: "",
    limit: ({ limitShare }) => {
      const share = limitShare === null ? ratio(0n) : readRatio(limitShare);
      return share.n === 0n
        ? "no more tokens than on main"
        : `at most ${showPercent(share)} more tokens than on main`;
    },
    actual: ({ level, actualTokens, baselineTokens }) =>
      level === null || actualTokens === null || baselineTokens === null
        ? "no more tokens than on main"
        : `${showTokens(actualTokens)} tokens of ${levelWords[level]} (${showTokens(baselineTokens)} on main)`,
    found: (actual, follows) => (follows ? `now ${actual}` : `has ${actual}`),
    exceeded: (limit, actual, { level, actualTokens, baselineTokens }) =>
      level === null || actualTokens === null || baselineTokens === null
        ? `${actual}, not ${limit}`
        : `${levelWords[level]} ${showTokens(baselineTokens)} → ${showTokens(actualTokens)} tokens`,
    range: (low, high) => `${showTokens(Number(low))} to ${showTokens(Number(high))}`,
  },
  "dearer-model": {
    unit: "",
    limit: () => "no dearer model than on main",
    actual: ({ model, baselineModel }) =>
      model === null || baselineModel === null
        ? "no dearer model"
        : `${model} in place of ${baselineModel}`,
    found: (actual, follows) => (follows ? `now ${actual}` : `has ${actual}`),
    exceeded: (_, __, { model, baselineModel }) =>
      `dearer model ${baselineModel ?? ""} → ${model ?? ""}`,
    range: (low, high) => `${low} to ${high}`,
  },
} as const satisfies Readonly<Record<ReportedBudget["kind"], LimitWords>>;

/**
 * What a budget allows, in words: `$2,000 a month`, `+5 % and +$10`, `80 % read from the cache`.
 */
export function describeLimit(budget: ReportedBudget): string {
  return wordsOf[budget.kind].limit(budget);
}

/** The same behind its figure, whose unit has been said. */
export function describeLimitAfterFigure(budget: ReportedBudget): string {
  return withoutUnit(describeLimit(budget), wordsOf[budget.kind].unit);
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
  return wordsOf[budget.kind].exceeded(describeLimit(budget), describeActual(budget), budget);
}

/** Why a limit is not judged; empty where it is. */
export function describeNotJudged({ notJudged }: ReportedBudget): string {
  return notJudged === null ? "" : notJudgedReasons[notJudged];
}

/** How uncertain a budget is, and what that does: `uncertain: $850 to $930, counts as exceeded`. */
export function describeUncertain(budget: ReportedBudget): string {
  const spread = describeSpread(budget);
  return `uncertain${spread === "" ? "" : ": "}${spread}`;
}

/** The same where the word has been said; may be empty. */
export function describeSpread(budget: ReportedBudget): string {
  const { low, high, kind, onUncertain, verdict, accepted } = budget;
  const range = low === null || high === null ? "" : wordsOf[kind].range(low, high);
  const isKept = onUncertain === "judge" || (accepted && verdict === "pass");
  const counts = isKept ? "" : countsAs[verdict];
  return [range, counts].filter((part) => part !== "").join(", ");
}

/** What `on-uncertain` makes of a limit, other than its figure alone. */
const countsAs = {
  pass: "counts as kept",
  warn: "counts as a warning",
  fail: "counts as exceeded",
} as const satisfies Readonly<Record<ReportedBudget["verdict"], string>>;

/** The request a figure is of, where it is of one: ` (returns.json#0)`. */
export function describeExchange({ exchange }: ReportedBudget): string {
  return exchange === null ? "" : ` (${cleanName(exchange)})`;
}

/** Tokens, which of a run on average are no whole number. */
function showTokens(tokens: number): string {
  return Number.isInteger(tokens) ? showCount(tokens) : tokens.toFixed(1);
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

import type { Budget } from "../config/config.ts";
import { compareRatio, ratio, type Pico, type Ratio } from "../money.ts";
import type { Place } from "../problem.ts";
import type { Amount, Figures } from "./figures.ts";

/** The key of a limit, as `promptcost.yml` writes it. */
export type LimitKind = "monthly" | "per-run" | "increase" | "cache-hit-rate";

/**
 * One limit held against one figure. USD in pico-dollars; shares between 0 and 1; what does not
 * apply is null.
 */
export interface JudgedLimit {
  readonly kind: LimitKind;
  /** Of an increase: the amount below which it is let pass. */
  readonly limitUsd: Pico | null;
  /** Of an increase: the share it allows (0.05 is 5 %). Of a hit rate: the least. */
  readonly limitShare: Ratio | null;
  readonly actualUsd: Pico | null;
  /** Of an increase: null where it comes from nothing. */
  readonly actualShare: Ratio | null;
  readonly over: boolean;
  /** The interval of the counts could turn this one around. */
  readonly uncertain: boolean;
  /** False where there is nothing to hold it against. */
  readonly judged: boolean;
  readonly action: "fail" | "warn";
  readonly place: Place;
}

type Rule = Omit<JudgedLimit, "action" | "place">;

const hundred = ratio(1n, 100n);

/**
 * Holds a budget's limits against figures, each limit one result. `locate` finds a limit's key in
 * the config.
 */
export function judgeBudget(options: {
  readonly budget: Budget | null;
  readonly figures: Figures;
  readonly locate: (kind: LimitKind) => Place;
}): readonly JudgedLimit[] {
  const { budget, figures, locate } = options;
  if (budget === null) return [];
  const rules = [
    ...(budget.monthly === null ? [] : [judgeAmount("monthly", budget.monthly, figures.monthly)]),
    ...(budget.perRun === null ? [] : [judgeAmount("per-run", budget.perRun, figures.perRun)]),
    ...(budget.increase === null ? [] : [judgeIncrease(budget.increase, figures.increase)]),
    ...(budget.cacheHitRate === null ? [] : [judgeHitRate(budget.cacheHitRate, figures.hitRate)]),
  ];
  return rules.map((rule) => ({ ...rule, action: budget.action, place: locate(rule.kind) }));
}

function judgeAmount(kind: "monthly" | "per-run", limitUsd: Pico, actual: Amount | null): Rule {
  const isOver = (usd: Pico): boolean => usd > limitUsd;
  const over = actual !== null && isOver(actual.usd);
  return {
    kind,
    limitUsd,
    limitShare: null,
    actualUsd: actual?.usd ?? null,
    actualShare: null,
    over,
    uncertain: actual !== null && (isOver(actual.low) !== over || isOver(actual.high) !== over),
    judged: actual !== null,
  };
}

/**
 * Over where the increase is more than `percent` of what was there, and `at-least` that amount:
 * both must be passed, so that neither cents nor the growth of something large fail a check. From
 * nothing, any increase is more than a percentage.
 */
function judgeIncrease(
  limit: NonNullable<Budget["increase"]>,
  increase: Figures["increase"],
): Rule {
  const percent = limit.percent ?? ratio(0n);
  const limitShare = ratio(percent.n * hundred.n, percent.d * hundred.d);
  // `at-least` is an amount a month: per run there is none to hold it against
  // (`increase-needs-traffic` says so).
  const atLeast = increase?.basis === "run" ? null : limit.atLeast;
  const isOver = (delta: Pico): boolean => {
    if (increase === null || delta <= 0n) return false;
    const beyondShare = delta * limitShare.d > increase.base * limitShare.n;
    return beyondShare && (atLeast === null || delta >= atLeast);
  };
  const over = increase !== null && isOver(increase.delta.usd);
  const comesFromNothing = increase === null || increase.base <= 0n;
  return {
    kind: "increase",
    limitUsd: limit.atLeast,
    limitShare,
    actualUsd: increase?.delta.usd ?? null,
    actualShare: comesFromNothing ? null : ratio(increase.delta.usd, increase.base),
    over,
    uncertain:
      increase !== null &&
      (isOver(increase.delta.low) !== over || isOver(increase.delta.high) !== over),
    judged: increase !== null,
  };
}

function judgeHitRate(limitShare: Ratio, actual: Ratio | null): Rule {
  return {
    kind: "cache-hit-rate",
    limitUsd: null,
    limitShare,
    actualUsd: null,
    actualShare: actual,
    over: actual !== null && compareRatio(actual, limitShare) < 0,
    uncertain: false,
    judged: actual !== null,
  };
}

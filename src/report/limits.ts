/** Judged limits in the form of the report. */
import { allowedShare } from "../budget/limits/increase.ts";
import type { JudgedLimit, LimitActual } from "../budget/limits/limits.ts";
import type { LimitKind, LimitValue } from "../config/limits.ts";
import type { Pico, Ratio } from "../money.ts";
import { acceptClause } from "./acceptances.ts";
import { reportPlace, writeShare, writeUsd } from "./parts.ts";
import type { ReportedBudget } from "./report.ts";

/**
 * A limit and its figure in the report's form: money and shares apart, what does not apply null.
 */
type ReportedFigures = Pick<
  ReportedBudget,
  "limitUsd" | "limitShare" | "actualUsd" | "actualShare"
>;

type FiguresOf = {
  readonly [Kind in LimitKind]: (
    value: LimitValue<Kind>,
    actual: LimitActual<Kind> | null,
  ) => ReportedFigures;
};

const figuresOf: FiguresOf = {
  monthly: figuresOfAmount,
  "per-run": figuresOfAmount,
  "per-run-p90": figuresOfAmount,
  increase: (value, actual) => ({
    limitUsd: writeUsd(value.atLeast),
    limitShare: writeShare(allowedShare(value)),
    actualUsd: writeUsd(actual?.usd ?? null),
    actualShare: shareOf(actual?.share ?? null),
  }),
  "cache-hit-rate": (value, actual) => ({
    limitUsd: null,
    limitShare: writeShare(value),
    actualUsd: null,
    actualShare: shareOf(actual),
  }),
};

/** Judged limits as the report has them, in their order. */
export function reportLimits(limits: readonly JudgedLimit[]): ReportedBudget[] {
  return limits.map(reportLimit);
}

function reportLimit<Kind extends LimitKind>(limit: JudgedLimit<Kind>): ReportedBudget {
  const { kind, value, actual, over, uncertain, action, accepted } = limit;
  return {
    kind,
    ...figuresOf[kind](value, actual),
    over,
    uncertain,
    judged: actual !== null,
    action,
    accepted,
    accept: over || uncertain ? acceptClause(limit) : null,
    ...reportPlace(limit.place),
  };
}

function figuresOfAmount(value: Pico, actual: Pico | null): ReportedFigures {
  return {
    limitUsd: writeUsd(value),
    limitShare: null,
    actualUsd: writeUsd(actual),
    actualShare: null,
  };
}

function shareOf(actual: Ratio | null): string | null {
  return actual === null ? null : writeShare(actual);
}

import { allowedShare } from "../budget/limits/increase.ts";
import type { JudgedLimit, LimitActual } from "../budget/limits/limits.ts";
import type { LimitKind, LimitValue } from "../config/limits.ts";
import { formatUsd } from "../money.ts";
import type { Pico, Ratio } from "../money.ts";
import type { ReportedBudget } from "./report.ts";
import { writeDecimal } from "./views/amount.ts";

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
  increase: (value, actual) => ({
    limitUsd: usd(value.atLeast),
    limitShare: share(allowedShare(value)),
    actualUsd: usd(actual?.usd ?? null),
    actualShare: share(actual?.share ?? null),
  }),
  "cache-hit-rate": (value, actual) => ({
    limitUsd: null,
    limitShare: share(value),
    actualUsd: null,
    actualShare: share(actual),
  }),
};

/** Judged limits as the report has them, in their order. */
export function reportLimits(limits: readonly JudgedLimit[]): ReportedBudget[] {
  return limits.map(reportLimit);
}

function reportLimit<Kind extends LimitKind>(limit: JudgedLimit<Kind>): ReportedBudget {
  const { kind, value, actual, over, uncertain, action } = limit;
  const { file, line, column, path } = limit.place;
  return {
    kind,
    ...figuresOf[kind](value, actual),
    over,
    uncertain,
    judged: actual !== null,
    action,
    file,
    line,
    column,
    path,
  };
}

function figuresOfAmount(value: Pico, actual: Pico | null): ReportedFigures {
  return { limitUsd: usd(value), limitShare: null, actualUsd: usd(actual), actualShare: null };
}

function usd(pico: Pico | null): string | null {
  return pico === null ? null : formatUsd(pico);
}

function share(value: Ratio | null): string | null {
  return value === null ? null : writeDecimal(value);
}

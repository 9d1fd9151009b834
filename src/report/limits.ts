/** Judged limits in the form of the report. */
import { allowedShare } from "../budget/limits/increase.ts";
import { levels } from "../api/request.ts";
import { verdictOfLimit, type JudgedLimit, type LimitActual } from "../budget/limits/limits.ts";
import type { ActualTokens } from "../budget/limits/tokens.ts";
import type { LimitKind, LimitValue } from "../config/limits.ts";
import type { TokenRatchet } from "../config/token-limits.ts";
import { compareRatio, type Pico, type Ratio } from "../money.ts";
import { acceptClause } from "./acceptances.ts";
import { reportPlace, writeShare, writeUsd } from "./parts.ts";
import type { ReportedBudget } from "./report.ts";

/**
 * A limit and its figure in the report's form: money, shares and tokens apart, what does not apply
 * null.
 */
type ReportedFigures = Pick<
  ReportedBudget,
  | "limitUsd"
  | "limitShare"
  | "limitTokens"
  | "actualUsd"
  | "actualShare"
  | "actualTokens"
  | "baselineTokens"
  | "exchange"
  | "level"
  | "model"
  | "baselineModel"
>;

const nothing: ReportedFigures = {
  limitUsd: null,
  limitShare: null,
  limitTokens: null,
  actualUsd: null,
  actualShare: null,
  actualTokens: null,
  baselineTokens: null,
  exchange: null,
  level: null,
  model: null,
  baselineModel: null,
};

type FiguresOf = {
  readonly [Kind in LimitKind]: {
    /** What of a report says the limit and its figure. */
    readonly figures: (
      value: LimitValue<Kind>,
      actual: LimitActual<Kind> | null,
    ) => Partial<ReportedFigures>;
    /** An end of the figure's interval as text; null where there is none in its unit. */
    readonly end: (actual: LimitActual<Kind>) => string | null;
  };
};

const amounts = {
  figures: (value: Pico, actual: Pico | null) => ({
    limitUsd: writeUsd(value),
    actualUsd: writeUsd(actual),
  }),
  end: writeUsd,
};

const shares = {
  figures: (value: Ratio, actual: Ratio | null) => ({
    limitShare: writeShare(value),
    actualShare: shareOf(actual),
  }),
  end: writeShare,
};

const tokens = {
  figures: (value: number, actual: ActualTokens | null) => ({
    limitTokens: value,
    actualTokens: actual?.tokens ?? null,
    exchange: actual?.exchange ?? null,
  }),
  end: (actual: ActualTokens) => String(actual.tokens),
};

const figuresOf: FiguresOf = {
  monthly: amounts,
  "per-run": amounts,
  "per-run-p90": amounts,
  increase: {
    figures: (value, actual) => ({
      limitUsd: writeUsd(value.atLeast),
      limitShare: writeShare(allowedShare(value)),
      actualUsd: writeUsd(actual?.usd ?? null),
      actualShare: shareOf(actual?.share ?? null),
    }),
    end: ({ usd }) => writeUsd(usd),
  },
  "cache-hit-rate": shares,
  "batch-share": shares,
  "tokens.prompt": tokens,
  "tokens.tools": tokens,
  "tokens.system": tokens,
  "tokens.messages": tokens,
  "tokens.output": tokens,
  "tokens.ratchet": {
    figures: (value, actual) => ({
      limitShare: shareOf(actual === null ? strictestOf(value) : value[actual.level]),
      actualTokens: actual?.to ?? null,
      baselineTokens: actual?.from ?? null,
      exchange: actual?.exchange ?? null,
      level: actual?.level ?? null,
    }),
    end: ({ to }) => String(to),
  },
  "dearer-model": {
    figures: (_, actual) => ({
      model: actual?.to ?? null,
      baselineModel: actual?.from ?? null,
      exchange: actual?.exchange ?? null,
    }),
    end: () => null,
  },
};

/** Judged limits as the report has them, in their order. */
export function reportLimits(limits: readonly JudgedLimit[]): ReportedBudget[] {
  return limits.map(reportLimit);
}

function reportLimit<Kind extends LimitKind>(limit: JudgedLimit<Kind>): ReportedBudget {
  const { kind, value, actual, range, over, uncertain, accepted } = limit;
  const { figures, end } = figuresOf[kind];
  return {
    kind,
    ...nothing,
    ...figures(value, actual),
    low: range === null ? null : end(range.low),
    high: range === null ? null : end(range.high),
    over,
    uncertain,
    onUncertain: limit.onUncertain,
    verdict: verdictOfLimit(limit),
    judged: limit.notJudged === null,
    notJudged: limit.notJudged,
    action: limit.action,
    accepted,
    accept: over || uncertain ? acceptClause(limit) : null,
    ...reportPlace(limit.place),
  };
}

/** What is allowed of the level that is allowed least; null where none is held. */
function strictestOf(ratchet: TokenRatchet): Ratio | null {
  const held = levels.flatMap((level) => ratchet[level] ?? []);
  return held.toSorted(compareRatio)[0] ?? null;
}

function shareOf(actual: Ratio | null): string | null {
  return actual === null ? null : writeShare(actual);
}

/** The kinds of limits: how budgets are judged by them, and when one is laxer than another. */
import { budgetActions, type Budget } from "../../config/config.ts";
import type { Limit, LimitKind, LimitValue } from "../../config/limits.ts";
import type { Place } from "../../problem.ts";
import type { Needed } from "../acceptance/needed.ts";
import type { Figures } from "../figures.ts";
import { below, type Relaxation } from "../relaxation.ts";
import { cacheHitRate } from "./cache-hit-rate.ts";
import { increase } from "./increase.ts";
import type { Judged, LimitRules } from "./rules.ts";
import { monthly } from "./monthly.ts";
import { perRunP90 } from "./per-run-p90.ts";
import { perRun } from "./per-run.ts";

/** How each kind is judged, and when one of it is laxer than another. */
const rulesOf = {
  monthly,
  "per-run": perRun,
  "per-run-p90": perRunP90,
  increase,
  "cache-hit-rate": cacheHitRate,
} as const satisfies { readonly [Kind in LimitKind]: LimitRules<LimitValue<Kind>, unknown> };

/** The figure a limit of a kind is held against. */
export type LimitActual<Kind extends LimitKind> = NonNullable<
  ReturnType<(typeof rulesOf)[Kind]["judge"]>["actual"]
>;

/** One limit held against one figure. */
export type JudgedLimit<Kind extends LimitKind = LimitKind> = {
  readonly [Each in Kind]: Judged<LimitActual<Each>> & {
    readonly kind: Each;
    readonly value: LimitValue<Each>;
    readonly action: Budget["action"];
    readonly place: Place;
    /** What would have to be accepted for it to pass; null: nothing of this can be. */
    readonly needs: Needed | null;
    /** It is exceeded, and that is accepted: then it counts as held. */
    readonly accepted: boolean;
  };
}[Kind];

type Rules = {
  readonly [Kind in LimitKind]: LimitRules<LimitValue<Kind>, LimitActual<Kind>>;
};
const rules: Rules = rulesOf;

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
  return budget.limits.map((limit) =>
    judgeLimit(limit, { figures, action: budget.action, place: locate(limit.kind) }),
  );
}

function judgeLimit<Kind extends LimitKind>(
  { kind, value }: Limit<Kind>,
  options: {
    readonly figures: Figures;
    readonly action: Budget["action"];
    readonly place: Place;
  },
): JudgedLimit<Kind> {
  const { figures, action, place } = options;
  const needs = rules[kind].needs?.(figures) ?? null;
  return {
    kind,
    value,
    ...rules[kind].judge(value, figures),
    action,
    place,
    needs,
    accepted: false,
  };
}

/** What of a budget is laxer than it was; `after` is null where there is none left. */
export function relaxBudget(before: Budget | null, after: Budget | null): readonly Relaxation[] {
  if (before === null) return [];
  const limits = before.limits.flatMap((limit) => relaxLimit(limit, after));
  return after !== null &&
    budgetActions.indexOf(after.action) > budgetActions.indexOf(before.action)
    ? [...limits, { path: ["action"], from: before.action, to: after.action }]
    : limits;
}

/** What of a limit is laxer than it was; `after` is null where the limit was taken out. */
function relaxLimit<Kind extends LimitKind>(
  { kind, value }: Limit<Kind>,
  after: Budget | null,
): readonly Relaxation[] {
  const isOfKind = (limit: Limit): limit is Limit & Limit<Kind> => limit.kind === kind;
  const now = after?.limits.find(isOfKind);
  return below(rules[kind].relax(value, now?.value ?? null), kind);
}

/** The kinds of limits: how budgets are judged by them, and when one is laxer than another. */
import { budgetActions, type Budget, type UncertainAction } from "../../config/config.ts";
import { limitPath, type Limit, type LimitKind, type LimitValue } from "../../config/limits.ts";
import type { Place } from "../../problem.ts";
import type { Needed } from "../acceptance/needed.ts";
import type { Figures } from "../figures.ts";
import { below, type Relaxation } from "../relaxation.ts";
import { batchShare } from "./batch-share.ts";
import { cacheHitRate } from "./cache-hit-rate.ts";
import { dearerModel } from "./dearer-model.ts";
import { increase } from "./increase.ts";
import type { Judged, LimitRules } from "./rules.ts";
import { monthly } from "./monthly.ts";
import { perRunP90 } from "./per-run-p90.ts";
import { perRun } from "./per-run.ts";
import { tokenRatchet } from "./token-ratchet.ts";
import { tokensOf } from "./tokens.ts";

/** How each kind is judged, and when one of it is laxer than another. */
const rulesOf = {
  monthly,
  "per-run": perRun,
  "per-run-p90": perRunP90,
  increase,
  "cache-hit-rate": cacheHitRate,
  "batch-share": batchShare,
  "tokens.prompt": tokensOf("prompt"),
  "tokens.tools": tokensOf("tools"),
  "tokens.system": tokensOf("system"),
  "tokens.messages": tokensOf("messages"),
  "tokens.output": tokensOf("output"),
  "tokens.ratchet": tokenRatchet,
  "dearer-model": dearerModel,
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
    /** What it does where it is uncertain. */
    readonly onUncertain: UncertainAction;
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

/** What a limit can come to, mildest first. */
export const limitVerdicts = ["pass", "warn", "fail"] as const;
export type LimitVerdict = (typeof limitVerdicts)[number];

/** What an uncertain limit comes to, by whether its figure is over and what its budget does then. */
const onUncertain = {
  judge: (over, action) => (over ? action : "pass"),
  pass: () => "pass",
  warn: () => "warn",
  // As if it were exceeded, so that nothing unsure is graver than what is sure.
  fail: (_, action) => action,
} as const satisfies Readonly<
  Record<UncertainAction, (over: boolean, action: Budget["action"]) => LimitVerdict>
>;

/**
 * Holds a budget's limits against figures, each limit one result. `locate` finds a limit's key in
 * the config; `onUncertain`: what the file says of budgets that do not say it themselves.
 */
export function judgeBudget(options: {
  readonly budget: Budget | null;
  readonly figures: Figures;
  readonly onUncertain: UncertainAction;
  readonly locate: (kind: LimitKind) => Place;
}): readonly JudgedLimit[] {
  const { budget, figures, locate } = options;
  if (budget === null) return [];
  const does = {
    action: budget.action,
    onUncertain: budget.onUncertain ?? options.onUncertain,
  };
  return budget.limits.map((limit) =>
    judgeLimit(limit, { figures, ...does, place: locate(limit.kind) }),
  );
}

function judgeLimit<Kind extends LimitKind>(
  { kind, value }: Limit<Kind>,
  options: {
    readonly figures: Figures;
    readonly action: Budget["action"];
    readonly onUncertain: UncertainAction;
    readonly place: Place;
  },
): JudgedLimit<Kind> {
  const { figures, ...rest } = options;
  const judged = rules[kind].judge(value, figures);
  const needs = needsOf({ kind, value }, figures);
  return { kind, value, ...judged, ...rest, needs, accepted: false };
}

/** What somebody would have to accept of other figures for a limit to let them pass. */
export function needsOf<Kind extends LimitKind>(
  { kind, value }: Pick<JudgedLimit<Kind>, "kind" | "value">,
  figures: Figures,
): Needed | null {
  return rules[kind].needs?.(figures, value) ?? null;
}

/** What a judged limit comes to by itself. */
export function verdictOfLimit(
  limit: Pick<JudgedLimit, "over" | "uncertain" | "action" | "onUncertain">,
): LimitVerdict {
  const does = onUncertain[limit.uncertain ? limit.onUncertain : "judge"];
  return does(limit.over, limit.action);
}

/**
 * What of a budget is laxer than it was; `after` is null where there is none left. `uncertain`:
 * what both files say of budgets that do not say it themselves.
 */
export function relaxBudget(
  before: Budget | null,
  after: Budget | null,
  uncertain: UncertainDefaults,
): readonly Relaxation[] {
  if (before === null) return [];
  const limits = before.limits.flatMap((limit) => relaxLimit(limit, after));
  if (after === null) return limits;
  const isOwn = before.onUncertain !== null || after.onUncertain !== null;
  return [
    ...limits,
    ...(budgetActions.indexOf(after.action) > budgetActions.indexOf(before.action)
      ? [{ path: ["action"], from: before.action, to: after.action }]
      : []),
    ...(isOwn
      ? relaxUncertain(before.onUncertain ?? uncertain.before, after.onUncertain ?? uncertain.after)
      : []),
  ];
}

/** What two files say of budgets that do not say it themselves. */
export interface UncertainDefaults {
  readonly before: UncertainAction;
  readonly after: UncertainAction;
}

/** Laxer where an uncertain limit comes to less, whichever side of it the figure is on. */
export function relaxUncertain(
  before: UncertainAction,
  after: UncertainAction,
): readonly Relaxation[] {
  const rank = (action: UncertainAction, over: boolean): number =>
    limitVerdicts.indexOf(onUncertain[action](over, "fail"));
  return [true, false].some((over) => rank(after, over) < rank(before, over))
    ? [{ path: ["on-uncertain"], from: before, to: after }]
    : [];
}

/** What of a limit is laxer than it was; `after` is null where the limit was taken out. */
function relaxLimit<Kind extends LimitKind>(
  { kind, value }: Limit<Kind>,
  after: Budget | null,
): readonly Relaxation[] {
  const isOfKind = (limit: Limit): limit is Limit & Limit<Kind> => limit.kind === kind;
  const now = after?.limits.find(isOfKind);
  return below(rules[kind].relax(value, now?.value ?? null), ...limitPath(kind));
}

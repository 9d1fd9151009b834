import type { Budget } from "../../src/config/config.ts";
import {
  limitKinds,
  type Limit,
  type LimitKind,
  type LimitValue,
} from "../../src/config/limits.ts";

/** The limits of a budget side by side; one left out or null is none. */
export type Limits = Partial<Omit<Budget, "limits">> & {
  readonly monthly?: LimitValue<"monthly"> | null;
  readonly perRun?: LimitValue<"per-run"> | null;
  readonly p90Run?: LimitValue<"per-run-p90"> | null;
  readonly increase?: LimitValue<"increase"> | null;
  readonly cacheHitRate?: LimitValue<"cache-hit-rate"> | null;
  /** Others, by their kind. */
  readonly others?: readonly Limit[];
};

export function budgetOf(limits: Limits): Budget {
  const { monthly, perRun, p90Run, increase, cacheHitRate, others = [] } = limits;
  const given: readonly Limit[] = [
    ...limitOf("monthly", monthly),
    ...limitOf("per-run", perRun),
    ...limitOf("per-run-p90", p90Run),
    ...limitOf("increase", increase),
    ...limitOf("cache-hit-rate", cacheHitRate),
    ...others,
  ];
  return {
    limits: limitKinds.flatMap((kind) => given.filter((limit) => limit.kind === kind)),
    action: limits.action ?? "fail",
    onUncertain: limits.onUncertain ?? null,
  };
}

function limitOf<Kind extends LimitKind>(
  kind: Kind,
  value: LimitValue<Kind> | null | undefined,
): readonly Limit<Kind>[] {
  return value === null || value === undefined ? [] : [{ kind, value }];
}

import type { Budget } from "../../src/config/config.ts";
import type { Limit, LimitValue } from "../../src/config/limits.ts";

/** The limits of a budget side by side; one left out or null is none. */
export interface Limits {
  readonly monthly?: LimitValue<"monthly"> | null;
  readonly perRun?: LimitValue<"per-run"> | null;
  readonly p90Run?: LimitValue<"per-run-p90"> | null;
  readonly increase?: LimitValue<"increase"> | null;
  readonly cacheHitRate?: LimitValue<"cache-hit-rate"> | null;
  readonly action?: Budget["action"];
}

export function budgetOf(limits: Limits): Budget {
  const {
    monthly = null,
    perRun = null,
    p90Run = null,
    increase = null,
    cacheHitRate = null,
    action,
  } = limits;
  const given: readonly Limit[] = [
    ...(monthly === null ? [] : [{ kind: "monthly" as const, value: monthly }]),
    ...(perRun === null ? [] : [{ kind: "per-run" as const, value: perRun }]),
    ...(p90Run === null ? [] : [{ kind: "per-run-p90" as const, value: p90Run }]),
    ...(increase === null ? [] : [{ kind: "increase" as const, value: increase }]),
    ...(cacheHitRate === null ? [] : [{ kind: "cache-hit-rate" as const, value: cacheHitRate }]),
  ];
  return { limits: given, action: action ?? "fail" };
}

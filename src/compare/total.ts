import { sumExact } from "../arithmetic.ts";
import type { Pico } from "../money.ts";
import type { Adjustment, ScenarioComparison } from "./comparison.ts";
import { adjustmentKinds } from "./steps.ts";

/** The sum of some scenarios, a month. `headUsd` = `baseUsd` + Σ adjustments + `deltaUsd`. */
export interface TotalComparison {
  /** Null where no scenario has traffic. */
  readonly headUsd: Pico | null;
  readonly baseUsd: Pico | null;
  /** Null where nothing was compared. */
  readonly deltaUsd: Pico | null;
  /** What the increase is held against: like with like. */
  readonly likeUsd: Pico | null;
  readonly deltaLow: Pico | null;
  readonly deltaHigh: Pico | null;
  /** By kind, in the order of the kinds. */
  readonly adjustments: readonly Adjustment[];
  /** Ids of the head's scenarios without traffic: they have no month, so no part in the sum. */
  readonly leftOut: readonly string[];
}

/**
 * Adds up scenarios that have traffic. The delta is the sum of theirs plus those new in the head
 * whole; those gone are adjustments (DESIGN.md, "Comparing"). `compared` is false on a first run
 * and where no base could be had.
 */
export function compareTotals(
  comparisons: readonly ScenarioComparison[],
  compared: boolean,
): TotalComparison {
  const monthly = comparisons.filter(({ basis }) => basis === "month");
  const inHead = comparisons.filter(({ state }) => state !== "gone");
  const leftOut = inHead.filter(({ basis }) => basis === "run").map(({ id }) => id);
  const hasHead = inHead.some(({ basis }) => basis === "month");
  const lost = comparisons.flatMap(lostMonth);
  const isEmpty = !hasHead && monthly.length === 0 && lost.length === 0;
  // Where all that is left has no traffic there is no month: that is not the same as a month of
  // nothing.
  const hasNoMonth = !hasHead && (inHead.length > 0 || isEmpty);
  const uncompared: TotalComparison = {
    headUsd: hasNoMonth ? null : sumExact(monthly.map(({ headUsd }) => headUsd)),
    baseUsd: null,
    deltaUsd: null,
    likeUsd: null,
    deltaLow: null,
    deltaHigh: null,
    adjustments: [],
    leftOut,
  };
  if (!compared || isEmpty) return uncompared;
  const withoutDelta: TotalComparison = {
    ...uncompared,
    baseUsd:
      sumExact(monthly.map(({ baseUsd }) => baseUsd ?? 0n)) - sumExact(lost.map(({ usd }) => usd)),
    adjustments: byKind([...monthly.flatMap(({ adjustments }) => adjustments), ...lost]),
  };
  if (hasNoMonth) return withoutDelta;
  const deltas = monthly.map(monthlyDelta);
  return {
    ...withoutDelta,
    deltaUsd: sumExact(deltas.map(({ usd }) => usd)),
    likeUsd: sumExact(monthly.map(({ like }) => like?.baseUsd ?? 0n)),
    deltaLow: sumExact(deltas.map(({ low }) => low)),
    deltaHigh: sumExact(deltas.map(({ high }) => high)),
  };
}

/**
 * What a scenario without a month on one side takes from the sum, or brings: its traffic came or
 * went.
 */
function lostMonth({ id, state, basis, base }: ScenarioComparison): readonly Adjustment[] {
  const usd = basis === "run" ? (base?.usdPerMonth ?? 0n) : 0n;
  if (usd === 0n) return [];
  const kind = state === "gone" ? "scenarios" : "traffic";
  return [{ kind, usd: -usd, detail: `${id} has no traffic any more` }];
}

function byKind(adjustments: readonly Adjustment[]): readonly Adjustment[] {
  return adjustmentKinds.flatMap((kind) => {
    const same = adjustments.filter((adjustment) => adjustment.kind === kind);
    const usd = sumExact(same.map((adjustment) => adjustment.usd));
    return same.length === 0
      ? []
      : [{ kind, usd, detail: same.map(({ detail }) => detail).join("; ") }];
  });
}

/** A scenario's part in the total's delta; one that was not compared counts whole. */
function monthlyDelta({ head, headUsd, deltaUsd, like }: ScenarioComparison): {
  readonly usd: Pico;
  readonly low: Pico;
  readonly high: Pico;
} {
  if (deltaUsd !== null)
    return { usd: deltaUsd, low: like?.deltaLow ?? 0n, high: like?.deltaHigh ?? 0n };
  return {
    usd: headUsd,
    low: head?.range.low.usdPerMonth ?? headUsd,
    high: head?.range.high.usdPerMonth ?? headUsd,
  };
}

import type { Pico } from "../money.ts";
import type { TotalComparison } from "./compare.ts";
import type { Adjustment, AdjustmentKind, ScenarioComparison } from "./comparison.ts";

const kinds: readonly AdjustmentKind[] = ["traffic", "runs", "assumed", "re-recorded", "scenarios"];

/**
 * Adds up scenarios that have traffic. The delta is the sum of theirs plus those new in the head
 * whole; those gone stand beside (DESIGN.md, "Comparing"). `compared` is false on a first run and
 * where no base could be had.
 */
export function compareTotals(
  comparisons: readonly ScenarioComparison[],
  compared: boolean,
): TotalComparison {
  const monthly = comparisons.filter((one) => one.basis === "month");
  const inHead = comparisons.filter((one) => one.state !== "gone");
  const leftOut = inHead.filter((one) => one.basis === "run").map((one) => one.id);
  const hasHead = inHead.some((one) => one.basis === "month");
  const lost = comparisons.flatMap(lostMonth);
  const baseUsd = sum(monthly.map((one) => one.baseUsd ?? 0n)) - sum(lost.map((one) => one.usd));
  const nothing = !hasHead && monthly.length === 0 && lost.length === 0;
  // Where all that is left has no traffic there is no month: that is not the same as a month of
  // nothing.
  const noMonth = !hasHead && (inHead.length > 0 || nothing);
  const shown = { headUsd: noMonth ? null : sum(monthly.map((one) => one.headUsd)), leftOut };
  if (!compared || nothing)
    return {
      ...shown,
      baseUsd: null,
      deltaUsd: null,
      likeUsd: null,
      deltaLow: null,
      deltaHigh: null,
      adjustments: [],
    };
  if (noMonth) {
    const adjustments = gather([...monthly.flatMap((one) => one.adjustments), ...lost]);
    return {
      ...shown,
      baseUsd,
      deltaUsd: null,
      likeUsd: null,
      deltaLow: null,
      deltaHigh: null,
      adjustments,
    };
  }
  const whole = (one: ScenarioComparison): boolean => one.deltaUsd === null;
  const range = (one: ScenarioComparison) => one.head?.range ?? null;
  return {
    ...shown,
    baseUsd,
    deltaUsd: sum(monthly.map((one) => one.deltaUsd ?? one.headUsd)),
    likeUsd: sum(monthly.map((one) => one.like?.baseUsd ?? 0n)),
    deltaLow: sum(
      monthly.map((one) =>
        whole(one) ? (range(one)?.low.usdPerMonth ?? one.headUsd) : (one.like?.deltaLow ?? 0n),
      ),
    ),
    deltaHigh: sum(
      monthly.map((one) =>
        whole(one) ? (range(one)?.high.usdPerMonth ?? one.headUsd) : (one.like?.deltaHigh ?? 0n),
      ),
    ),
    adjustments: gather([...monthly.flatMap((one) => one.adjustments), ...lost]),
  };
}

/**
 * What a scenario without a month on one side takes from the sum, or brings: its traffic came or
 * went.
 */
function lostMonth(one: ScenarioComparison): readonly Adjustment[] {
  const usd = one.basis === "run" ? (one.base?.usdPerMonth ?? 0n) : 0n;
  if (usd === 0n) return [];
  return [
    {
      kind: one.state === "gone" ? "scenarios" : "traffic",
      usd: -usd,
      detail: `${one.id} has no traffic any more`,
    },
  ];
}

function sum(amounts: readonly Pico[]): Pico {
  return amounts.reduce((total, one) => total + one, 0n);
}

function gather(all: readonly Adjustment[]): readonly Adjustment[] {
  return kinds.flatMap((kind) => {
    const some = all.filter((one) => one.kind === kind);
    const usd = sum(some.map((one) => one.usd));
    return some.length === 0
      ? []
      : [{ kind, usd, detail: some.map((one) => one.detail).join("; ") }];
  });
}

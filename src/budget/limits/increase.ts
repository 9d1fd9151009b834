import type { LimitValue } from "../../config/limits.ts";
import { compareRatio, ratio, ratioToNumber, type Pico, type Ratio } from "../../money.ts";
import type { Figures } from "../figures.ts";
import type { Relaxation } from "../relaxation.ts";
import { none, describeUsd } from "../words.ts";
import { judgeFigure, notJudged, type Judged, type LimitRules } from "./rules.ts";

type Increase = LimitValue<"increase">;

interface ActualIncrease {
  readonly usd: Pico;
  /** A share of what was there, of 1; null where it comes from nothing. */
  readonly share: Ratio | null;
}

/** `increase`: how much more than on main a month, or a run without traffic, may cost. */
export const increase: LimitRules<Increase, ActualIncrease> = {
  judge: judgeIncrease,
  relax: relaxIncrease,
  needs: ({ increase }) =>
    increase === null || increase.delta.high <= 0n
      ? null
      : {
          kind: "usd",
          usd: increase.delta.usd,
          high: increase.delta.high,
          basis: increase.basis,
        },
};

/** The share of what was there, of 1, that an increase may come to. */
export function allowedShare({ percent }: Increase): Ratio {
  return percent === null ? ratio(0n) : ratio(percent.n, percent.d * 100n);
}

/**
 * Over where the increase is more than `percent` of what was there, and more than `at-least`: both
 * must be passed, so that neither cents nor the growth of something large fail a check. From
 * nothing, any increase is more than a percentage.
 */
function judgeIncrease(limit: Increase, { increase }: Figures): Judged<ActualIncrease> {
  if (increase === null) return notJudged("nothing-compared");
  const { base, delta, basis } = increase;
  const share = allowedShare(limit);
  // `at-least` is an amount a month: per run there is none to hold it against
  // (`increase-needs-traffic` says so).
  const atLeast = basis === "run" ? 0n : (limit.atLeast ?? 0n);
  const actualOf = (usd: Pico): ActualIncrease => ({
    usd,
    share: base <= 0n ? null : ratio(usd, base),
  });
  return judgeFigure(
    actualOf(delta.usd),
    { low: actualOf(delta.low), high: actualOf(delta.high) },
    ({ usd }) => usd * share.d > base * share.n && usd > atLeast,
  );
}

function relaxIncrease(before: Increase, after: Increase | null): readonly Relaxation[] {
  if (after === null) return [{ path: [], from: describeIncrease(before), to: none }];
  const [old, current] = [before.percent ?? ratio(0n), after.percent ?? ratio(0n)];
  return [
    ...(compareRatio(current, old) > 0
      ? [{ path: ["percent"], from: describePercent(old), to: describePercent(current) }]
      : []),
    ...((after.atLeast ?? 0n) > (before.atLeast ?? 0n)
      ? [{ path: ["at-least"], from: describeUsd(before.atLeast), to: describeUsd(after.atLeast) }]
      : []),
  ];
}

function describeIncrease({ percent, atLeast }: Increase): string {
  return (
    [
      ...(percent === null ? [] : [describePercent(percent)]),
      ...(atLeast === null ? [] : [`at least ${describeUsd(atLeast)}`]),
    ].join(", ") || "any"
  );
}

function describePercent(percent: Ratio): string {
  return `${ratioToNumber(percent)} %`;
}

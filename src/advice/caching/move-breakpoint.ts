import type { AdviceKind } from "../advice.ts";
import { isWorthSaying } from "../worth.ts";
import { isAllTooShort } from "./prefix-too-short.ts";
import { isBehind } from "./breakpoint-behind.ts";
import { proposePlacement } from "./placement-proposal.ts";
import { searchPlacements, simplestOf } from "./placements.ts";

/**
 * The markers elsewhere: where the best places for this traffic are others than those that are
 * written. Markers that only come or only go are less work, so moving has to save more than that.
 */
export const moveBreakpoint: AdviceKind = (context) => {
  const found = searchPlacements(context);
  const best = simplestOf(
    found.filter(({ change }) => change === "moves"),
    context,
  );
  if (best === undefined || isBehind(context.measured) || isAllTooShort(context.measured))
    return [];
  const other = found.find(({ change }) => change !== "moves");
  if (other !== undefined && !isWorthSaying(other.cost - best.cost, context)) return [];
  return proposePlacement("move-breakpoint", best, context);
};

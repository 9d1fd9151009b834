import type { AdviceKind } from "../advice.ts";
import { proposePlacement } from "./placement-proposal.ts";
import { searchPlacements, simplestOf } from "./placements.ts";

/** Markers that cost: what they write is never read, or not often enough to pay. */
export const stopCaching: AdviceKind = (context) => {
  const best = simplestOf(
    searchPlacements(context).filter(({ change }) => change === "drops"),
    context,
  );
  return best === undefined ? [] : proposePlacement("stop-caching", best, context);
};

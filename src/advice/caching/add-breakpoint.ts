import type { AdviceKind } from "../advice.ts";
import { proposePlacement } from "./placement-proposal.ts";
import { searchPlacements, simplestOf } from "./placements.ts";

/**
 * Markers where there are none: at the end of what all runs share (a knowledge base asked often), at
 * the end of each request (a chat whose history is not marked).
 */
export const addBreakpoint: AdviceKind = (context) => {
  const best = simplestOf(
    searchPlacements(context).filter(({ change }) => change === "adds"),
    context,
  );
  return best === undefined ? [] : proposePlacement("add-breakpoint", best, context);
};

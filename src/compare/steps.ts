/**
 * The steps from main's requests to the head's, and what a comparison calls the difference each
 * makes. The orders are those in which they are worked out and shown (DESIGN.md, "Comparing").
 */
import { levels } from "../api/request.ts";

/** The parts of a request that are put in the head's place one after the other. */
export const requestParts = ["model", "settings", ...levels] as const;
export type RequestPart = (typeof requestParts)[number];

/** The steps whose difference is a cause of the delta. */
export const causeSteps = ["exchanges", ...requestParts, "output", "fees"] as const;
export type CauseStep = (typeof causeSteps)[number];

/**
 * All steps, in order. Before the delta come `assumed` (edited assertions) and `re-recorded`
 * (answers measured anew, and both sides counted by one witness), which are adjustments. After it
 * comes `own-witness`: the head is counted by its own witness again, a part of `re-recorded` too.
 */
export const bridgeSteps = ["assumed", "re-recorded", ...causeSteps, "own-witness"] as const;
export type BridgeStep = (typeof bridgeSteps)[number];

/**
 * Why a scenario costs more or less. `cache` is what the steps of a level moved beyond their own
 * tokens; `unexplained` all of a difference to a baseline whose tree cannot be projected.
 */
export const causeKinds = [
  "exchanges",
  ...requestParts,
  "cache",
  "output",
  "fees",
  "unexplained",
] as const satisfies readonly (CauseStep | "cache" | "unexplained")[];
export type CauseKind = (typeof causeKinds)[number];

/** What moves a figure and is not counted in the change. */
export const adjustmentKinds = ["traffic", "runs", "assumed", "re-recorded", "scenarios"] as const;
export type AdjustmentKind = (typeof adjustmentKinds)[number];

import type { Day } from "../day.ts";
import { findModel } from "./lookup.ts";

/**
 * From this day on a run of tool_use, and a run of tool_result, is one place of the lookback: "from
 * about September 2026, on the Claude API" (billing.md §2, "Lookback change"; caching-rules.md §4).
 */
const joinedRunsSince: Day = "2026-09-01";

/** How the lookback counts a run of tool_use or tool_result, and how that is known. */
export interface LookbackRule {
  /** Whether such a run is one place. */
  readonly joinsRuns: boolean;
  readonly why: "documented" | "earlier" | "platform";
}

/**
 * The rule for a model's id on a day; null: the newest rules known. The change is documented for
 * the Claude API alone, so on Bedrock, Vertex AI and Foundry every block is assumed to be a place. An id
 * that nobody knows is taken to be the Claude API's.
 */
export function lookbackRule(model: string, day: Day | null): LookbackRule {
  const platform = findModel(model)?.platform ?? "claude";
  if (platform !== "claude") return { joinsRuns: false, why: "platform" };
  if (day !== null && day < joinedRunsSince) return { joinsRuns: false, why: "earlier" };
  return { joinsRuns: true, why: "documented" };
}

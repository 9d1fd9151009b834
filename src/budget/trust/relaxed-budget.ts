import type { Budget } from "../../config/config.ts";
import { relaxLimit } from "../limits/limits.ts";
import type { Relaxation } from "../relaxation.ts";

/** What of a budget is laxer; `after` is null where there is none left. */
export function relaxBudget(before: Budget | null, after: Budget | null): readonly Relaxation[] {
  if (before === null) return [];
  const limits = before.limits.flatMap((limit) => relaxLimit(limit, after));
  return before.action === "fail" && after?.action === "warn"
    ? [...limits, { path: ["action"], from: "fail", to: "warn" }]
    : limits;
}

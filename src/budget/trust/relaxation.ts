import type { Budget } from "../../config/config.ts";
import type { Path } from "../../json.ts";
import { relaxLimit } from "../limits/limits.ts";

/** A rule that is laxer than it was, at a path of the config, with both as people read them. */
export interface Relaxation {
  readonly path: Path;
  readonly from: string;
  readonly to: string;
}

/** Relaxations at paths that continue another one. */
export function below(found: readonly Relaxation[], ...path: Path): readonly Relaxation[] {
  return found.map((relaxation) => ({ ...relaxation, path: [...path, ...relaxation.path] }));
}

/** What of a budget is laxer; `after` is null where there is none left. */
export function relaxBudget(before: Budget | null, after: Budget | null): readonly Relaxation[] {
  if (before === null) return [];
  const limits = before.limits.flatMap((limit) =>
    relaxLimit(limit, after).map(({ key, from, to }) => ({
      path: key === null ? [limit.kind] : [limit.kind, key],
      from,
      to,
    })),
  );
  return before.action === "fail" && after?.action === "warn"
    ? [...limits, { path: ["action"], from: "fail", to: "warn" }]
    : limits;
}

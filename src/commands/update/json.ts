import type { Problem } from "../../problem.ts";
import type { UpdatePlan } from "./plan.ts";
import { sortByPlace } from "../../problem-order.ts";

/** The document that `update --json` prints. */
export interface UpdateJson {
  readonly schemaVersion: 1;
  readonly file: string;
  readonly current: boolean;
  readonly written: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly problems: readonly Problem[];
}

/** The result as the JSON document that other tools read. */
export function updateJson(plan: UpdatePlan, options: { readonly check: boolean }): UpdateJson {
  return {
    schemaVersion: 1,
    file: plan.file,
    current: plan.current,
    written: !options.check && plan.text !== null && !plan.current,
    added: plan.added,
    changed: plan.changed,
    removed: plan.removed,
    problems: sortByPlace(plan.problems),
  };
}

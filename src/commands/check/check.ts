import type { LoadedTree } from "../../evaluation/load.ts";
import type { Report } from "../../report/report.ts";
import { compareTrees } from "./compare.ts";
import type { CheckInput } from "./input.ts";
import { judgeChange } from "./judge.ts";
import { projectTrees } from "./project.ts";
import { proveBase } from "./prove.ts";
import { readTrees } from "./read.ts";
import { reportChange, reportRefusal } from "./report.ts";

export interface CheckOutcome {
  readonly report: Report;
  /** The head's config, for excerpts. */
  readonly source: LoadedTree["source"];
}

/**
 * The main job: both trees read and projected, the base proved, both compared, the budgets judged,
 * advice given, one report. A function of two trees, flags and a day: it asks nobody. What cannot be said is in
 * the report, never left out of it.
 */
export function check(input: CheckInput): CheckOutcome {
  const read = readTrees(input);
  const projected = projectTrees(read);
  const report =
    projected.kind === "refused"
      ? reportRefusal(projected)
      : reportChange(judgeChange(compareTrees(proveBase(projected))));
  return { report, source: read.readHead.source };
}

import { noComments, type CommentedAcceptances } from "../../budget/acceptance/acceptance.ts";
import type { LoadedTree } from "../../evaluation/load.ts";
import type { Report } from "../../report/report.ts";
import { acceptChange, asksForAcceptance } from "./accept.ts";
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

/** A check that has come to its budgets: people may have accepted what exceeds them. */
export interface StartedCheck {
  /** Whether a limit is exceeded that somebody could accept to be: else no comment matters. */
  readonly asksForAcceptance: boolean;
  readonly conclude: (given: CommentedAcceptances) => CheckOutcome;
}

/**
 * The main job: both trees read and projected, the base proved, both compared, the budgets judged,
 * advice given, one report. A function of two trees, flags and a day: it asks nobody. What cannot be said is in
 * the report, never left out of it.
 */
export function check(input: CheckInput): CheckOutcome {
  return startCheck(input).conclude(noComments);
}

/** The same up to its budgets, for whoever can read what people accepted. */
export function startCheck(input: CheckInput): StartedCheck {
  const read = readTrees(input);
  const { source } = read.readHead;
  const projected = projectTrees(read);
  if (projected.kind === "refused") {
    const outcome = { report: reportRefusal(projected), source };
    return { asksForAcceptance: false, conclude: () => outcome };
  }
  const judged = judgeChange(compareTrees(proveBase(projected)));
  return {
    asksForAcceptance: asksForAcceptance(judged),
    conclude: (given) => ({ report: reportChange(acceptChange(judged, given)), source }),
  };
}

/** Outcomes of a check that the action makes itself, or adds to. */
import type { CheckOutcome } from "../commands/check/check.ts";
import { today } from "../io/clock.ts";
import type { Problem } from "../problem.ts";
import { buildReport } from "../report/build.ts";
import { reportProblem } from "../report/parts.ts";
import { sortByPlace } from "../problem-order.ts";

/** The outcome with what was found after the check. */
export function withProblems(outcome: CheckOutcome, problems: readonly Problem[]): CheckOutcome {
  const { report } = outcome;
  return {
    ...outcome,
    report: {
      ...report,
      problems: sortByPlace([...report.problems, ...problems.map(reportProblem)], report.config),
    },
  };
}

/** A report of what kept the check from starting. */
export function refuse(problems: readonly Problem[]): CheckOutcome {
  return {
    report: buildReport({
      asOf: today(),
      config: null,
      comparison: "not-compared",
      base: null,
      scenarios: [],
      judgement: null,
      acceptances: [],
      reconciled: null,
      loosened: [],
      problems,
      error: true,
      links: { repository: null, head: null },
    }),
    source: null,
  };
}

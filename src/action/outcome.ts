/** Outcomes of a check that the action makes itself, or adds to. */
import type { CheckOutcome } from "../commands/check/check.ts";
import { today } from "../io/clock.ts";
import { hasErrors, type Problem } from "../problem.ts";
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

/** The same, where an error among them fails a check that had passed. */
export function withDemands(outcome: CheckOutcome, problems: readonly Problem[]): CheckOutcome {
  const told = withProblems(outcome, problems);
  if (!hasErrors(problems) || told.report.verdict === "error") return told;
  return { ...told, report: { ...told.report, verdict: "fail" } };
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

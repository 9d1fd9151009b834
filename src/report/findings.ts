import type { Report, ReportedBudget, ReportedProblem } from "./report.ts";
import { sortProblems } from "./views/problem-list.ts";
import { describeOwner, exceededBudgets, type Exceeded } from "./views/words/budgets.ts";
import { acceptCommand, saidAcceptances, type SaidAcceptance } from "./views/words/acceptances.ts";
import { writePlain } from "./views/words/phrase.ts";
import { cleanName } from "./views/markdown.ts";
import { describeActual, describeLimit } from "./views/words/limits.ts";

/** Something a report says of a line of a file, or of the change as a whole. */
export interface Finding {
  /** A problem's code, or `budget-exceeded`. */
  readonly code: string;
  readonly level: ReportedProblem["severity"];
  /** What it is, in a few words. */
  readonly title: string;
  /** What it is about: a scenario, a group, everything together; null: nothing in particular. */
  readonly subject: string | null;
  readonly message: string;
  /** What to do; null: that is not ours to say. */
  readonly fix: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * All findings of a report: exceeded budgets, worst first, then problems in the order of the files.
 */
export function findingsOf(report: Report): readonly Finding[] {
  return [
    ...exceededBudgets(report).map(findingOfBudget),
    ...saidAcceptances(report).map(findingOfAcceptance),
    ...sortProblems(report.problems, report.config).map(findingOfProblem),
  ];
}

/** How grave an exceeded budget is, by what the config has it do. */
const levelOfAction: Readonly<Record<ReportedBudget["action"], Finding["level"]>> = {
  fail: "error",
  warn: "warning",
};

function findingOfBudget(exceeded: Exceeded): Finding {
  const { budget } = exceeded;
  const owner = describeOwner(exceeded);
  return {
    code: "budget-exceeded",
    level: levelOfAction[budget.action],
    title: `${owner} is over budget`,
    subject: owner,
    message: `${describeActual(budget)}, its budget is ${describeLimit(budget)}.`,
    fix: fixOfBudget(exceeded),
    file: budget.file,
    line: budget.line,
    column: budget.column,
  };
}

/** Nobody but the people it is about can say that an increase is meant. */
function fixOfBudget({ scenario, budget }: Exceeded): string | null {
  const command = scenario === null ? null : acceptCommand(scenario.id, [budget.accept]);
  return command === null ? null : `Where it is meant, comment: ${command}`;
}

/** One that covers is good to know; one that does not says why the limit fails all the same. */
function findingOfAcceptance({ acceptance, title, phrase }: SaidAcceptance): Finding {
  const { state, scenario, file, line, column } = acceptance;
  return {
    code: state === "covers" ? "increase-accepted" : "acceptance-not-enough",
    level: state === "covers" ? "note" : "warning",
    title,
    subject: cleanName(scenario),
    message: `${writePlain(phrase)}.`,
    fix: null,
    file,
    line,
    column,
  };
}

function findingOfProblem(problem: ReportedProblem): Finding {
  const { code, severity, scenario, message, fix, file, line, column } = problem;
  return {
    code,
    level: severity,
    title: code,
    subject: scenario,
    message,
    fix,
    file,
    line,
    column,
  };
}

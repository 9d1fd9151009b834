import type { Report, ReportedBudget, ReportedProblem } from "./report.ts";
import { sortProblems } from "./views/problem-list.ts";
import {
  describeDoubt,
  describeOwner,
  exceededBudgets,
  unsureBudgets,
  type OwnedBudget,
} from "./views/words/budgets.ts";
import { acceptCommand, saidAcceptances, type SaidAcceptance } from "./views/words/acceptances.ts";
import { writePlain } from "./views/words/phrase.ts";
import { cleanName } from "./views/markdown.ts";
import {
  describeActual,
  describeExchange,
  describeLimitAfterFigure,
} from "./views/words/limits.ts";

/** Something a report says of a line of a file, or of the change as a whole. */
export interface Finding {
  /** A problem's code, `budget-exceeded` or `budget-uncertain`. */
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
    ...unsureBudgets(report).map(findingOfBudget),
    ...saidAcceptances(report).map(findingOfAcceptance),
    ...sortProblems(report.problems, report.config).map(findingOfProblem),
  ];
}

/** How grave it is what a budget comes to; of one that is kept, that it is uncertain. */
const levels: Readonly<Record<ReportedBudget["verdict"], Finding["level"]>> = {
  fail: "error",
  warn: "warning",
  pass: "note",
};

function findingOfBudget(owned: OwnedBudget): Finding {
  const { budget } = owned;
  const owner = describeOwner(owned);
  const isKept = budget.verdict === "pass";
  return {
    code: isKept ? "budget-uncertain" : "budget-exceeded",
    level: levels[budget.verdict],
    title: `${owner} ${isKept || !budget.over ? "may be" : "is"} over budget`,
    subject: owner,
    message:
      `${describeActual(budget)}${describeExchange(budget)}, its budget is ` +
      `${describeLimitAfterFigure(budget)}${describeDoubt(budget)}.`,
    fix: isKept ? null : fixOfBudget(owned),
    file: budget.file,
    line: budget.line,
    column: budget.column,
  };
}

/** Nobody but the people it is about can say that an increase is meant. */
function fixOfBudget({ scenario, budget }: OwnedBudget): string | null {
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

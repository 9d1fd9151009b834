/** Which budgets are exceeded, and whose they are. */
import { budgetActions } from "../../../config/config.ts";
import { ascendingBy, descendingBy } from "../../../order.ts";
import { rememberBy } from "../../../remember.ts";
import type { Report, ReportedBudget, ReportedScenario } from "../../report.ts";
import { cleanName } from "../markdown.ts";
import { deltaOf, presentScenarios } from "./changes.ts";
import { describeExceededLimit } from "./limits.ts";

/** An exceeded budget of a scenario, of a group, or, where both are null, of the sum. */
export interface Exceeded {
  readonly scenario: ReportedScenario | null;
  readonly group: string | null;
  readonly budget: ReportedBudget;
}

/** Every exceeded budget, those that fail first, then larger changes first. */
export const exceededBudgets: (report: Report) => readonly Exceeded[] = rememberBy(findExceeded);

function findExceeded(report: Report): readonly Exceeded[] {
  const sized = presentScenarios(report)
    .filter(({ budgets }) => budgets.some(({ over }) => over))
    .map((scenario) => ({ scenario, size: deltaOf(report, scenario) ?? 0n }))
    .sort(descendingBy(({ size }) => size));
  const all: readonly Exceeded[] = [
    ...sized.flatMap(({ scenario }) =>
      exceededOf(scenario.budgets).map((budget) => ({ scenario, group: null, budget })),
    ),
    ...report.groups.flatMap(({ name, budgets }) =>
      exceededOf(budgets).map((budget) => ({ scenario: null, group: name, budget })),
    ),
    ...exceededOf(report.totals.budgets).map((budget) => ({
      scenario: null,
      group: null,
      budget,
    })),
  ];
  return [...all].sort(ascendingBy(({ budget }) => rankOf(budget)));
}

function exceededOf(budgets: readonly ReportedBudget[]): readonly ReportedBudget[] {
  return budgets.filter(({ over }) => over).sort(ascendingBy(rankOf));
}

function rankOf({ action }: ReportedBudget): number {
  return budgetActions.indexOf(action);
}

/** Whose budget it is, in words. */
export function describeOwner({ scenario, group }: Exceeded): string {
  if (scenario !== null) return cleanName(scenario.id);
  return group === null ? "everything together" : `the group ${cleanName(group)}`;
}

/** `over: $2,000 a month, +5 %`; `ok`; empty without a budget. */
export function showBudgets({ budgets }: ReportedScenario): string {
  if (budgets.length === 0) return "";
  const over = budgets.filter((budget) => budget.over);
  const doubt = budgets.some(({ uncertain }) => uncertain) ? ", uncertain" : "";
  if (over.length > 0) return `over: ${over.map(describeExceededLimit).join("; ")}${doubt}`;
  const held = budgets.some(({ accepted }) => accepted) ? "accepted" : "ok";
  return `${budgets.some(({ judged }) => judged) ? held : "not judged"}${doubt}`;
}

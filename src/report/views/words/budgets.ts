/** Which budgets are exceeded, and whose they are. */
import { limitVerdicts } from "../../../budget/limits/limits.ts";
import { ascendingBy, descendingBy } from "../../../order.ts";
import { rememberBy } from "../../../remember.ts";
import type { Report, ReportedBudget, ReportedScenario } from "../../report.ts";
import { cleanName } from "../markdown.ts";
import { deltaOf, presentScenarios } from "./changes.ts";
import {
  describeActual,
  describeExceededLimit,
  describeLimit,
  describeLimitAfterFigure,
  describeNotJudged,
  describeSpread,
  describeUncertain,
} from "./limits.ts";

/** A budget of a scenario, of a group, or, where both are null, of the sum. */
export interface OwnedBudget {
  readonly scenario: ReportedScenario | null;
  readonly group: string | null;
  readonly budget: ReportedBudget;
}

/** Every budget that counts as exceeded, those that fail first, then larger changes first. */
export const exceededBudgets: (report: Report) => readonly OwnedBudget[] = rememberBy(findExceeded);

function findExceeded(report: Report): readonly OwnedBudget[] {
  return ownedBudgets(report, isExceeded).sort(ascendingBy(({ budget }) => rankOf(budget)));
}

/** Those that count as kept, though the interval of their figure reaches over them. */
export const unsureBudgets: (report: Report) => readonly OwnedBudget[] = rememberBy((report) =>
  ownedBudgets(report, (budget) => budget.uncertain && !isExceeded(budget)),
);

/** Whether a budget counts as exceeded, whatever its figure alone says. */
function isExceeded({ verdict }: ReportedBudget): boolean {
  return verdict !== "pass";
}

/** Budgets of scenarios, larger changes first, of groups and of the sum. */
function ownedBudgets(
  report: Report,
  isWanted: (budget: ReportedBudget) => boolean,
): OwnedBudget[] {
  const wanted = (budgets: readonly ReportedBudget[]): readonly ReportedBudget[] =>
    budgets.filter(isWanted).sort(ascendingBy(rankOf));
  const sized = presentScenarios(report)
    .filter(({ budgets }) => budgets.some(isWanted))
    .map((scenario) => ({ scenario, size: deltaOf(report, scenario) ?? 0n }))
    .sort(descendingBy(({ size }) => size));
  return [
    ...sized.flatMap(({ scenario }) =>
      wanted(scenario.budgets).map((budget) => ({ scenario, group: null, budget })),
    ),
    ...report.groups.flatMap(({ name, budgets }) =>
      wanted(budgets).map((budget) => ({ scenario: null, group: name, budget })),
    ),
    ...wanted(report.totals.budgets).map((budget) => ({ scenario: null, group: null, budget })),
  ];
}

function rankOf({ verdict }: ReportedBudget): number {
  return -limitVerdicts.indexOf(verdict);
}

/** Whose budget it is, in words. */
export function describeOwner({ scenario, group }: OwnedBudget): string {
  if (scenario !== null) return cleanName(scenario.id);
  return group === null ? "everything together" : `the group ${cleanName(group)}`;
}

/**
 * `over: $2,000 a month; +5 %`; `over, accepted: +5 %`; `uncertain: $900 a month ($850 to $930)`;
 * `not judged: …`; `ok`; empty without a budget.
 */
export function showBudgets({ budgets }: ReportedScenario): string {
  if (budgets.length === 0) return "";
  const over = budgets.filter((budget) => budget.over && isExceeded(budget));
  const accepted = budgets.filter((budget) => budget.accepted);
  const said = new Set([...over, ...accepted]);
  const unsure = budgets.filter((budget) => budget.uncertain && !said.has(budget));
  const open = budgets.filter(({ judged }) => !judged);
  const isHeld = said.size + unsure.length === 0 && open.length < budgets.length;
  const exceeded = (budget: ReportedBudget): string =>
    `${describeExceededLimit(budget)}${describeDoubt(budget)}`;
  const parts = [
    list("over", over.map(exceeded)),
    list("over, accepted", accepted.map(exceeded)),
    list(
      "uncertain",
      unsure.map((budget) => `${describeLimit(budget)} (${describeSpread(budget)})`),
    ),
    isHeld ? "ok" : "",
    list(
      "not judged",
      open.map((budget) => `${describeLimit(budget)}${describeDoubt(budget)}`),
    ),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${title}: ${items.join("; ")}`;
}

/** What is to be said behind a budget: how unsure it is, or why it is not judged, in brackets. */
export function describeDoubt(budget: ReportedBudget): string {
  if (!budget.judged) return ` (${describeNotJudged(budget)})`;
  return budget.uncertain ? ` (${describeUncertain(budget)})` : "";
}

/**
 * A budget of a sum with its figure: `$1,434 a month, budget $2,000 a month`. `over`: what stands in
 * front of one that is exceeded.
 */
export function describeSumBudget(budget: ReportedBudget, over: string): string {
  if (!budget.judged) return `budget ${describeLimit(budget)} not judged${describeDoubt(budget)}`;
  const held = budget.over ? over : "budget";
  const accepted = budget.accepted ? ", without what is accepted" : "";
  const shortly = describeLimitAfterFigure(budget);
  return `${describeActual(budget)}, ${held} ${shortly}${describeDoubt(budget)}${accepted}`;
}

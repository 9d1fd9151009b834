import { plural } from "../../../words.ts";
import { isCompared } from "../../../compare/state.ts";
import type { Report, ReportedBudget } from "../../report.ts";
import { readUsd } from "../amount.ts";
import { code, escapeMarkdown } from "../markdown.ts";
import { describeDoubt, describeSumBudget } from "../words/budgets.ts";
import { atMostInSum, countScenarios } from "../words/changes.ts";
import { showMove } from "../words/costs.ts";
import { describeLimit, describeLimitOfMonth } from "../words/limits.ts";
import { isNews } from "../words/order.ts";
import { renderLargestSaving } from "./advice.ts";
import type { Detail } from "./detail.ts";

/** What all scenarios cost together, those without news counted, and the groups' budgets. */
export function renderSum(report: Report, detail: Detail): string {
  const isQuiet = !report.scenarios.some(isNews);
  const parts = [
    detail.unchanged ? "" : describeUnchanged(report),
    describeTotal(report, isQuiet),
    describeWithoutTraffic(report),
    ...describeGroups(report).slice(0, detail.rows),
  ];
  const saving = isQuiet ? renderLargestSaving(report) : "";
  return `${parts.filter((part) => part !== "").join(" ")}${saving}`.trim();
}

function describeUnchanged(report: Report): string {
  const quiet = report.scenarios.filter((scenario) => !isNews(scenario)).length;
  if (!isCompared(report.comparison) || quiet === 0) return "";
  if (quiet < report.scenarios.length) return `${countScenarios(quiet)} unchanged.`;
  const base = report.base?.sha ?? null;
  const against = base === null ? "" : `, compared with ${code(base.slice(0, 7))}`;
  return `${countScenarios(quiet)}${against}.`;
}

/** The sum, and main's where that differs; where nothing else is to say, it has been said. */
function describeTotal(report: Report, isQuiet: boolean): string {
  const { totals, scenarios } = report;
  const { monthlyUsd, baselineMonthlyUsd, budgets } = totals;
  const isSaid = budgets.length === 0 && (isQuiet || scenarios.length === 1);
  if (monthlyUsd === null)
    return budgets.map((budget) => `Everything together: ${writeSumBudget(budget)}.`).join(" ");
  if (isSaid) return "";
  const before = baselineMonthlyUsd === null || isQuiet ? null : readUsd(baselineMonthlyUsd);
  const sum = showMove(before, readUsd(monthlyUsd), atMostInSum(report));
  return `Total ${sum} a month${budgets.map(describeTotalBudget).join("")}.`;
}

function describeTotalBudget(budget: ReportedBudget): string {
  if (budget.kind !== "monthly" || !budget.judged) return `; ${writeSumBudget(budget)}`;
  const held = budget.over
    ? `over its budget of ${describeLimit(budget)}`
    : `budget ${describeLimitOfMonth(budget)}`;
  return `, ${stress(`${held}${describeDoubt(budget)}`, budget)}`;
}

/** Names of models stand in it, as somebody's config may have them. */
function writeSumBudget(budget: ReportedBudget): string {
  return stress(escapeMarkdown(describeSumBudget(budget, "over its budget")), budget);
}

/** One that counts as exceeded is what is looked for. */
function stress(markdown: string, { verdict }: ReportedBudget): string {
  return verdict === "pass" ? markdown : `**${markdown}**`;
}

function describeWithoutTraffic({ totals }: Report): string {
  const { leftOut, monthlyUsd } = totals;
  return leftOut.length === 0 || monthlyUsd === null
    ? ""
    : `${countScenarios(leftOut.length)} without traffic ${plural(leftOut.length, "is", "are")} not in the sum.`;
}

function describeGroups({ groups }: Report): readonly string[] {
  return groups.flatMap(({ name, budgets }) =>
    budgets.map((budget) => `Group ${code(name)}: ${writeSumBudget(budget)}.`),
  );
}

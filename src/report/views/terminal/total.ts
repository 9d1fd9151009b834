import type { Report } from "../../report.ts";
import { plural } from "../../../words.ts";
import { readUsd, showChange } from "../amount.ts";
import { cleanName, cleanText } from "../markdown.ts";
import { describeDoubt, describeSumBudget } from "../words/budgets.ts";
import { atMostInSum } from "../words/changes.ts";
import { notCounted, whatAdjustmentsAre } from "../words/causes/causes.ts";
import { showMove } from "../words/costs.ts";
import { describeLimitOfMonth } from "../words/limits.ts";

/**
 * The sum with its budgets, what it holds that is not counted in the change, and the groups'
 * budgets.
 */
export function showTotal(report: Report): readonly string[] {
  const { monthlyUsd, baselineMonthlyUsd, adjustments, budgets } = report.totals;
  if (monthlyUsd === null)
    return [
      ...budgets.map((budget) => `  together ${describeSumBudget(budget, "over")}`),
      ...describeGroups(report),
    ];
  // The sum of one is that one.
  if (report.scenarios.length === 1 && budgets.length === 0) return describeGroups(report);
  const before = baselineMonthlyUsd === null ? null : readUsd(baselineMonthlyUsd);
  const sum = showMove(before, readUsd(monthlyUsd), atMostInSum(report));
  return [
    `  total ${sum} a month${describeBudgets(report)}${describeWithoutTraffic(report)}`,
    ...(adjustments.length === 0 ? [] : [`        ${notCounted} (${whatAdjustmentsAre}):`]),
    ...adjustments.map(
      ({ detail, usd }) => `          ${cleanText(detail)} ${showChange(readUsd(usd))}`,
    ),
    ...describeGroups(report),
  ];
}

function describeBudgets({ totals }: Report): string {
  return totals.budgets
    .map((budget) => {
      if (budget.kind !== "monthly" || !budget.judged)
        return `; ${describeSumBudget(budget, "over")}`;
      const held = budget.over ? "over" : "budget";
      return `, ${held} ${describeLimitOfMonth(budget)}${describeDoubt(budget)}`;
    })
    .join("");
}

function describeWithoutTraffic({ totals }: Report): string {
  const count = totals.leftOut.length;
  if (count === 0) return "";
  return ` (without ${count} that ${plural(count, "states", "state")} no traffic)`;
}

function describeGroups({ groups }: Report): readonly string[] {
  return groups.flatMap(({ name, budgets }) =>
    budgets.map((budget) => `  group ${cleanName(name)} ${describeSumBudget(budget, "over")}`),
  );
}

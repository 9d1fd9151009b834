import type { Report } from "../../report.ts";
import { plural } from "../../../words.ts";
import { readUsd, showChange } from "../amount.ts";
import { cleanName, cleanText } from "../markdown.ts";
import { atMostInSum } from "../words/changes.ts";
import { notCounted, whatAdjustmentsAre } from "../words/causes.ts";
import { showMove } from "../words/costs.ts";
import { describeActual, describeLimit, describeLimitOfMonth } from "../words/limits.ts";

/**
 * The sum with its budgets, what it holds that is not counted in the change, and the groups'
 * budgets.
 */
export function showTotal(report: Report): readonly string[] {
  const { monthlyUsd, baselineMonthlyUsd, adjustments, budgets } = report.totals;
  if (monthlyUsd === null) return [];
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
    .map((budget) => `, ${budget.over ? "over" : "budget"} ${describeLimitOfMonth(budget)}`)
    .join("");
}

function describeWithoutTraffic({ totals }: Report): string {
  const count = totals.leftOut.length;
  if (count === 0) return "";
  return ` (without ${count} that ${plural(count, "states", "state")} no traffic)`;
}

function describeGroups({ groups }: Report): readonly string[] {
  return groups.flatMap(({ name, budgets }) =>
    budgets.map((budget) => {
      const held = budget.over ? "over" : "budget";
      return `  group ${cleanName(name)} ${describeActual(budget)}, ${held} ${describeLimit(budget)}`;
    }),
  );
}

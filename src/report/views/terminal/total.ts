import type { Report } from "../../report.ts";
import { readUsd, showChange, showPair, showUsd } from "../amount.ts";
import { cleanName, cleanText } from "../markdown.ts";
import { notCounted, whatAdjustmentsAre } from "../words/causes.ts";
import { describeActual, describeLimit } from "../words/limits.ts";

/**
 * The sum with its budgets, what it holds that is not counted in the change, and the groups'
 * budgets.
 */
export function showTotal(report: Report): readonly string[] {
  const { monthlyUsd, baselineMonthlyUsd, adjustments } = report.totals;
  if (monthlyUsd === null) return [];
  const now = readUsd(monthlyUsd);
  const [from, to] =
    baselineMonthlyUsd === null ? [null, showUsd(now)] : showPair(readUsd(baselineMonthlyUsd), now);
  const sum = from === null || from === to ? to : `${from} → ${to}`;
  return [
    `  total ${sum} a month${describeBudgets(report)}${describeLeftOut(report)}`,
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
      const limit = describeLimit(budget).replace(/ a month$/, "");
      return `, ${budget.over ? "over" : "budget"} ${limit}`;
    })
    .join("");
}

function describeLeftOut({ totals }: Report): string {
  const count = totals.leftOut.length;
  if (count === 0) return "";
  return ` (without ${count} that ${count === 1 ? "states" : "state"} no traffic)`;
}

function describeGroups({ groups }: Report): readonly string[] {
  return groups.flatMap(({ name, budgets }) =>
    budgets.map((budget) => {
      const held = budget.over ? "over" : "budget";
      return `  group ${cleanName(name)} ${describeActual(budget)}, ${held} ${describeLimit(budget)}`;
    }),
  );
}

/** Which scenarios and causes a view shows, and in which order. */
import { magnitude } from "../../../arithmetic.ts";
import { ascendingBy, descendingBy } from "../../../order.ts";
import type { Pico } from "../../../money.ts";
import { rememberBy } from "../../../remember.ts";
import type { Report, ReportedCause, ReportedScenario } from "../../report.ts";
import { readUsd } from "../amount.ts";
import { exceededBudgets } from "./budgets.ts";
import { costsOf, inShownUnit } from "./costs.ts";

/** Whether a scenario is shown by itself: something of it moved, or a budget of it speaks. */
export function isNews(scenario: ReportedScenario): boolean {
  return (
    scenario.state !== "unchanged" ||
    scenario.adjustments.length > 0 ||
    scenario.budgets.some(({ over, uncertain, accepted }) => over || uncertain || accepted)
  );
}

export function sortByName(scenarios: readonly ReportedScenario[]): readonly ReportedScenario[] {
  return [...scenarios].sort(ascendingBy(({ id }) => id));
}

/** What moved most comes first; equal ones by name. */
export function sortByChange(scenarios: readonly ReportedScenario[]): readonly ReportedScenario[] {
  return sortByName(scenarios)
    .map((scenario) => ({ scenario, size: sizeOfChange(scenario) }))
    .sort(descendingBy(({ size }) => size))
    .map(({ scenario }) => scenario);
}

const sizeOfChange = rememberBy((scenario: ReportedScenario): Pico => {
  const { before, after } = costsOf(scenario);
  return magnitude(
    scenario.deltaUsd === null
      ? (after ?? 0n) - (before ?? 0n)
      : inShownUnit(scenario, readUsd(scenario.deltaUsd)),
  );
});

/** Those over budget first, then what moved most. */
export function sortByWeight(
  report: Report,
  scenarios: readonly ReportedScenario[],
): readonly ReportedScenario[] {
  const exceeded = new Set(exceededBudgets(report).map(({ scenario }) => scenario?.id));
  const sorted = sortByChange(scenarios);
  return [
    ...sorted.filter(({ id }) => exceeded.has(id)),
    ...sorted.filter(({ id }) => !exceeded.has(id)),
  ];
}

/** Largest first, equal ones in the order they were worked out. */
export function sortCauses(causes: readonly ReportedCause[]): readonly ReportedCause[] {
  return [...causes].sort(descendingBy(({ usd }) => magnitude(readUsd(usd))));
}

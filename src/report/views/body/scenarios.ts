import type { Report, ReportedScenario } from "../../report.ts";
import { code, escapeMarkdown, row } from "../markdown.ts";
import { showBudgets } from "../words/budgets.ts";
import { notCounted, whatAdjustmentsAre } from "../words/causes.ts";
import { isCompared } from "../words/changes.ts";
import {
  costsOf,
  showCostChange,
  showCosts,
  showHitRate,
  showVariantCost,
  unitOf,
} from "../words/costs.ts";
import { isNews, sortByWeight } from "../words/order.ts";
import { variantColumns } from "../words/variants.ts";
import { showName } from "./causes.ts";
import { describeLeftOut, type Detail } from "./detail.ts";

interface Column {
  readonly title: string;
  readonly align: "---" | "--:";
  readonly cell: (scenario: ReportedScenario) => string;
}

/**
 * A row per scenario that moved; where nothing was compared, per scenario. Says how many rows were
 * left out.
 */
export function renderScenarios(report: Report, detail: Detail): readonly string[] {
  const listed =
    isCompared(report) && !detail.unchanged ? report.scenarios.filter(isNews) : report.scenarios;
  const shown = sortByWeight(report, listed).slice(0, detail.rows);
  if (shown.length === 0) return [];
  const columns = columnsOf(report, shown);
  const lines = [
    row(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => align).join("|")}|`,
    ...shown.map((scenario) => row(columns.map(({ cell }) => cell(scenario)))),
  ];
  return [lines.join("\n"), ...describeLeftOut(listed.length - shown.length, "scenario")];
}

/** The columns that say something of any of the scenarios. */
function columnsOf(report: Report, scenarios: readonly ReportedScenario[]): readonly Column[] {
  const compared = isCompared(report);
  const isMixed = new Set(scenarios.map(({ basis }) => basis)).size > 1;
  const unit = !isMixed && scenarios[0]?.basis === "run" ? `, ${unitOf("run")}` : "";
  const withUnit = (scenario: ReportedScenario, cost: string | null): string => {
    if (cost === null) return "–";
    return isMixed ? `${cost} ${unitOf(scenario.basis)}` : cost;
  };
  const columns: readonly (Column & { readonly says: boolean })[] = [
    {
      says: true,
      title: "Scenario",
      align: "---",
      cell: (scenario) => `${showName(report, scenario)}${showState(scenario, compared)}`,
    },
    {
      says: compared,
      title: `main${unit}`,
      align: "--:",
      cell: (scenario) => withUnit(scenario, showCosts(scenario).before),
    },
    {
      says: true,
      title: `${compared ? "this change" : "costs"}${unit}`,
      align: "--:",
      cell: (scenario) => {
        const { before, after } = costsOf(scenario);
        const text = withUnit(scenario, showCosts(scenario).after);
        return compared && after !== null && before !== after ? `**${text}**` : text;
      },
    },
    {
      says: scenarios.some(
        ({ hitRate, baselineHitRate }) => hitRate !== null || baselineHitRate !== null,
      ),
      title: "hit rate",
      align: "--:",
      cell: showHitRate,
    },
    ...variantColumns.map(({ name, title }) => ({
      says: scenarios.some((scenario) => showVariantCost(scenario, name) !== null),
      title,
      align: "--:" as const,
      cell: (scenario: ReportedScenario) => withUnit(scenario, showVariantCost(scenario, name)),
    })),
    {
      says: scenarios.some(({ budgets }) => budgets.length > 0),
      title: "budget",
      align: "---",
      cell: (scenario) => escapeMarkdown(showBudgets(scenario)),
    },
  ];
  return columns.filter(({ says }) => says);
}

function showState({ state, was }: ReportedScenario, compared: boolean): string {
  switch (state) {
    case "new":
      return compared ? " (new)" : "";
    case "gone":
      return " (gone)";
    case "renamed":
      return was === null ? "" : ` (was ${code(was)})`;
    case "changed":
    case "unchanged":
      return "";
    default:
      return state satisfies never;
  }
}

/** What moved without being this change's doing, a line per adjustment. */
export function renderAdjustments(report: Report, detail: Detail): readonly string[] {
  const all = report.scenarios.flatMap((scenario) =>
    scenario.adjustments.map((adjustment) => ({ scenario, adjustment })),
  );
  if (all.length === 0) return [];
  const lines = all.slice(0, detail.causes).map(({ scenario, adjustment }) => {
    const change = showCostChange(scenario, adjustment.usd);
    const what = escapeMarkdown(adjustment.detail);
    return `- ${code(scenario.id)}: ${what}, ${change} ${unitOf(scenario.basis)}`;
  });
  const title = `${notCounted.charAt(0).toUpperCase()}${notCounted.slice(1)}`;
  const left = describeLeftOut(all.length - lines.length, "line");
  return [
    [
      `${title} (${whatAdjustmentsAre}):`,
      ...lines,
      ...(left.length === 0 ? [] : ["", ...left]),
    ].join("\n"),
  ];
}

import { isCompared } from "../../../compare/state.ts";
import type { Report, ReportedScenario } from "../../report.ts";
import { clip, code, escapeMarkdown, row, sentence } from "../markdown.ts";
import { showBudgets } from "../words/budgets.ts";
import { presentScenarios } from "../words/changes.ts";
import { notCounted, whatAdjustmentsAre } from "../words/causes/causes.ts";
import {
  costsOf,
  showCostChange,
  showCosts,
  showHitRate,
  showVariant,
  unitOf,
} from "../words/costs.ts";
import { isNews, sortByWeight } from "../words/order.ts";
import { writeMarkdown } from "../words/phrase.ts";
import { describeBreakEvens } from "../words/spread.ts";
import { describeState } from "../words/state.ts";
import { variantColumns } from "../words/variants.ts";
import { showName } from "./causes.ts";
import { describeLeftOut, type Detail } from "./detail.ts";

/** Of a reason in a cell, in UTF-16 units. */
const longestReason = 160;

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
    isCompared(report.comparison) && !detail.unchanged
      ? report.scenarios.filter(isNews)
      : report.scenarios;
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
  const compared = isCompared(report.comparison);
  const isMixed = new Set(scenarios.map(({ basis }) => basis)).size > 1;
  const unit = !isMixed && scenarios[0]?.basis === "run" ? `, ${unitOf("run")}` : "";
  const withUnit = (scenario: ReportedScenario, cost: string | null): string => {
    if (cost === null) return "–";
    return isMixed ? `${cost} ${unitOf(scenario.basis)}` : cost;
  };
  const columns: readonly (Column & { readonly isShown: boolean })[] = [
    {
      isShown: true,
      title: "Scenario",
      align: "---",
      cell: (scenario) => `${showName(report, scenario)}${showState(report, scenario)}`,
    },
    {
      isShown: compared,
      title: `main${unit}`,
      align: "--:",
      cell: (scenario) => withUnit(scenario, showCosts(scenario).before),
    },
    {
      isShown: true,
      title: `${compared ? "this change" : "costs"}${unit}`,
      align: "--:",
      cell: (scenario) => {
        const { before, after } = costsOf(scenario);
        const text = withUnit(scenario, showCosts(scenario).after);
        return compared && after !== null && before !== after ? `**${text}**` : text;
      },
    },
    {
      isShown: scenarios.some(
        ({ hitRate, baselineHitRate }) => hitRate !== null || baselineHitRate !== null,
      ),
      title: "hit rate",
      align: "--:",
      cell: showHitRate,
    },
    ...variantColumns.map(({ name, title }) => ({
      isShown: scenarios.some((scenario) => showVariant(scenario, name) !== null),
      title,
      align: "--:" as const,
      cell: (scenario: ReportedScenario) => variantCell(scenario, name, withUnit),
    })),
    {
      isShown: scenarios.some(({ budgets }) => budgets.length > 0),
      title: "budget",
      align: "---",
      cell: (scenario) => escapeMarkdown(showBudgets(scenario)),
    },
  ];
  return columns.filter(({ isShown }) => isShown);
}

/** As written is what the table shows. */
function hasOwnColumn(name: string): boolean {
  return name === "as-written" || variantColumns.some((column) => column.name === name);
}

/** A variant's figure, or in its place why there is none. */
function variantCell(
  scenario: ReportedScenario,
  name: string,
  withUnit: (scenario: ReportedScenario, cost: string | null) => string,
): string {
  const shown = showVariant(scenario, name);
  return shown?.startsWith("–") === true
    ? sentence(clip(shown, longestReason))
    : withUnit(scenario, shown);
}

/** The variants that have no column of their own, a line per scenario. Folded. */
export function renderVariants(report: Report, detail: Detail): readonly string[] {
  const all = detail.unchanged || !isCompared(report.comparison);
  const listed = presentScenarios(report).filter(
    (scenario) =>
      (all || isNews(scenario)) &&
      (scenario.breakEven.length > 0 ||
        scenario.variants.some(
          ({ name, whyNot, perRunUsd }) =>
            !hasOwnColumn(name) && (whyNot !== null || perRunUsd !== null),
        )),
  );
  const shown = sortByWeight(report, listed).slice(0, detail.rows);
  if (shown.length === 0) return [];
  const left = describeLeftOut(listed.length - shown.length, "scenario");
  const lines = [...shown.map(variantLine), ...(left.length === 0 ? [] : ["", ...left])].join("\n");
  return [`<details><summary>Other ways to run it</summary>\n\n${lines}\n\n</details>`];
}

function variantLine(scenario: ReportedScenario): string {
  const others = scenario.variants.flatMap(({ name }) => {
    const shown = hasOwnColumn(name) ? null : showVariant(scenario, name);
    return shown === null ? [] : [`${code(name)} ${sentence(shown)}`];
  });
  const breakEvens = escapeMarkdown(describeBreakEvens(scenario));
  const parts = [
    others.length === 0 ? "" : `${unitOf(scenario.basis)}: ${others.join(", ")}`,
    breakEvens,
  ].filter((part) => part !== "");
  return `- ${code(scenario.id)}, ${parts.join("; ")}`;
}

function showState(report: Report, scenario: ReportedScenario): string {
  const state = describeState(report, scenario);
  return state.length === 0 ? "" : ` (${writeMarkdown(state, report.links)})`;
}

/** What moved without being this change's doing, a line per adjustment. */
export function renderAdjustments(report: Report, detail: Detail): readonly string[] {
  const adjustments = report.scenarios.flatMap((scenario) =>
    scenario.adjustments.map((adjustment) => ({ scenario, adjustment })),
  );
  if (adjustments.length === 0) return [];
  const lines = adjustments.slice(0, detail.causes).map(({ scenario, adjustment }) => {
    const change = showCostChange(scenario, adjustment.usd);
    const what = escapeMarkdown(adjustment.detail);
    // Of one that is gone the words say which it is.
    const whose = adjustment.kind === "scenarios" ? "" : `${code(scenario.id)}: `;
    return `- ${whose}${what}, ${change} ${unitOf(scenario.basis)}`;
  });
  const title = `${notCounted.charAt(0).toUpperCase()}${notCounted.slice(1)}`;
  const left = describeLeftOut(adjustments.length - lines.length, "line");
  return [
    [
      `${title} (${whatAdjustmentsAre}):`,
      ...lines,
      ...(left.length === 0 ? [] : ["", ...left]),
    ].join("\n"),
  ];
}

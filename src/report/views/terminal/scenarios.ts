import type { Report, ReportedScenario } from "../../report.ts";
import { cleanName, cleanText } from "../markdown.ts";
import { showBudgets } from "../words/budgets.ts";
import { describeCause, notCounted } from "../words/causes/causes.ts";
import {
  showCauseUsd,
  showCostChange,
  showCosts,
  showHitRate,
  showVariant,
  unitOf,
} from "../words/costs.ts";
import { sortCauses } from "../words/order.ts";
import { writePlain } from "../words/phrase.ts";
import { describeDearestRuns } from "../words/spread.ts";
import { describeState } from "../words/state.ts";
import { variantLabel } from "../words/variants.ts";
import { showAdvice } from "./advice.ts";
import { padEnd, padStart, widestOf } from "./columns.ts";
import { verdictStyles, type Paint } from "./paint.ts";

/** Columns in front of what belongs to a scenario. */
const indent = " ".repeat(10);

interface Widths {
  readonly name: number;
  readonly movement: number;
}

/** Scenarios in the order given, each with its causes below it. */
export function showScenarios(
  report: Report,
  scenarios: readonly ReportedScenario[],
  paint: Paint,
): readonly string[] {
  const widths: Widths = {
    name: widestOf(
      scenarios.map(({ id }) => cleanName(id)),
      { least: 15, most: 40 },
    ),
    movement: widestOf(scenarios.map(showMovement), { least: 0, most: 40 }),
  };
  return scenarios.flatMap((scenario) => {
    const details = [
      describeVariants(scenario),
      showHits(scenario),
      describeDearestRuns(scenario),
    ].filter((part) => part !== "");
    return [
      showLine(report, scenario, { widths, paint }),
      ...showCauses(scenario),
      ...showAdvice(scenario).map((line) => `${indent}do  ${line}`),
      ...(details.length === 0 ? [] : [`${indent}${paint("dim", details.join("   "))}`]),
    ];
  });
}

/** `$1,434 → $10,540 a month`. */
function showMovement(scenario: ReportedScenario): string {
  const { before, after } = showCosts(scenario);
  const unit = unitOf(scenario.basis);
  if (after === null) return before === null ? "" : `gone, was ${before} ${unit}`;
  return before === null || before === after ? `${after} ${unit}` : `${before} → ${after} ${unit}`;
}

/** Verdict, name, what it costs, and what there is to say of that. */
function showLine(
  report: Report,
  scenario: ReportedScenario,
  { widths, paint }: { readonly widths: Widths; readonly paint: Paint },
): string {
  const { id, deltaUsd, verdict, state } = scenario;
  const word = padEnd(state === "gone" ? state : verdict, 4);
  const name = padEnd(cleanName(id), widths.name);
  const budgets = showBudgets(scenario).replace(/^over: /, "over ");
  const remarks = [
    deltaUsd === null || state === "gone" || report.comparison === "first-run"
      ? ""
      : showCostChange(scenario, deltaUsd),
    showState(report, scenario),
    budgets === "ok" ? "" : budgets,
  ].filter((part) => part !== "");
  return (
    `  ${paint(verdictStyles[verdict], word)}  ${paint("bold", name)}  ` +
    `${padEnd(showMovement(scenario), widths.movement)}   ${remarks.join("  ")}`
  ).trimEnd();
}

/** Nothing of a scenario that is gone: that stands in place of its verdict. */
function showState(report: Report, scenario: ReportedScenario): string {
  return scenario.state === "gone" ? "" : writePlain(describeState(report, scenario));
}

/** What moved the cost, a line each, the changes of the requests first. */
function showCauses(scenario: ReportedScenario): readonly string[] {
  const causes = sortCauses(scenario.causes).map((cause) => ({
    kind: cause.kind,
    usd: showCauseUsd(scenario, cause),
    text: writePlain(describeCause(cause)),
  }));
  const adjustments = scenario.adjustments.map(({ kind, usd, detail }) => ({
    kind,
    usd: showCostChange(scenario, usd),
    text: `${cleanText(detail)} (${notCounted})`,
  }));
  const rows = [...causes, ...adjustments];
  const kindWidth = widestOf(
    rows.map(({ kind }) => kind),
    { least: 6, most: Infinity },
  );
  const usdWidth = widestOf(
    rows.map(({ usd }) => usd),
    { least: 0, most: Infinity },
  );
  return rows.map(({ kind, usd, text }) =>
    `${indent}${padEnd(kind, kindWidth)}  ${padStart(usd, usdWidth)}  ${text}`.trimEnd(),
  );
}

/**
 * What the scenario would cost otherwise, or why it cannot run so: `no cache $812   batch – (a batch
 * refuses fast mode)`.
 */
function describeVariants(scenario: ReportedScenario): string {
  return scenario.variants
    .flatMap(({ name }) => {
      const cost = showVariant(scenario, name);
      return cost === null ? [] : [`${variantLabel(name)} ${cleanText(cost)}`];
    })
    .join("   ");
}

function showHits(scenario: ReportedScenario): string {
  return scenario.hitRate === null && scenario.baselineHitRate === null
    ? ""
    : `hit rate ${showHitRate(scenario)}`;
}

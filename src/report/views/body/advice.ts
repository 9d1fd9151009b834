import { isCompared } from "../../../compare/state.ts";
import type { Report, ReportedScenario } from "../../report.ts";
import { code } from "../markdown.ts";
import {
  adviceFor,
  describeGain,
  describeSaving,
  firstAdvice,
  largestAdvice,
  writeChange,
  type GivenAdvice,
} from "../words/advice.ts";
import { presentScenarios } from "../words/changes.ts";
import { isNews } from "../words/order.ts";
import { describeLeftOut, type Detail } from "./detail.ts";

/**
 * ` **Do this first:** move … behind the last cache_control: back to $1,462.`, of the scenario that
 * the headline speaks of; empty where nothing would save.
 */
export function renderFirstAdvice(report: Report, scenario: ReportedScenario | null): string {
  const first = scenario === null ? null : firstAdvice(scenario);
  if (first === null) return "";
  return ` **Do this first:** ${writeChange(first, report.links)}: ${describeGain(first)}.`;
}

/** ` Cheapest saving in reach: …, −$156 a month.`; empty where nothing would save. */
export function renderLargestSaving(report: Report): string {
  const largest = largestAdvice(report);
  if (largest === null) return "";
  const { scenario } = largest;
  const change = writeChange(largest, report.links);
  return ` Cheapest saving in reach: ${code(scenario.id)}: ${change}, ${describeGain(largest)}.`;
}

/** All there is to do about the scenarios shown, a line each. Folded. */
export function renderAdvice(report: Report, detail: Detail): readonly string[] {
  const all = detail.unchanged || !isCompared(report.comparison);
  const given = adviceFor(presentScenarios(report).filter((scenario) => all || isNews(scenario)));
  const shown = given.slice(0, detail.rows);
  if (shown.length === 0) return [];
  const left = describeLeftOut(given.length - shown.length, "line");
  const lines = [
    ...shown.map((advice) => adviceLine(report, advice)),
    ...(left.length === 0 ? [] : ["", ...left]),
  ].join("\n");
  return [`<details><summary>What to do about it</summary>\n\n${lines}\n\n</details>`];
}

function adviceLine(report: Report, given: GivenAdvice): string {
  const { scenario, advice } = given;
  const facts = [describeSaving(given), advice.confidence, code(advice.code)];
  const change = writeChange(given, report.links);
  return `- ${code(scenario.id)}: ${change} (${facts.filter((fact) => fact !== "").join(", ")})`;
}

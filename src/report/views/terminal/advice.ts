import type { Report, ReportedScenario } from "../../report.ts";
import { cleanName } from "../markdown.ts";
import {
  adviceFor,
  describeGain,
  describeSaving,
  describeWhatToDo,
  firstAdvice,
  largestAdvice,
} from "../words/advice.ts";
import { leadScenario } from "../words/headline.ts";

/**
 * `fix first: move … behind the last cache_control, −$9,078 a month`: of the scenario that the
 * headline speaks of, else what saves most of all; nothing where nothing would save.
 */
export function showFirstAdvice(report: Report): readonly string[] {
  if (report.verdict === "error") return [];
  const lead = leadScenario(report);
  const own = lead === null ? null : firstAdvice(lead);
  if (own !== null) return [`  fix first: ${describeWhatToDo(own)}, ${describeGain(own)}`];
  const largest = largestAdvice(report);
  if (largest === null) return [];
  const name = cleanName(largest.scenario.id);
  return [`  saving in reach: ${name}: ${describeWhatToDo(largest)}, ${describeGain(largest)}`];
}

/** What there is to do about a scenario, a line each, what saves most first. */
export function showAdvice(scenario: ReportedScenario): readonly string[] {
  return adviceFor([scenario]).map((given) => {
    const { confidence, code } = given.advice;
    const facts = [describeSaving(given), confidence, code].filter((fact) => fact !== "");
    return `${describeWhatToDo(given)} (${facts.join(", ")})`;
  });
}

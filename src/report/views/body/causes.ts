import type { Report, ReportedScenario } from "../../report.ts";
import { readUsd, showChange } from "../amount.ts";
import { code, link, linkToLine, row } from "../markdown.ts";
import { describeWholeCause } from "../words/causes/causes.ts";
import { inShownUnit, showCauseUsd, unitOf } from "../words/costs.ts";
import { leadScenario } from "../words/headline.ts";
import { sortByChange, sortCauses } from "../words/order.ts";
import { writeMarkdown } from "../words/phrase.ts";
import { describeLeftOut, type Detail } from "./detail.ts";

/** A row of the table before it is written: most have no room where there are many. */
interface CauseRow {
  readonly scenario: ReportedScenario;
  readonly why: () => string;
  readonly usd: () => string;
}

/**
 * Why each scenario that moved costs what it does now, largest cause first. Empty where nothing has
 * a cause.
 */
export function renderCauses(report: Report, detail: Detail): readonly string[] {
  const caused = sortByChange(report.scenarios.filter(({ causes }) => causes.length > 0));
  if (caused.length === 0) return [];
  const [basis, ...otherBases] = new Set(caused.map((scenario) => scenario.basis));
  const unit = basis !== undefined && otherBases.length === 0 ? unitOf(basis) : null;
  const namesScenarios = caused.length > 1 || caused[0]?.id !== leadScenario(report)?.id;
  const rows = caused.flatMap((scenario) => causeRows(report, scenario, detail));
  const lines = rows.slice(0, detail.causes).map(({ scenario, why, usd }) => {
    const cost = unit === null ? `${usd()} ${unitOf(scenario.basis)}` : usd();
    return row([...(namesScenarios ? [showName(report, scenario)] : []), why(), cost]);
  });
  const heading = unit ?? "cost";
  const head = namesScenarios
    ? [`| Scenario | Why | ${heading} |`, "|---|---|--:|"]
    : [`| Why | ${heading} |`, "|---|--:|"];
  return [[...head, ...lines].join("\n"), ...describeLeftOut(rows.length - lines.length, "cause")];
}

/** The largest causes of a scenario, a row each; the smaller ones share the last. */
function causeRows(
  report: Report,
  scenario: ReportedScenario,
  { causesPerScenario }: Detail,
): readonly CauseRow[] {
  const sorted = sortCauses(scenario.causes);
  const rows = sorted.slice(0, causesPerScenario).map((cause) => ({
    scenario,
    why: () => writeMarkdown(describeWholeCause(cause), report.links),
    usd: () => showCauseUsd(scenario, cause),
  }));
  const smaller = sorted.slice(causesPerScenario);
  if (smaller.length === 0) return rows;
  const last = {
    scenario,
    why: () => `${smaller.length} smaller`,
    usd: () => {
      const sum = smaller.reduce((total, { usd }) => total + readUsd(usd), 0n);
      return showChange(inShownUnit(scenario, sum));
    },
  };
  return [...rows, last];
}

/** A scenario's name, linked to where it stands in the config. */
export function showName(report: Report, scenario: ReportedScenario): string {
  return link(code(scenario.id), linkToLine(report.links, scenario));
}

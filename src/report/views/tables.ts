import { describeDelta, exceededBudgets } from "./headline.ts";
import { code, escapeMarkdown, link, linkToLine, row } from "./markdown.ts";
import { showChange, showCount, readUsd } from "./amount.ts";
import { describeWholeCause, whatAdjustmentsAre, writeMarkdown } from "./phrase.ts";
import type { Report, ReportedScenario } from "../report.ts";
import {
  costsOf,
  isNews,
  orderScenarios,
  showBudgets,
  showCosts,
  showHitRate,
  showScaledChange,
  showVariant,
  sortCauses,
  sortScenarios,
  unitOf,
} from "./scenario-cells.ts";

/** How much of everything a view has room for. */
export interface Detail {
  readonly rows: number;
  readonly causesPerScenario: number;
  readonly causes: number;
  readonly problems: number;
  readonly notes: number;
  readonly loosened: number;
  /** Longest message shown whole, in UTF-16 units. */
  readonly message: number;
  /** Unchanged scenarios get rows too. */
  readonly unchanged: boolean;
}

export function isCompared(report: Report): boolean {
  return report.comparison === "compared" || report.comparison === "unexplained";
}

/**
 * Why each scenario that moved costs what it does now, largest cause first. Empty where nothing has
 * a cause.
 */
export function renderCauses(report: Report, detail: Detail): readonly string[] {
  const caused = sortScenarios(report.scenarios.filter((one) => one.causes.length > 0));
  if (caused.length === 0) return [];
  const bases = new Set(caused.map((one) => one.basis));
  const [basis] = bases;
  const unit = bases.size === 1 && basis !== undefined ? unitOf(basis) : "cost";
  const several = caused.length > 1 || caused[0]?.id !== describeLead(report)?.id;
  const all = caused.flatMap((scenario) => {
    const sorted = sortCauses(scenario.causes);
    const rest = sorted
      .slice(detail.causesPerScenario)
      .reduce((sum, cause) => sum + readUsd(cause.usd), 0n);
    const others = sorted.length - detail.causesPerScenario;
    const last = {
      scenario,
      text: (): string => `${others} smaller`,
      usd: showChange(scenario.basis === "month" ? rest : rest * 1000n),
    };
    const cells = sorted.slice(0, detail.causesPerScenario).map((cause) => ({
      scenario,
      text: (): string => writeMarkdown(describeWholeCause(cause), report.links),
      usd: showScaledChange(scenario, cause.usd),
    }));
    return others > 0 ? [...cells, last] : cells;
  });
  const lines = all.slice(0, detail.causes).map(({ scenario, text, usd }) => {
    const cell = bases.size === 1 ? usd : `${usd} ${unitOf(scenario.basis)}`;
    return row(several ? [scenarioName(report, scenario), text(), cell] : [text(), cell]);
  });
  const head = several
    ? ["| Scenario | Why | " + unit + " |", "|---|---|--:|"]
    : [`| Why | ${unit} |`, "|---|--:|"];
  const left = mayBe(all.length - lines.length, "cause");
  return [[...head, ...lines].join("\n"), ...(left === "" ? [] : [left])];
}

function scenarioName(report: Report, scenario: ReportedScenario): string {
  return link(code(scenario.id), linkToLine(report.links, scenario));
}

function mayBe(count: number, what: string): string {
  return count <= 0
    ? ""
    : `_${showCount(count)} more ${what}${count === 1 ? "" : "s"} left out here._`;
}

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
  const first = orderScenarios(report, listed);
  const shown = first.slice(0, detail.rows);
  if (shown.length === 0) return [];
  const columns = columnsOf(report, shown);
  const lines = [
    row(columns.map((one) => one.title)),
    `|${columns.map((one) => one.align).join("|")}|`,
    ...shown.map((scenario) => row(columns.map((one) => one.cell(scenario)))),
  ];
  const left = mayBe(listed.length - shown.length, "scenario");
  return [lines.join("\n"), ...(left === "" ? [] : [left])];
}

function columnsOf(report: Report, scenarios: readonly ReportedScenario[]): readonly Column[] {
  const mixed = new Set(scenarios.map((one) => one.basis)).size > 1;
  const suffix = mixed || scenarios[0]?.basis !== "run" ? "" : `, ${unitOf("run")}`;
  const unit = (scenario: ReportedScenario, text: string | null): string =>
    text === null ? "–" : mixed ? `${text} ${unitOf(scenario.basis)}` : text;
  const moved = (scenario: ReportedScenario): boolean =>
    costsOf(scenario).before !== costsOf(scenario).after;
  const has = (name: string): boolean => scenarios.some((one) => showVariant(one, name) !== null);
  const variant = (title: string, name: string): readonly Column[] =>
    has(name) ? [{ title, align: "--:", cell: (one) => unit(one, showVariant(one, name)) }] : [];
  const before = (one: ReportedScenario): string => unit(one, showCosts(one).before);
  const budget = (one: ReportedScenario): string => escapeMarkdown(showBudgets(one));
  const after = (one: ReportedScenario): string => {
    const text = unit(one, showCosts(one).after);
    return text !== "–" && isCompared(report) && moved(one) ? `**${text}**` : text;
  };
  return [
    {
      title: "Scenario",
      align: "---",
      cell: (one) => `${scenarioName(report, one)}${showState(report, one)}`,
    },
    ...(isCompared(report)
      ? [{ title: `main${suffix}`, align: "--:" as const, cell: before }]
      : []),
    {
      title: `${isCompared(report) ? "this change" : "costs"}${suffix}`,
      align: "--:",
      cell: after,
    },
    ...(scenarios.some((one) => one.hitRate !== null || one.baselineHitRate !== null)
      ? [{ title: "hit rate", align: "--:" as const, cell: showHitRate }]
      : []),
    ...variant("without cache", "no-cache"),
    ...variant("in a batch", "batch"),
    ...(scenarios.some((one) => one.budgets.length > 0)
      ? [{ title: "budget", align: "---" as const, cell: budget }]
      : []),
  ];
}

function showState(report: Report, scenario: ReportedScenario): string {
  return scenario.state === "new" && !isCompared(report)
    ? ""
    : scenario.state === "new"
      ? " (new)"
      : scenario.state === "gone"
        ? " (gone)"
        : scenario.state === "renamed" && scenario.was !== null
          ? ` (was ${code(scenario.was)})`
          : "";
}

/** What moved without being this change's doing, a line per scenario. */
export function renderAdjustments(report: Report, detail: Detail): readonly string[] {
  const all = report.scenarios.flatMap((scenario) =>
    scenario.adjustments.map((one) => ({ scenario, one })),
  );
  if (all.length === 0) return [];
  const lines = all
    .slice(0, detail.causes)
    .map(
      ({ scenario, one }) =>
        `- ${code(scenario.id)}: ${escapeMarkdown(one.detail)}, ` +
        `${showScaledChange(scenario, one.usd)} ${unitOf(scenario.basis)}`,
    );
  const left = mayBe(all.length - lines.length, "line");
  return [
    [
      `Not counted in the change (${whatAdjustmentsAre}):`,
      ...lines,
      ...(left === "" ? [] : ["", left]),
    ].join("\n"),
  ];
}

/**
 * `$1,434 → **$10,540** a month (+635 %) at 200k/month`, for the scenario the headline speaks of.
 */
export function describeLead(report: Report): ReportedScenario | null {
  const exceeded = exceededBudgets(report).find((one) => one.scenario !== null)?.scenario;
  if (exceeded !== undefined && exceeded !== null) return exceeded;
  const moved = report.scenarios.filter((one) => describeDelta(report, one) !== null);
  return moved.length === 1 ? (moved[0] ?? null) : null;
}

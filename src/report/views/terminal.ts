import { readUsd, showChange, showCount, showPair, showUsd } from "./amount.ts";
import {
  describeLimit,
  describeActual,
  headlineOf,
  perThousand,
  presentScenarios,
} from "./headline.ts";
import { cleanName, cleanText } from "./markdown.ts";
import { describeCause, whatAdjustmentsAre, writePlain } from "./phrase.ts";
import { renderProblems, sortProblems } from "./problem-list.ts";
import type { ProblemListOptions } from "./problem-list.ts";
import type { Report, ReportedScenario } from "../report.ts";
import {
  compareNames,
  isNews,
  orderScenarios,
  showBudgets,
  showCosts,
  showHitRate,
  showScaledChange,
  showVariant,
  sortCauses,
  unitOf,
} from "./scenario-cells.ts";

export interface TerminalOptions {
  readonly colour: boolean;
  readonly source: ProblemListOptions["source"];
}

type Paint = (style: "bold" | "dim" | "green" | "red" | "yellow", text: string) => string;

const codes = { bold: "1", dim: "2", green: "32", red: "31", yellow: "33" } as const;

const verdictStyle = { pass: "green", warn: "yellow", fail: "red", error: "red" } as const;

/** Which commit main's side is, as far as there is one: `base 3f2c1ab (merge base with main)`. */
export function describeBase(report: Report): string {
  if (report.comparison === "first-run") return "first run";
  if (report.base === null) return "no base";
  const sha = report.base.sha === null ? "" : `${cleanName(report.base.sha.slice(0, 7))} `;
  return `base ${sha}(${cleanText(report.base.why)})`;
}

interface Widths {
  readonly name: number;
  readonly movement: number;
}

/**
 * What `promptcost check` prints: a header, what moved and why, the rest counted, the sum, then
 * what is wrong.
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = painter(options.colour);
  const { word, sentence } = headlineOf(report);
  const compared = report.comparison === "compared" || report.comparison === "unexplained";
  const scenarios = compared
    ? report.scenarios.filter(isNews)
    : [...report.scenarios].sort((a, b) => compareNames(a.id, b.id));
  const rows = compared ? orderScenarios(report, scenarios) : scenarios;
  const quiet = compared ? report.scenarios.filter((one) => !isNews(one)) : [];
  const count = presentScenarios(report).length;
  const widths = {
    name: Math.min(Math.max(15, ...rows.map((one) => widthOf(cleanName(one.id)))), 40),
    movement: Math.min(Math.max(0, ...rows.map((one) => widthOf(showMovement(one)))), 40),
  };
  const problems = report.problems.filter((one) => one.severity !== "note");
  const sections = [
    [
      `${paint("bold", "promptcost")}  ${showCount(count)} ` +
        `${count === 1 ? "scenario" : "scenarios"}, ${describeBase(report)}, ` +
        `prices of ${report.asOf}`,
    ],
    [`  ${paint(verdictStyle[report.verdict], word)}. ${sentence}`],
    report.loosened.map(
      (one) =>
        `  ${paint("yellow", "laxer rule")}  ${cleanText(one.rule)}: ${cleanText(one.from)} → ${cleanText(one.to)}`,
    ),
    [
      ...rows.flatMap((one) => showScenario(report, one, widths, paint)),
      ...showRest(report, quiet, paint),
    ],
    showTotal(report),
    showNotes(report),
    problems.length === 0
      ? []
      : [renderProblems(problems, { source: options.source, notes: false }).trimEnd()],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function painter(colour: boolean): Paint {
  return (style, text) =>
    colour && text !== "" ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

/** Columns a text takes: wide East Asian characters and emoji take two. */
function widthOf(text: string): number {
  return Array.from(text).reduce(
    (sum, one) =>
      sum +
      (/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        one,
      )
        ? 2
        : 1),
    0,
  );
}

function showMovement(scenario: ReportedScenario): string {
  const { before, after } = showCosts(scenario);
  if (before !== null && after !== null && before !== after)
    return `${before} → ${after} ${unitOf(scenario.basis)}`;
  if (after !== null) return `${after} ${unitOf(scenario.basis)}`;
  return before === null ? "" : `gone, was ${before} ${unitOf(scenario.basis)}`;
}

function showScenario(
  report: Report,
  scenario: ReportedScenario,
  widths: Widths,
  paint: Paint,
): readonly string[] {
  const delta = scenario.deltaUsd === null ? "" : showScaledChange(scenario, scenario.deltaUsd);
  const state =
    scenario.state === "new" &&
    report.comparison !== "first-run" &&
    report.comparison !== "not-compared"
      ? "new"
      : scenario.state === "renamed" && scenario.was !== null
        ? `was ${cleanName(scenario.was)}`
        : "";
  const budgets = showBudgets(scenario).replace(/^over: /, "over ");
  const hits =
    scenario.hitRate === null && scenario.baselineHitRate === null
      ? ""
      : `hit rate ${showHitRate(scenario)}`;
  const word = paint(
    verdictStyle[scenario.verdict],
    pad(scenario.state === "gone" ? "gone" : scenario.verdict, 4),
  );
  const rest = [
    report.comparison === "first-run" ? "" : delta,
    state,
    budgets === "ok" ? "" : budgets,
  ]
    .filter((part) => part !== "")
    .join("  ");
  const head = (
    `  ${word}  ${paint("bold", pad(cleanName(scenario.id), widths.name))}  ` +
    `${pad(showMovement(scenario), widths.movement)}   ${rest}`
  ).trimEnd();
  const variants = [shownVariants(scenario), hits].filter((part) => part !== "").join("   ");
  return [
    head,
    ...showCauses(scenario),
    ...(variants === "" ? [] : [`          ${paint("dim", variants)}`]),
  ];
}

function pad(text: string, width: number): string {
  return `${text}${" ".repeat(Math.max(width - widthOf(text), 0))}`;
}

function shownVariants(scenario: ReportedScenario): string {
  return scenario.variants
    .flatMap((variant) => {
      const usd = showVariant(scenario, variant.name);
      return usd === null ? [] : [`${variantWords(variant.name)} ${usd}`];
    })
    .join("   ");
}

function variantWords(name: string): string {
  if (name === "as-written") return "as written";
  return name === "no-cache" ? "no cache" : cleanName(name);
}

function showCauses(scenario: ReportedScenario): readonly string[] {
  const causes = sortCauses(scenario.causes).map((cause) => ({
    kind: cause.kind,
    usd: showScaledChange(scenario, cause.usd),
    text: writePlain(describeCause(cause)),
  }));
  const adjustments = scenario.adjustments.map((one) => ({
    kind: one.kind,
    usd: showScaledChange(scenario, one.usd),
    text: `${cleanText(one.detail)} (not counted in the change)`,
  }));
  const rows = [...causes, ...adjustments];
  const kind = Math.max(6, ...rows.map((one) => one.kind.length));
  const usd = Math.max(...rows.map((one) => one.usd.length), 0);
  return rows.map((one) =>
    `          ${pad(one.kind, kind)}  ${padLeft(one.usd, usd)}  ${one.text}`.trimEnd(),
  );
}
function padLeft(text: string, width: number): string {
  return `${" ".repeat(Math.max(width - widthOf(text), 0))}${text}`;
}

/** Unchanged scenarios are counted; where nothing was compared none is called unchanged. */
function showRest(
  report: Report,
  quiet: readonly ReportedScenario[],
  paint: Paint,
): readonly string[] {
  if (quiet.length === 0) return [];
  const others =
    quiet.length < report.scenarios.length
      ? `${showCount(quiet.length)} ${quiet.length === 1 ? "other" : "others"}`
      : showCount(quiet.length);
  const [only] = quiet;
  const figure =
    quiet.length === 1 && only !== undefined && only.monthlyUsd === null && only.perRunUsd !== null
      ? `, ${showUsd(perThousand(only.perRunUsd))} per 1,000 runs`
      : "";
  return [`  ${paint("green", "pass")}  ${others} unchanged${figure}`];
}

function showTotal(report: Report): readonly string[] {
  const { monthlyUsd, baselineMonthlyUsd, adjustments, budgets, leftOut } = report.totals;
  if (monthlyUsd === null) return [];
  const [from, to] =
    baselineMonthlyUsd === null
      ? ["", showUsd(readUsd(monthlyUsd))]
      : showPair(readUsd(baselineMonthlyUsd), readUsd(monthlyUsd));
  const limits = budgets.map(
    (one) => `${one.over ? "over " : "budget "}${describeLimit(one).replace(/ a month$/, "")}`,
  );
  const without =
    leftOut.length === 0
      ? ""
      : ` (without ${leftOut.length} that ${leftOut.length === 1 ? "states" : "state"} no traffic)`;
  return [
    `  total ${from === "" || from === to ? to : `${from} → ${to}`} a month${limits.length === 0 ? "" : `, ${limits.join(", ")}`}${without}`,
    ...(adjustments.length === 0
      ? []
      : [`        not counted in the change (${whatAdjustmentsAre}):`]),
    ...adjustments.map(
      (one) => `          ${cleanText(one.detail)} ${showChange(readUsd(one.usd))}`,
    ),
    ...report.groups.flatMap((group) =>
      group.budgets.map(
        (one) =>
          `  group ${cleanName(group.name)} ${describeActual(one)}, ` +
          `${one.over ? "over" : "budget"} ${describeLimit(one)}`,
      ),
    ),
  ];
}

function showNotes(report: Report): readonly string[] {
  const notes = sortProblems(report.problems, report.config).filter(
    (one) => one.severity === "note",
  );
  const messages = [...new Set(notes.map((one) => cleanText(one.message)))];
  const shown = messages.slice(0, 5).map((message) => `  assumed: ${message}`);
  return messages.length > 5
    ? [...shown, `  and ${messages.length - 5} more assumptions (--json lists them)`]
    : shown;
}

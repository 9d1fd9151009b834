import { isCompared } from "../../compare/state.ts";
import { plural } from "../../words.ts";
import type { Report, ReportedScenario } from "../report.ts";
import { readUsd, showCount } from "./amount.ts";
import { cleanName, cleanText } from "./markdown.ts";
import { notesOf, renderProblems, type ProblemListOptions } from "./problem-list.ts";
import { painter, verdictStyles, type Paint } from "./terminal/paint.ts";
import { showFirstAdvice } from "./terminal/advice.ts";
import { showScenarios } from "./terminal/scenarios.ts";
import { showTotal } from "./terminal/total.ts";
import { saidAcceptances } from "./words/acceptances.ts";
import { presentScenarios } from "./words/changes.ts";
import { describePrices, showPerThousandRuns } from "./words/costs.ts";
import { headlineOf } from "./words/headline.ts";
import { describeLastBill } from "./words/reconciled.ts";
import { writePlain } from "./words/phrase.ts";
import { isNews, sortByName, sortByWeight } from "./words/order.ts";

export interface TerminalOptions {
  readonly colour: boolean;
  readonly source: ProblemListOptions["source"];
}

/**
 * What `promptcost check` prints: a header, what moved and why, the rest counted, the sum, then
 * what is wrong.
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = painter(options.colour);
  const compared = isCompared(report.comparison);
  const shown = compared
    ? sortByWeight(report, report.scenarios.filter(isNews))
    : sortByName(report.scenarios);
  const quiet = compared ? report.scenarios.filter((scenario) => !isNews(scenario)) : [];
  const sections = [
    [showHeader(report, paint)],
    [showVerdict(report, paint)],
    showLaxerRules(report, paint),
    showAcceptances(report, paint),
    [...showScenarios(report, shown, paint), ...showQuiet(report, quiet, paint)],
    [...showTotal(report), ...showFirstAdvice(report)],
    showNotes(report),
    showProblems(report, options.source),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function showHeader(report: Report, paint: Paint): string {
  const count = presentScenarios(report).length;
  const parts = [
    // A check that could not go on has read none to the end.
    report.verdict === "error" && count === 0
      ? ""
      : `${showCount(count)} ${plural(count, "scenario")}`,
    describeBase(report),
    `prices of ${describePrices(report)}`,
  ].filter((part) => part !== "");
  return `${paint("bold", "promptcost")}  ${parts.join(", ")}`;
}

/** Which commit main's side is, as far as there is one: `base 3f2c1ab (merge base with main)`. */
function describeBase({ comparison, base }: Report): string {
  if (comparison === "first-run") return "first run";
  if (comparison === "same-as-base") return "nothing compared";
  if (base === null) return "no base";
  const sha = base.sha === null ? "" : `${cleanName(base.sha.slice(0, 7))} `;
  return `base ${sha}(${cleanText(base.why)})`;
}

function showVerdict(report: Report, paint: Paint): string {
  const { word, sentence } = headlineOf(report);
  return `  ${paint(verdictStyles[report.verdict], word)}. ${sentence}`;
}

function showLaxerRules({ loosened }: Report, paint: Paint): readonly string[] {
  const title = paint("yellow", "laxer rule");
  return loosened.map(
    ({ rule, from, to, sentence }) =>
      `  ${title}  ` +
      (sentence === undefined
        ? `${cleanText(rule)}: ${cleanText(from)} → ${cleanText(to)}`
        : cleanText(sentence)),
  );
}

function showAcceptances(report: Report, paint: Paint): readonly string[] {
  return saidAcceptances(report).map(
    ({ title, phrase }) => `  ${paint("yellow", title)}  ${writePlain(phrase)}`,
  );
}

/** Unchanged scenarios are counted; where nothing was compared none is called unchanged. */
function showQuiet(
  report: Report,
  quiet: readonly ReportedScenario[],
  paint: Paint,
): readonly string[] {
  const [first, ...others] = quiet;
  if (first === undefined) return [];
  const count = showCount(quiet.length);
  const which =
    quiet.length < report.scenarios.length ? `${count} ${plural(quiet.length, "other")}` : count;
  const perRun = others.length === 0 && first.monthlyUsd === null ? first.perRunUsd : null;
  const cost = perRun === null ? "" : `, ${showPerThousandRuns(readUsd(perRun))}`;
  return [`  ${paint("green", "pass")}  ${which} unchanged${cost}`];
}

function showNotes(report: Report): readonly string[] {
  const bill = describeLastBill(report);
  return [
    ...(bill === "" ? [] : [`  ${cleanText(bill)}`]),
    ...notesOf(report).flatMap(({ messages, left }) => [
      ...messages.map((message) => `  note: ${cleanText(message)}`),
      ...(left > 0 ? [`        and ${left} more like it (--json lists them)`] : []),
    ]),
  ];
}

function showProblems(report: Report, source: TerminalOptions["source"]): readonly string[] {
  const problems = report.problems.filter(({ severity }) => severity !== "note");
  if (problems.length === 0) return [];
  return [renderProblems(problems, { source, notes: false }).trimEnd()];
}

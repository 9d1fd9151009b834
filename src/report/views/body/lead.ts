/** What leads the comment below its headline: laxer rules, what is odd about the comparison. */
import type { Report, ReportedProblem, ReportedScenario } from "../../report.ts";
import { showCount, showRelative } from "../amount.ts";
import { clip, code, escapeMarkdown, link, linkToLine, sentence } from "../markdown.ts";
import { showPlace, sortProblems } from "../problem-list.ts";
import { costsOf, showCosts, unitOf } from "../words/costs.ts";
import type { Detail } from "./detail.ts";

/** Problems that say the comparison itself is not what it should be. */
const leading: ReadonlySet<string> = new Set([
  "baseline-drift",
  "baseline-corrupt",
  "base-not-projected",
]);

/** Problems that lead, at most. */
const mostLeading = 3;

/**
 * The problems that lead the comment, so that they are not listed below; errors are, in any case.
 */
export function leadingProblems({ problems, config }: Report): readonly ReportedProblem[] {
  const odd = problems.filter(
    ({ code: name, severity }) => leading.has(name) && severity !== "error",
  );
  return sortProblems(odd, config).slice(0, mostLeading);
}

/** Laxer rules, problems that lead, and what is missing of the comparison; a paragraph each. */
export function renderLead(report: Report, detail: Detail): readonly string[] {
  const problems = leadingProblems(report);
  const short = (text: string): string => sentence(clip(text, detail.message));
  return [
    ...renderLaxerRules(report, detail),
    ...problems.map(({ message, fix }) => `**${short(message)}** ${short(fix)}`),
    ...(problems.length > 0 || report.verdict === "error" ? [] : describeGap(report.comparison)),
  ];
}

function renderLaxerRules({ loosened, links }: Report, detail: Detail): readonly string[] {
  if (loosened.length === 0) return [];
  const short = (text: string): string => escapeMarkdown(clip(text, 80));
  const lines = loosened.slice(0, detail.loosened).map((laxer) => {
    const { rule, from, to, sentence: said, file } = laxer;
    const place = file === null ? null : link(code(showPlace(laxer)), linkToLine(links, laxer));
    const what =
      said === undefined
        ? `${code(rule)}: ${short(from)} → ${short(to)}`
        : `relaxed: ${escapeMarkdown(clip(said, 200))}`;
    return `- ${what}${place === null ? "" : ` (${place})`}`;
  });
  const more = loosened.length - lines.length;
  return [
    [
      "**This change makes rules laxer:**",
      ...lines,
      ...(more > 0 ? [`- and ${showCount(more)} more`] : []),
    ].join("\n"),
  ];
}

const gaps: Readonly<Record<Report["comparison"], string | null>> = {
  compared: null,
  "first-run": null,
  unexplained:
    "**Compared with the committed baseline's figures alone**, so the change has no causes.",
  "not-compared": "**Nothing was compared**: only absolute budgets are judged.",
  // The headline says already that nothing was, and why.
  "same-as-base": "Only absolute budgets are judged.",
};

/** Said even where no problem says it: a comparison that is none, or has no causes. */
function describeGap(comparison: Report["comparison"]): readonly string[] {
  const gap = gaps[comparison];
  return gap === null ? [] : [gap];
}

/**
 * `$1,434 → **$10,540** a month (+635 %) at 200k runs a month.`, of the scenario that the headline
 * speaks of; empty where it speaks of none.
 */
export function renderLeadScenario(scenario: ReportedScenario | null): string {
  if (scenario === null) return "";
  const { before, after } = costsOf(scenario);
  const shown = showCosts(scenario);
  const traffic = scenario.traffic === null ? "" : ` at ${escapeMarkdown(scenario.traffic)}`;
  if (before !== null && before === after)
    return `**${shown.after ?? ""}** ${unitOf(scenario.basis)}${traffic}, the same as on main.`;
  const from = shown.before === null ? "" : `${shown.before} → `;
  const change = before === null || after === null ? null : showRelative(before, after);
  const relative = change === null ? "" : ` (${change})`;
  return `${from}**${shown.after ?? "gone"}** ${unitOf(scenario.basis)}${relative}${traffic}.`;
}

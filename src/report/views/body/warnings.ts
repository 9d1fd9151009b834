import type { Report, ReportedProblem } from "../../report.ts";
import { showCount } from "../amount.ts";
import { clip, code, link, linkToLine, sentence } from "../markdown.ts";
import { countProblems, showPlace, sortProblems } from "../problem-list.ts";
import type { Detail } from "./detail.ts";
import { isLeading } from "./lead.ts";

/** Errors, then warnings that do not lead the comment. Folded, but where they are all there is. */
export function renderWarnings(report: Report, detail: Detail): readonly string[] {
  const listed = sortProblems(report.problems, report.config).filter(
    (problem) => problem.severity !== "note" && !isLeading(problem),
  );
  if (listed.length === 0) return [];
  const shown = [
    ...listed.filter(({ severity }) => severity === "error"),
    ...listed.filter(({ severity }) => severity !== "error"),
  ].slice(0, detail.problems);
  const left = listed.length - shown.length;
  const lines = [
    ...shown.map((problem) => renderProblem(report, problem, detail)),
    ...(left > 0 ? [`- ${showCount(left)} more left out here`] : []),
  ].join("\n");
  return report.verdict === "error"
    ? [lines]
    : [`<details><summary>${countProblems(listed)}</summary>\n\n${lines}\n\n</details>`];
}

function renderProblem({ links }: Report, problem: ReportedProblem, detail: Detail): string {
  const place = showPlace(problem);
  const where = place === "" ? "" : `${link(code(place), linkToLine(links, problem))}: `;
  const scenario = problem.scenario === null ? "" : `${code(problem.scenario)}: `;
  const message = sentence(clip(problem.message, detail.message));
  const fix = sentence(clip(problem.fix, detail.message));
  return `- ${scenario}${where}${message} ${fix} (${code(problem.code)})`;
}

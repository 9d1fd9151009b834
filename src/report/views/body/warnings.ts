import { listNames } from "../../../words.ts";
import type { Report, ReportedProblem } from "../../report.ts";
import { showCount } from "../amount.ts";
import { clip, code, link, linkToLine, sentence } from "../markdown.ts";
import {
  countProblems,
  mergeAlike,
  showPlace,
  sortProblems,
  type AlikeProblems,
} from "../problem-list.ts";
import type { Detail } from "./detail.ts";
import { leadingProblems } from "./lead.ts";

/** Errors, then warnings that do not lead the comment. Folded, but where they are all there is. */
export function renderWarnings(report: Report, detail: Detail): readonly string[] {
  const leading = leadingProblems(report);
  const listed = sortProblems(report.problems, report.config).filter(
    (problem) => problem.severity !== "note" && !leading.includes(problem),
  );
  if (listed.length === 0) return [];
  const merged = mergeAlike([
    ...listed.filter(({ severity }) => severity === "error"),
    ...listed.filter(({ severity }) => severity !== "error"),
  ]);
  const shown = merged.slice(0, detail.problems);
  const left = merged.length - shown.length;
  const lines = [
    ...shown.map((problem) => renderProblem(report, problem, detail)),
    ...(left > 0 ? [`- ${showCount(left)} more left out here`] : []),
  ].join("\n");
  return report.verdict === "error"
    ? [lines]
    : [
        `<details><summary>${countProblems(listed)}: ${listCodes(listed)}</summary>\n\n${lines}\n\n</details>`,
      ];
}

/** Kinds of problems that are named in the line that folds them. */
const shownCodes = 3;

/** What they are of, so that the fold need not be opened to know. */
function listCodes(problems: readonly ReportedProblem[]): string {
  const codes = [...new Set(problems.map(({ code: name }) => name))];
  const left = codes.length - shownCodes;
  return [...codes.slice(0, shownCodes), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}

function renderProblem(
  { links }: Report,
  { first: problem, elsewhere }: AlikeProblems,
  detail: Detail,
): string {
  const place = showPlace(problem);
  const where = place === "" ? "" : `${link(code(place), linkToLine(links, problem))}: `;
  const scenario = problem.scenario === null ? "" : `${code(problem.scenario)}: `;
  const message = sentence(clip(problem.message, detail.message));
  const fix = sentence(clip(problem.fix, detail.message));
  const also =
    elsewhere.length === 0
      ? ""
      : ` Also at ${listNames(
          elsewhere.map((place) => code(place)),
          "and",
        )}.`;
  return `- ${scenario}${where}${message} ${fix}${also} (${code(problem.code)})`;
}

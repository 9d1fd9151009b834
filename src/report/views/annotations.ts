import { describeActual, describeLimit, describeOwner, exceededBudgets } from "./headline.ts";
import { cleanText } from "./markdown.ts";
import { sortProblems } from "./problem-list.ts";
import type { Report } from "../report.ts";

/**
 * GitHub drops what is over ten of a level in a step without a word, and cuts messages at 4,096
 * characters (pr-checks.md §1).
 */
const perLevel = 10;
const longest = 4000;

export type Level = "error" | "warning" | "notice";

export interface Annotation {
  readonly level: Level;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly title: string;
  readonly message: string;
}

/**
 * Workflow commands, one a line, at most ten of each level; the tenth counts those that had no
 * room.
 */
export function renderAnnotations(report: Report): string {
  const all = collect(report);
  const lines = (["error", "warning", "notice"] as const).flatMap((level) => {
    const some = all.filter((one) => one.level === level);
    if (some.length <= perLevel) return some;
    const rest = some.length - perLevel + 1;
    const last: Annotation = {
      level,
      file: null,
      line: null,
      column: null,
      title: "promptcost",
      message: `and ${rest} more ${level}s; the job summary lists them.`,
    };
    return [...some.slice(0, perLevel - 1), last];
  });
  return lines.map((one) => `${writeCommand(one)}\n`).join("");
}

/** Exceeded budgets first, then problems: worst first in every level. */
function collect(report: Report): readonly Annotation[] {
  return [
    ...exceededBudgets(report)
      .map((one) => ({ budget: one.budget, owner: describeOwner(one) }))
      .map(({ budget, owner }) => ({
        level: budget.action === "fail" ? ("error" as const) : ("warning" as const),
        file: budget.file,
        line: budget.line,
        column: budget.column,
        title: `promptcost: ${owner} is over budget`,
        message: `${owner}: ${describeActual(budget)}, its budget is ${describeLimit(budget)}.`,
      })),
    ...sortProblems(report.problems, report.config).map((one) => ({
      level: one.severity === "note" ? ("notice" as const) : one.severity,
      file: one.file,
      line: one.line,
      column: one.column,
      title: `promptcost: ${one.code}`,
      message: `${one.scenario === null ? "" : `${one.scenario}: `}${one.message} ${one.fix}`,
    })),
  ];
}

function writeCommand(one: Annotation): string {
  const properties = [
    one.file === null ? null : `file=${escapeProperty(cleanText(one.file))}`,
    one.file === null || one.line === null ? null : `line=${one.line}`,
    one.file === null || one.line === null || one.column === null ? null : `col=${one.column}`,
    `title=${escapeProperty(cleanText(one.title))}`,
  ].filter((part) => part !== null);
  const message = cleanText(one.message);
  const clipped =
    message.length > longest ? `${message.slice(0, longest).toWellFormed()}…` : message;
  return `::${one.level} ${properties.join(",")}::${escapeData(clipped)}`;
}
function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

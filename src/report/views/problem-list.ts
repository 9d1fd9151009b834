/** Problems as people read them: where each stands, what is wrong, what to do. */
import { ascendingBy } from "../../order.ts";
import { severities } from "../../problems/text.ts";
import { counted } from "../../words.ts";
import type { Report, ReportedProblem } from "../report.ts";
import { cleanText, clip } from "./markdown.ts";

export interface ProblemListOptions {
  /** The config's text, the only file that is ever quoted: others may hold prompts. */
  readonly source: { readonly file: string; readonly text: string } | null;
  readonly notes: boolean;
}

/**
 * Problems as text: place and code, the line of the config, what is wrong, what to do; the last
 * line counts them.
 */
export function renderProblems(
  problems: readonly ReportedProblem[],
  options: ProblemListOptions,
): string {
  const { source, notes } = options;
  const shown = sortProblems(problems, source?.file ?? null).filter(
    ({ severity }) => notes || severity !== "note",
  );
  if (shown.length === 0) return "";
  const parts = [...shown.map((problem) => showProblem(problem, source)), countProblems(shown)];
  return `${parts.join("\n\n")}\n`;
}

/**
 * All problems in the order of the files, config first, then those that stand nowhere; each once.
 */
export function sortProblems(
  problems: readonly ReportedProblem[],
  config: string | null,
): readonly ReportedProblem[] {
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique]
    .sort(ascendingBy(([text]) => text))
    .map(([, problem]) => problem)
    .sort(ascendingBy(({ column }) => column ?? 0))
    .sort(ascendingBy(({ line }) => line ?? 0))
    .sort(ascendingBy(({ file }) => rankOfFile(file, config)));
}

/** What is assumed, as the notes say it, each once. */
export function assumptionsOf({ problems, config }: Report): readonly string[] {
  const notes = sortProblems(problems, config).filter(({ severity }) => severity === "note");
  return [...new Set(notes.map(({ message }) => message))];
}

function rankOfFile(file: string | null, config: string | null): string {
  if (file === null) return "2";
  return file === config ? "0" : `1${file}`;
}

/** How many there are of each: `2 errors, 1 warning`. */
export function countProblems(problems: readonly ReportedProblem[]): string {
  return severities
    .map((severity) => ({
      severity,
      count: problems.filter((problem) => problem.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => counted(count, severity))
    .join(", ");
}

/** `promptcost.yml:7:16`, as editors understand it; empty where a problem stands nowhere. */
export function showPlace(place: {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}): string {
  const { file, line, column } = place;
  if (file === null) return "";
  const parts = [file, line, line === null ? null : column];
  return cleanText(parts.filter((part) => part !== null).join(":"));
}

function showProblem(problem: ReportedProblem, source: ProblemListOptions["source"]): string {
  const { code, severity, scenario, line, path, message, fix } = problem;
  const title = [showPlace(problem), code, severity === "error" ? "" : `(${severity})`]
    .filter((part) => part !== "")
    .join("  ");
  const where = [
    scenario === null ? "" : `scenario ${cleanText(scenario)}`,
    line === null && path !== null ? cleanText(path) : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
  return [
    where === "" ? title : `${title}  ${where}`,
    ...quote(problem, source),
    `  ${cleanText(message)}`,
    ...(fix === "" ? [] : [`  Fix: ${cleanText(fix)}`]),
  ].join("\n");
}

/** The line of the config, and a mark below what is meant. */
function quote(
  { file, line, column }: ReportedProblem,
  source: ProblemListOptions["source"],
): readonly string[] {
  if (source === null || file !== source.file || line === null) return [];
  const raw = source.text.split(/\r\n|\n|\r/u)[line - 1];
  if (raw === undefined || raw.trim() === "") return [];
  const text = clip(raw.replace(/[\t\p{Cc}\p{Cf}]/gu, " "), 120);
  const quoted = `${line.toString().padStart(5)} | ${text.trimEnd()}`;
  if (column === null || column > text.length) return [quoted];
  const meant = text.slice(column - 1).replace(/\s+#.*$|\s+$/u, "");
  const mark = "^".repeat(Math.max(meant.length, 1));
  return [quoted, `${" ".repeat(5)} | ${" ".repeat(column - 1)}${mark}`];
}

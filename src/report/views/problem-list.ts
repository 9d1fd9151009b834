import { cleanText } from "./markdown.ts";
import type { ReportedProblem } from "../report.ts";

export interface ProblemListOptions {
  /** The config's text, the only file that is ever quoted: others may hold prompts. */
  readonly source: { readonly file: string; readonly text: string } | null;
  readonly notes: boolean;
}

/** `promptcost.yml:7:16`, as editors understand it; empty where a problem stands nowhere. */
export function showPlace(one: {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}): string {
  return one.file === null
    ? ""
    : cleanText(
        [one.file, one.line, one.line === null ? null : one.column]
          .filter((part) => part !== null)
          .join(":"),
      );
}

/** How many there are of each: `2 errors, 1 warning`. */
export function countProblems(problems: readonly ReportedProblem[]): string {
  return (["error", "warning", "note"] as const)
    .map((severity) => ({
      severity,
      count: problems.filter((one) => one.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => plural(count, severity))
    .join(", ");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/**
 * All problems in the order of the files, config first, then those that stand nowhere; each once.
 */
export function sortProblems(
  problems: readonly ReportedProblem[],
  config: string | null,
): readonly ReportedProblem[] {
  const rank = (one: ReportedProblem): string =>
    one.file === null ? "2" : one.file === config ? "0" : `1${one.file}`;
  const keyed = problems.map((one) => ({ one, rank: rank(one), identity: JSON.stringify(one) }));
  const seen = new Set<string>();
  return keyed
    .filter(({ identity }) => !seen.has(identity) && seen.add(identity) !== undefined)
    .sort(
      (a, b) =>
        (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0) ||
        (a.one.line ?? 0) - (b.one.line ?? 0) ||
        (a.one.column ?? 0) - (b.one.column ?? 0) ||
        (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0),
    )
    .map(({ one }) => one);
}

/**
 * Problems as text: place and code, the line of the config, what is wrong, what to do; the last
 * line counts them.
 */
export function renderProblems(
  problems: readonly ReportedProblem[],
  options: ProblemListOptions,
): string {
  const shown = sortProblems(problems, options.source?.file ?? null).filter(
    (one) => options.notes || one.severity !== "note",
  );
  if (shown.length === 0) return "";
  return `${[...shown.map((one) => showOne(one, options.source)), countProblems(shown)].join("\n\n")}\n`;
}

function showOne(one: ReportedProblem, source: ProblemListOptions["source"]): string {
  const place = showPlace(one);
  const title = [place, one.code, one.severity === "error" ? "" : `(${one.severity})`]
    .filter((part) => part !== "")
    .join("  ");
  const where = [
    one.scenario === null ? "" : `scenario ${cleanText(one.scenario)}`,
    one.line === null && one.path !== null ? cleanText(one.path) : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
  return [
    where === "" ? title : `${title}  ${where}`,
    ...quote(one, source),
    `  ${cleanText(one.message)}`,
    ...(one.fix === "" ? [] : [`  Fix: ${cleanText(one.fix)}`]),
  ].join("\n");
}

function quote(one: ReportedProblem, source: ProblemListOptions["source"]): readonly string[] {
  if (source === null || one.file !== source.file || one.line === null) return [];
  const raw = source.text.split(/\r\n|\n|\r/u)[one.line - 1];
  if (raw === undefined || raw.trim() === "") return [];
  const number = one.line.toString().padStart(5);
  const line = clip(raw.replace(/[\t\p{Cc}\p{Cf}]/gu, " "), 120);
  const quoted = [`${number} | ${line.trimEnd()}`];
  if (one.column === null || one.column > line.length) return quoted;
  const rest = line.slice(one.column - 1).replace(/\s+#.*$|\s+$/u, "");
  return [
    ...quoted,
    `${" ".repeat(5)} | ${" ".repeat(one.column - 1)}${"^".repeat(Math.max(rest.length, 1))}`,
  ];
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}

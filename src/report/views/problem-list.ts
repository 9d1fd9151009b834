/** Problems as people read them: where each stands, what is wrong, what to do. */
import { ascendingBy, groupBy, uniqueBy } from "../../order.ts";
import { sortByPlace } from "../../problem-order.ts";
import { severities } from "../../problems/text.ts";
import { rememberBy } from "../../remember.ts";
import { counted, listNames, plural } from "../../words.ts";
import type { Report, ReportedProblem } from "../report.ts";
import { showCount } from "./amount.ts";
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
  const parts = [
    ...mergeAlike(shown).map((alike) => showProblem(alike, source)),
    countProblems(shown),
  ];
  return `${parts.join("\n\n")}\n`;
}

/**
 * All problems in the order of the files, config first, then those that stand nowhere; each once.
 */
export function sortProblems(
  problems: readonly ReportedProblem[],
  config: string | null,
): readonly ReportedProblem[] {
  return sortByPlace(sortByText(problems), config);
}

const sortByText = rememberBy((problems: readonly ReportedProblem[]) => {
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique].sort(ascendingBy(([text]) => text)).map(([, problem]) => problem);
});

/** Problems that say the same of several places. */
export interface AlikeProblems {
  readonly first: ReportedProblem;
  /** Where else it stands, each a scenario or a place, in order. */
  readonly elsewhere: readonly string[];
}

/** Places that are named beside the first; the rest is counted. */
const shownPlaces = 4;

/** Problems of one text once, with all their places. */
export function mergeAlike(problems: readonly ReportedProblem[]): readonly AlikeProblems[] {
  const groups = groupBy(problems, ({ code, severity, message, fix }) =>
    JSON.stringify([code, severity, message, fix]),
  );
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const places = uniqueBy(
      others.map((other) => {
        const place = showPlace(other);
        return place === "" ? cleanText(other.scenario ?? "") : place;
      }),
      (place) => place,
    ).filter((place) => place !== "" && place !== showPlace(first));
    const left = places.length - shownPlaces;
    return [
      {
        first,
        elsewhere: [
          ...places.slice(0, shownPlaces),
          ...(left > 0 ? [`${showCount(left)} more ${plural(left, "place")}`] : []),
        ],
      },
    ];
  });
}

/** What figures rest on, as the notes of a kind say it. */
export interface NotesOfKind {
  readonly messages: readonly string[];
  /** So many more of the kind are not shown. */
  readonly left: number;
}

/** Notes of one kind that are shown, so that those of another kind are seen. */
const shownOfKind = 3;

/** The notes by kind, each once, but for those that the headline has said. */
export function notesOf({ problems, config, comparison }: Report): readonly NotesOfKind[] {
  const notes = sortProblems(problems, config).filter(
    ({ severity, code }) =>
      severity === "note" && !(code === "base-no-config" && comparison === "first-run"),
  );
  const kinds = groupBy(
    uniqueBy(notes, ({ message }) => cleanText(message)),
    ({ code }) => code,
  );
  return [...kinds.values()].map((alike) => ({
    messages: alike.slice(0, shownOfKind).map(({ message }) => message),
    left: Math.max(alike.length - shownOfKind, 0),
  }));
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

function showProblem(
  { first: problem, elsewhere }: AlikeProblems,
  source: ProblemListOptions["source"],
): string {
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
    ...(elsewhere.length === 0 ? [] : [`  Also at ${listNames(elsewhere, "and")}.`]),
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

import { findingsOf, type Finding } from "../findings.ts";
import type { Report } from "../report.ts";
import { cleanText } from "./markdown.ts";
import { plural } from "../../words.ts";

/**
 * GitHub drops what is over ten of a level in a step without a word, and cuts messages at 4,096
 * characters (pr-checks.md §1).
 */
const perLevel = 10;
const longest = 4000;

/** GitHub's levels by ours, in the order they are written. */
const levels = {
  error: "error",
  warning: "warning",
  note: "notice",
} as const satisfies Readonly<Record<Finding["level"], string>>;

interface Annotation {
  readonly title: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * Workflow commands, one a line, at most ten of each level; the tenth counts those that had no
 * room.
 */
export function renderAnnotations(report: Report): string {
  const findings = findingsOf(report);
  return Object.entries(levels)
    .flatMap(([level, word]) => {
      const annotations = findings.filter((finding) => finding.level === level).map(annotationOf);
      return limit(annotations, word).map((annotation) => `${writeCommand(word, annotation)}\n`);
    })
    .join("");
}

function annotationOf(finding: Finding): Annotation {
  const { title, subject, message, fix, file, line, column } = finding;
  const about = subject === null ? "" : `${subject}: `;
  return {
    title: `promptcost: ${title}`,
    message: `${about}${message}${fix === null ? "" : ` ${fix}`}`,
    file,
    line,
    column,
  };
}

function limit(annotations: readonly Annotation[], level: string): readonly Annotation[] {
  if (annotations.length <= perLevel) return annotations;
  const rest = annotations.length - perLevel + 1;
  const last: Annotation = {
    title: "promptcost",
    message: `and ${rest} more ${plural(rest, level)}; the job summary lists them.`,
    file: null,
    line: null,
    column: null,
  };
  return [...annotations.slice(0, perLevel - 1), last];
}

function writeCommand(level: string, annotation: Annotation): string {
  const { title, file, line, column } = annotation;
  const properties = [
    file === null ? null : `file=${escapeProperty(cleanText(file))}`,
    file === null || line === null ? null : `line=${line}`,
    file === null || line === null || column === null ? null : `col=${column}`,
    `title=${escapeProperty(cleanText(title))}`,
  ].filter((part) => part !== null);
  const message = cleanText(annotation.message);
  const clipped =
    message.length > longest ? `${message.slice(0, longest).toWellFormed()}…` : message;
  return `::${level} ${properties.join(",")}::${escapeData(clipped)}`;
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

/**
 * The views of a report: each is a pure function of the report and of what it needs beside it. The
 * action says where each goes (`action/deliver.ts`), the command line which option asks for each
 * that is a file (`cli/usage.ts`): a view that stands here alone does not compile.
 */
import { renderAnnotations } from "./views/annotations.ts";
import { renderComment } from "./views/comment.ts";
import { outputsOf } from "./views/outputs.ts";
import { renderSummary } from "./views/summary.ts";
import { renderTerminal } from "./views/terminal.ts";
import { writeReport, type Report } from "./report.ts";

/** Views that are files of their own. */
const files = {
  json: writeReport,
} as const satisfies Record<string, (report: Report) => string>;

/** Every view there is, by name. */
export const views = {
  ...files,
  terminal: renderTerminal,
  comment: renderComment,
  summary: renderSummary,
  annotations: renderAnnotations,
  outputs: outputsOf,
} as const satisfies Record<string, (report: Report, options: never) => unknown>;

export type ViewName = keyof typeof views;
export type FileView = keyof typeof files;

export const fileViews: readonly FileView[] = Object.keys(files).filter(
  (name): name is FileView => name in files,
);

/** A report on the command line: what the terminal shows, and files of it. */
import { isAbsolute, join } from "node:path";
import type { CheckOutcome } from "../commands/check/check.ts";
import { writeAtomically } from "../io/files.ts";
import type { Report } from "../report/report.ts";
import { fileViews, views, type FileView } from "../report/views.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import type { World } from "./command-line.ts";

/** The report as a terminal shows it, in colour where that is wanted. */
export function showReport({ report, source }: CheckOutcome, world: World): string {
  const colour = wantsColour({ isTTY: world.isTerminal }, world.env);
  return views.terminal(report, { colour, source });
}

/** What is known of the place our output goes to. */
interface Sink {
  readonly isTTY?: boolean | undefined;
}

/**
 * Colour only on a terminal that has some; `NO_COLOR` and `FORCE_COLOR` are heeded, the first
 * before the second.
 */
export function wantsColour(
  sink: Sink,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  return sink.isTTY === true && env["TERM"] !== "dumb";
}

/** A view that is a file, and where it is asked for: a path, or `-` for the standard output. */
export interface ReportFile {
  readonly view: FileView;
  readonly to: string;
}

/** The files the options ask for. */
export function reportFilesOf(option: (name: FileView) => string | null): readonly ReportFile[] {
  return fileViews.flatMap((view) => {
    const to = option(view);
    return to === null ? [] : [{ view, to }];
  });
}

/** Writes a view of a report where it is asked for; throws where the file cannot be written. */
export function writeReportFile(report: Report, { view, to }: ReportFile, world: World): void {
  const text = views[view](report);
  if (to === "-") world.print(text);
  else writeAtomically(isAbsolute(to) ? to : join(world.folder, to), text);
}

/** That a file could not be written; `error`: what the system threw. */
export function notWritten(file: string, error: unknown): Problem {
  // What the system says quotes the path once more.
  const said = error instanceof Error ? error.message.replace(/, \w+ '.*$/, "") : "unknown";
  return problem("file-not-written", placeIn(file), { file, why: said });
}

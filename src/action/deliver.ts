/** What a run leaves behind: each view of its report, where the action puts it. */
import { join } from "node:path";
import type { CheckOutcome } from "../commands/check/check.ts";
import { writeAtomically } from "../io/files.ts";
import { nowhere, problem } from "../problem.ts";
import { views, type ViewName } from "../report/views.ts";
import { withProblems } from "./outcome.ts";
import type { Runner } from "./runner.ts";

/** Where a report goes. */
export interface Destination {
  readonly runner: Runner;
  /** Path of the JSON report; empty: there is no folder for it. */
  readonly file: string;
}

/**
 * `folder`: the job's, for temporary files. `step`: tells steps of one job apart, where it is
 * known.
 */
export function destinationIn(folder: string | null, step: string, runner: Runner): Destination {
  const name = `promptcost-report${step === "" ? "" : `-${step}`}.json`;
  return { runner, file: folder === null ? "" : join(folder, name) };
}

/** What can be said of a place that takes nothing: the system's code, never a path of ours. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

/**
 * Puts each view of a report where it goes. A place that cannot be written is a warning that the
 * later ones tell: it never changes a verdict.
 */
export function deliver(outcome: CheckOutcome, destination: Destination): void {
  const { runner } = destination;
  let { file } = destination;
  let told = outcome;
  const attempt = (what: string, put: () => void): boolean => {
    try {
      put();
      return true;
    } catch (error) {
      const why = reasonOf(error);
      told = withProblems(told, [problem("output-not-written", nowhere, { what, why })]);
      return false;
    }
  };
  if (!attempt("JSON report", () => places.json(told, { runner, file }))) file = "";
  attempt("job summary", () => places.summary(told, { runner, file }));
  attempt("step's outputs", () => places.outputs(told, { runner, file }));
  if (told !== outcome && file !== "")
    attempt("JSON report", () => places.json(told, { runner, file }));
  places.terminal(told, { runner, file });
  places.annotations(told, { runner, file });
}

/** Where each view goes. Those that are files throw where they cannot be written. */
const places: {
  readonly [Name in ViewName]: (outcome: CheckOutcome, destination: Destination) => void;
} = {
  json: ({ report }, { runner, file }) => {
    if (file !== "") writeAtomically(file, views.json(report));
    else if (runner.isOnGitHub) throw new Error("RUNNER_TEMP names no folder");
  },
  terminal: ({ report, source }, { runner }) =>
    runner.print(views.terminal(report, { colour: false, source })),
  annotations: ({ report }, { runner }) => runner.annotate(views.annotations(report)),
  summary: ({ report }, { runner }) =>
    runner.writeSummary((bytes) => views.summary(report, { bytes })),
  outputs: ({ report }, { runner, file }) => runner.writeOutputs(views.outputs(report, file)),
  // It is on the pull request already, and what became of it is in the report (`publishComment`).
  comment: () => undefined,
};

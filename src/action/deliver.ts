/** What a run leaves behind: each view of its report, where the action puts it. */
import { join } from "node:path";
import type { CheckOutcome } from "../commands/check/check.ts";
import { writeAtomically } from "../io/files.ts";
import { views, type ViewName } from "../report/views.ts";
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

/** Puts each view of a report where it goes. */
export function deliver(outcome: CheckOutcome, destination: Destination): void {
  for (const put of Object.values(places)) put(outcome, destination);
}

/** Where each view goes, in order. */
const places: {
  readonly [Name in ViewName]: (outcome: CheckOutcome, destination: Destination) => void;
} = {
  json: ({ report }, { file }) => {
    if (file !== "") writeAtomically(file, views.json(report));
  },
  terminal: ({ report, source }, { runner }) =>
    runner.print(views.terminal(report, { colour: false, source })),
  annotations: ({ report }, { runner }) => runner.annotate(views.annotations(report)),
  summary: ({ report }, { runner }) => runner.writeSummary(views.summary(report)),
  outputs: ({ report }, { runner, file }) => runner.writeOutputs(views.outputs(report, file)),
  // It is on the pull request already, and what became of it is in the report (`publishComment`).
  comment: () => undefined,
};

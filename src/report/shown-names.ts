import { shownId } from "../shown-name.ts";
import type { ReportedScenario } from "./report.ts";

type ReportedCause = ReportedScenario["causes"][number];

/** A cause with the names of what changed as they may be shown: of a tool, a variable, a model. */
export function withShownNames(cause: ReportedCause): ReportedCause {
  return {
    ...cause,
    changes: cause.changes.map((change) => ({
      ...change,
      name: change.name === null ? null : shownId(change.name),
      was: change.was === null ? null : shownId(change.was),
    })),
  };
}

import { formatUsd } from "../../money.ts";
import { sortByPlace } from "../../problem-order.ts";
import { reportProblem } from "../../report/parts.ts";
import { sentence } from "./differences-text.ts";
import type { RecordJob } from "./job.ts";
import type { RecordOutcome } from "./record.ts";

/** The document that `record --json` prints. `recording` is null where the command did not end well. */
export function recordJson(
  { recording, problems }: RecordOutcome,
  { words, stub, check }: Pick<RecordJob, "words" | "stub" | "check">,
): object {
  return {
    schemaVersion: 1,
    command: words,
    stub,
    check,
    recording:
      recording === null
        ? null
        : {
            ...recording,
            differences: recording.differences.map((difference) => ({
              ...difference,
              says: sentence(difference),
            })),
            spent:
              recording.spent === null
                ? null
                : { usd: formatUsd(recording.spent.usd), unpriced: recording.spent.unpriced },
          },
    problems: sortByPlace(problems).map(reportProblem),
  };
}

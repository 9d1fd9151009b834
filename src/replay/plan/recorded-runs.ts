/** What the fixtures of a tree hold of earlier replays. */
import type { Run, Scenario } from "../../fixture/fixture.ts";
import { recordingAge } from "./age.ts";
import { runName } from "./plan.ts";

/** What the fixture of a run holds of one of its exchanges. */
export interface RecordedAnswer {
  /** When the first answer was asked for, ISO. */
  readonly at: string;
  /** How many answers there are. */
  readonly samples: number;
}

/** Runs that are recorded whole, by `runText`, each with what it holds, by position. */
export type RecordedRuns = ReadonlyMap<string, ReadonlyMap<number, RecordedAnswer>>;

/**
 * Runs of a tree that are recorded whole, and what their recordings hold; without the planned ones
 * (by `runText`), which are sent now.
 */
export function findRecordedRuns(
  scenarios: readonly Scenario[],
  planned: ReadonlySet<string>,
): RecordedRuns {
  const recorded = new Map<string, ReadonlyMap<number, RecordedAnswer>>();
  for (const { config, runs } of scenarios) {
    for (const run of runs) {
      const name = runName({ scenario: config, id: run.id });
      if (!planned.has(name) && isRecordedWhole(run)) recorded.set(name, answersOf(run));
    }
  }
  return recorded;
}

function isRecordedWhole({ exchanges }: Run): boolean {
  return exchanges.every((exchange) => recordingAge(exchange) === "fresh");
}

function answersOf({ exchanges }: Run): ReadonlyMap<number, RecordedAnswer> {
  return new Map(
    exchanges.map(({ index, recorded }) => [
      index,
      { at: recorded?.at ?? "", samples: Math.max(1, recorded?.samples.length ?? 0) },
    ]),
  );
}

/** Where runs keep their recordings: a file can be a fixture of several scenarios. */
import type { Run, Scenario } from "../../fixture/fixture.ts";

/** A run and the id of its scenario. */
interface ScenarioRun {
  readonly scenario: string;
  readonly run: Run;
}

/** All runs of all scenarios, sent or not, by the place they are recorded in. */
export function runsByPlace(
  scenarios: readonly Scenario[],
): ReadonlyMap<string, readonly ScenarioRun[]> {
  const byPlace = new Map<string, ScenarioRun[]>();
  for (const { config, runs } of scenarios) {
    for (const run of runs) {
      const others = byPlace.get(recordingPlace(run));
      if (others === undefined) byPlace.set(recordingPlace(run), [{ scenario: config.id, run }]);
      else others.push({ scenario: config.id, run });
    }
  }
  return byPlace;
}

/** The place of a run's recording as text. It has room for one recording. */
export function recordingPlace(run: Run): string {
  return `${String(run.place.line)} ${fileOf(run)}`;
}

export function fileOf(run: Run): string {
  return run.place.file ?? "";
}

/** By file and line: a file of many runs is read once, and problems come in the order of the file. */
export function byFileAndLine(a: Run, b: Run): number {
  return fileOf(a) < fileOf(b)
    ? -1
    : fileOf(a) > fileOf(b)
      ? 1
      : (a.place.line ?? 0) - (b.place.line ?? 0);
}

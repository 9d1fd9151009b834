/** Where runs keep their recordings: a file can be a fixture of several scenarios. */
import type { Run, Scenario } from "../../fixture/fixture.ts";
import { ascending, groupBy } from "../../order.ts";

/** A run and the id of its scenario. */
interface ScenarioRun {
  readonly scenario: string;
  readonly run: Run;
}

/** All runs of all scenarios, sent or not, by the place they are recorded in. */
export function runsByPlace(
  scenarios: readonly Scenario[],
): ReadonlyMap<string, readonly ScenarioRun[]> {
  const all = scenarios.flatMap(({ config, runs }) =>
    runs.map((run) => ({ scenario: config.id, run })),
  );
  return groupBy(all, ({ run }) => recordingPlace(run));
}

/** The place of a run's recording as text. It has room for one recording. */
export function recordingPlace(run: Run): string {
  return `${String(run.place.line)} ${fileOf(run)}`;
}

export function fileOf(run: Run): string {
  return run.place.file ?? "";
}

/**
 * By file and line: a file of many runs is read once, and problems come in the order of the file.
 */
export function byFileAndLine(a: Run, b: Run): number {
  return ascending(fileOf(a), fileOf(b)) || (a.place.line ?? 0) - (b.place.line ?? 0);
}

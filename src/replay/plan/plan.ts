/** Which runs a replay sends. */
import type { Run, Scenario } from "../../fixture/fixture.ts";
import {
  createRunOpener,
  type OpenRun,
  type OpenerOptions,
  type RunPlace,
} from "../../fixture/open-run.ts";
import { writeSentRun } from "../../fixture/sent.ts";
import { problem, type Problem } from "../../problem.ts";
import { runText } from "../journal/entry.ts";
import type { RecordedAnswer, RecordedRuns } from "../journal/pruning.ts";
import { isSelected, recordingAge, type Only, type RecordingAge } from "./age.ts";
import { byFileAndLine, fileOf, recordingPlace, runsByPlace } from "./recording-places.ts";
import { runObstacles } from "./sendable.ts";

/**
 * A run that is sent: where it is, and nothing of its contents, so that memory does not grow with
 * what is sent.
 */
export interface PlannedRun extends RunPlace {
  /** One for each exchange, in order. */
  readonly ages: readonly RecordingAge[];
  /** Reads it anew. */
  readonly open: () => OpenRun;
}

export interface ReplayPlan {
  readonly runs: readonly PlannedRun[];
  /** How many exchanges are left alone because their recordings hold. */
  readonly fresh: number;
  /** The planned runs by `runText`. */
  readonly byName: ReadonlyMap<string, PlannedRun>;
  /** All runs of the tree, sent or not, by `runText`. */
  readonly known: ReadonlySet<string>;
  /** Requests that cannot be sent. */
  readonly problems: readonly Problem[];
}

/**
 * Plans a replay. A run with one selected exchange is sent whole: what a request costs depends on
 * what the earlier ones of its run left in the cache. `wants`: whether a scenario is to be sent, by
 * id.
 */
export function planReplay(
  scenarios: readonly Scenario[],
  options: OpenerOptions & {
    readonly only: Only;
    readonly batch: boolean;
    readonly wants: (scenario: string) => boolean;
  },
): ReplayPlan {
  const { batch, only, wants } = options;
  // A run is read anew when it is sent: another call may have recorded it by then. An opener keeps
  // the file it read last, so sending has one of its own.
  const [openNow, openLater] = [createRunOpener(options), createRunOpener(options)];
  const runs: PlannedRun[] = [];
  const problems: Problem[] = [];
  let fresh = 0;
  const sharers = runsByPlace(scenarios);
  const taken = new Set<string>();
  for (const { config: scenario, runs: ofScenario } of scenarios) {
    if (!wants(scenario.id)) continue;
    for (const run of ofScenario.toSorted(byFileAndLine)) {
      const ages = run.exchanges.map(recordingAge);
      if (!ages.some((age) => isSelected(age, only))) {
        fresh += ages.length;
        continue;
      }
      const recordedIn = recordingPlace(run);
      const sharing = (sharers.get(recordedIn) ?? []).filter((sharer) => sharer.run !== run);
      const other = sharing.find((sharer) => writeSentRun(sharer.run) !== writeSentRun(run));
      if (other !== undefined) {
        const details = { run: run.id, scenario: scenario.id, other: other.scenario };
        if (!taken.has(recordedIn))
          problems.push(problem("replay-shared-fixture", run.place, details, scenario.id));
        taken.add(recordedIn);
        continue;
      }
      // Of runs that send the same from the same place, one is sent for all.
      if (taken.has(recordedIn)) continue;
      taken.add(recordedIn);
      const place: RunPlace = { scenario, id: run.id, file: fileOf(run) };
      const obstacles = runObstacles(run, scenario.id, { open: () => openNow(place), batch });
      problems.push(...obstacles);
      if (obstacles.length === 0) runs.push(planRun(place, ages, openLater));
    }
  }
  const known = new Set(
    scenarios.flatMap((scenario) =>
      scenario.runs.map(({ id }) => runName({ scenario: scenario.config, id })),
    ),
  );
  return { runs, byName: new Map(runs.map((run) => [runName(run), run])), fresh, known, problems };
}

/** A run as the journal calls it. */
export function runName({ scenario, id }: Pick<RunPlace, "scenario" | "id">): string {
  return runText({ scenario: scenario.id, run: id });
}

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

/**
 * A function of its own because of what its closure holds: everything it sees stays in memory as
 * long as the plan does.
 */
function planRun(
  place: RunPlace,
  ages: readonly RecordingAge[],
  open: (place: RunPlace) => OpenRun,
): PlannedRun {
  return {
    ...place,
    ages,
    open: () => open(place),
  };
}

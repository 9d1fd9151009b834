/** Which runs a replay sends. */
import type { Run, Scenario } from "../../fixture/fixture.ts";
import type { FixtureFiles } from "../../fixture/keeping/keep-in-files.ts";
import {
  createRunOpener,
  type OpenRun,
  type OpenerOptions,
  type RunPlace,
} from "../../fixture/open-run.ts";
import { writeSentRun } from "../../fixture/sent.ts";
import { ascending, groupBy } from "../../order.ts";
import { readOnlyRecording } from "../../fixture/recordings/read-only.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import { runText } from "../journal/entry.ts";
import { isSelected, recordingAge, type Selection, type RecordingAge } from "./age.ts";
import { runObstacles } from "./sendable.ts";
import { createWriteCheck } from "./writable.ts";

/**
 * A run of the tree: where it is, and nothing of its contents, so that memory does not grow with
 * what is sent.
 */
export interface KnownRun extends RunPlace {
  /** Reads it anew. */
  readonly open: () => OpenRun;
}

/** A run that is sent. */
export interface PlannedRun extends KnownRun {
  readonly place: Place;
  /** One for each exchange, in order. */
  readonly ages: readonly RecordingAge[];
}

/** What a replay sends, and what it leaves alone. */
export interface ReplayPlan {
  readonly runs: readonly PlannedRun[];
  /** How many exchanges are left alone because their recordings hold. */
  readonly fresh: number;
  /** The planned runs by `runText`. */
  readonly byName: ReadonlyMap<string, PlannedRun>;
  /**
   * All runs of the tree, sent or not, by `runText`; where another one is sent from the same place,
   * under another scenario's name, that one stands for it.
   */
  readonly known: ReadonlyMap<string, KnownRun>;
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
    readonly only: Selection;
    readonly batch: boolean;
    readonly files: FixtureFiles;
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
  const findBarred = createWriteCheck(options);
  for (const ofTree of scenarios) {
    const { config: scenario, runs: ofScenario } = ofTree;
    if (!wants(scenario.id)) continue;
    for (const run of ofScenario.toSorted(byFileAndLine)) {
      const ages = run.exchanges.map(recordingAge);
      if (!ages.some((age) => isSelected(age, only))) {
        fresh += ages.length;
        continue;
      }
      if (run.format !== undefined) {
        const file = fileOf(run);
        if (!taken.has(file)) problems.push(readOnlyRecording(run.format, run.place));
        taken.add(file);
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
      const barred = findBarred(run, ofTree);
      problems.push(...obstacles, ...(barred ?? []));
      // A copy of the place: where it is looked up, it holds what it looks into.
      if (obstacles.length === 0 && barred === null)
        runs.push(planRun(place, { ages, at: { ...run.place } }, openLater));
    }
  }
  const byName = new Map(runs.map((run) => [runName(run), run]));
  return { runs, byName, fresh, known: findKnown(scenarios, runs, openLater), problems };
}

function findKnown(
  scenarios: readonly Scenario[],
  planned: readonly PlannedRun[],
  open: (place: RunPlace) => OpenRun,
): ReadonlyMap<string, KnownRun> {
  const sent = new Map(planned.map((run) => [recordingPlace(run), run]));
  return new Map(
    scenarios.flatMap(({ config: scenario, runs }) =>
      runs.map((run): readonly [string, KnownRun] => {
        const place = { scenario, id: run.id, file: fileOf(run) };
        return [runName(place), sent.get(recordingPlace(run)) ?? knownRun(place, open)];
      }),
    ),
  );
}

/** A run and the id of its scenario. */
interface ScenarioRun {
  readonly scenario: string;
  readonly run: Run;
}

/**
 * All runs of all scenarios, sent or not, by the place they are recorded in: a file can be a
 * fixture of several scenarios.
 */
function runsByPlace(scenarios: readonly Scenario[]): ReadonlyMap<string, readonly ScenarioRun[]> {
  const located = scenarios.flatMap(({ config, runs }) =>
    runs.map((run) => ({ scenario: config.id, run })),
  );
  return groupBy(located, ({ run }) => recordingPlace(run));
}

/** The place of a run's recording as text. It has room for one recording. */
function recordingPlace(run: Pick<Run, "place">): string {
  const { line, column } = run.place;
  return `${String(line)}:${String(column)} ${fileOf(run)}`;
}

function fileOf({ place }: Pick<Run, "place">): string {
  return place.file ?? "";
}

/**
 * By file and line: a file of many runs is read once, and problems come in the order of the file.
 */
function byFileAndLine(a: Run, b: Run): number {
  return ascending(fileOf(a), fileOf(b)) || (a.place.line ?? 0) - (b.place.line ?? 0);
}

/**
 * A function of its own because of what its closure holds: everything it sees stays in memory as
 * long as the plan does.
 */
function planRun(
  place: RunPlace,
  { ages, at }: { readonly ages: readonly RecordingAge[]; readonly at: Place },
  open: (place: RunPlace) => OpenRun,
): PlannedRun {
  return { ...knownRun(place, open), place: at, ages };
}

function knownRun(place: RunPlace, open: (place: RunPlace) => OpenRun): KnownRun {
  return { ...place, open: () => open(place) };
}

/** A run as the journal calls it. */
export function runName({ scenario, id }: Pick<RunPlace, "scenario" | "id">): string {
  return runText({ scenario: scenario.id, run: id });
}

/** Which snapshot each run goes into, and which scenario it is of. */
import type { Digest } from "../../digest.ts";
import { groupBy } from "../../order.ts";
import { matchRuns } from "../matching/match-runs.ts";
import { shapeOf, type RunShape } from "../matching/run-shape.ts";
import type { LiveRun } from "../runs/live-run.ts";
import { safeName } from "../snapshots/names.ts";
import type { Snapshot } from "../snapshots/read-snapshots.ts";
import type { Matching } from "../snapshot-plan.ts";

/** A run of the first pass with all that belongs to it. */
export interface PlacedRun {
  readonly live: LiveRun;
  readonly snapshot: Snapshot | null;
  readonly how: Matching | null;
  /** The same run as later passes of the command sent it. */
  readonly again: readonly LiveRun[];
}

/** Runs that are one scenario. */
export interface PlacedScenario {
  /** Null: it is new, and says no name. */
  readonly name: string | null;
  readonly runs: readonly PlacedRun[];
}

/** The runs of the first pass by scenario, in the order they come up first. */
export function placeRuns(
  passes: readonly (readonly LiveRun[])[],
  snapshots: readonly Snapshot[],
  digest: Digest,
): readonly PlacedScenario[] {
  const [first = [], ...later] = passes;
  const nameOf = createNames(snapshots.map(({ scenario }) => scenario));
  const shapeOfRun = (run: LiveRun): RunShape => liveShape(run, nameOf, digest);
  const shapes = first.map(shapeOfRun);
  const known = snapshots.map((snapshot) => snapshotShape(snapshot, digest));
  const { matches, scenarios } = matchRuns(shapes, known);
  const matched = new Map(matches.map(({ live, ...match }) => [live, match]));
  const again = pairPasses(shapes, later, shapeOfRun);
  const placed = first.map((live, index) => {
    const match = matched.get(index);
    const run: PlacedRun = {
      live,
      snapshot: snapshots[match?.known ?? -1] ?? null,
      how: match?.how ?? null,
      again: again.get(index) ?? [],
    };
    const shape = shapes[index];
    const own = shape?.scenario ?? run.snapshot?.scenario ?? scenarios[index] ?? null;
    return { run, name: own, key: own ?? JSON.stringify(shape?.settings) };
  });
  return [...groupBy(placed, ({ key }) => key).values()].map((group) => ({
    name: group[0]?.name ?? null,
    runs: group.map(({ run }) => run),
  }));
}

/**
 * The folders of scenarios that say their name: one that differs from another in its letters' case
 * alone is the same, as it is on many disks.
 */
function createNames(known: readonly string[]): (scenario: string) => string {
  const names = new Map(known.map((name) => [name.toLowerCase(), name]));
  return (scenario) => {
    const safe = safeName(scenario) ?? "requests";
    const name = names.get(safe.toLowerCase()) ?? safe;
    names.set(safe.toLowerCase(), name);
    return name;
  };
}

function liveShape(
  { scenario, name, exchanges }: LiveRun,
  nameOf: (scenario: string) => string,
  digest: Digest,
): RunShape {
  return shapeOf(
    {
      scenario: scenario === null ? null : nameOf(scenario),
      name: name === null ? null : safeName(name),
      exchanges: exchanges.map(({ body, call }) => ({ body, betas: call.betas })),
    },
    digest,
  );
}

function snapshotShape({ scenario, name, exchanges }: Snapshot, digest: Digest): RunShape {
  return shapeOf(
    {
      scenario,
      name,
      exchanges: exchanges.map(({ request, betas }) => ({ body: request.body, betas })),
    },
    digest,
  );
}

/** The runs of later passes that are those of the first, by the first's index. */
function pairPasses(
  first: readonly RunShape[],
  later: readonly (readonly LiveRun[])[],
  shapeOfRun: (run: LiveRun) => RunShape,
): ReadonlyMap<number, readonly LiveRun[]> {
  const pairs = new Map<number, LiveRun[]>();
  for (const runs of later) {
    const known = runs.map((run) => asScenario(shapeOfRun(run)));
    for (const match of matchRuns(first, known).matches) {
      const run = runs[match.known];
      if (run !== undefined) pairs.set(match.live, [...(pairs.get(match.live) ?? []), run]);
    }
  }
  return pairs;
}

/** In another pass, runs that are alike in their settings are of one scenario. */
function asScenario(shape: RunShape): RunShape {
  return { ...shape, scenario: shape.scenario ?? shape.settings };
}

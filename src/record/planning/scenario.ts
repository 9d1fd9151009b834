/** One scenario: its requests with placeholders and references, and its files. */
import type { Tree } from "../../tree.ts";
import { placeIn, problem, type Problem } from "../../problem.ts";
import { freeName, nameScenario, safeName } from "../snapshots/names.ts";
import type { SnapshotFolder } from "../snapshots/read-snapshots.ts";
import type { RecordingContext } from "../snapshots/write-recorded.ts";
import { writeRun, type CountedInputs, type WrittenRun } from "../snapshots/write-run.ts";
import { rewriteRequests } from "../texts/rewrite-requests.ts";
import type { RewriteOptions, RewrittenRequest, RewrittenRequests } from "../texts/rewritten.ts";
import type { PlacedRun, PlacedScenario } from "./place-runs.ts";
import { prepare, withValues, type PreparedRun } from "./prepare.ts";

interface ScenarioTools {
  readonly tree: Tree;
  /** The folder of all snapshots. */
  readonly into: string;
  readonly folder: SnapshotFolder;
  readonly context: RecordingContext;
  readonly counts: CountedInputs;
  readonly texts: RewriteOptions;
  /** Names of scenarios that are taken, in lower case; its own is added. */
  readonly names: Set<string>;
  /** Files that are taken, in lower case; those of new runs are added. */
  readonly files: Set<string>;
}

/** A scenario with what its files will say. */
export interface PlannedScenario {
  readonly name: string;
  readonly folder: string;
  readonly runs: readonly PlannedRun[];
  readonly texts: Omit<RewrittenRequests, "requests">;
  readonly problems: readonly Problem[];
}

export interface PlannedRun {
  readonly placed: PlacedRun;
  readonly name: string;
  /** From the root. */
  readonly file: string;
  readonly aligned: readonly (number | null)[];
  /** Null: a fixture has no words for it. */
  readonly written: WrittenRun | null;
}

/** Works out the files of one scenario. */
export function planScenario(scenario: PlacedScenario, tools: ScenarioTools): PlannedScenario {
  const { into, names } = tools;
  const prepared = scenario.runs.map(prepare);
  // References lead from a folder of this depth, whatever it will be called.
  const provisional = `${into}/${scenario.name ?? "new"}`;
  const repository = repositoryOf(tools.tree, into, provisional);
  const rewrite = (runs: readonly PreparedRun[]): RewrittenRequests =>
    rewriteRequests(
      runs.flatMap(({ exchanges }) => exchanges),
      repository,
      tools.texts,
    );
  const first = rewrite(prepared);
  const renewed = withValues(prepared, first.requests, tools.context.digest);
  const { requests, ...texts } = renewed === prepared ? first : rewrite(renewed);
  const name =
    scenario.name ?? freeName(newName(scenario, texts), (one) => names.has(one.toLowerCase()));
  names.add(name.toLowerCase());
  let taken = 0;
  const fileOf = createFiles(`${into}/${name}`, tools.files);
  const problems: Problem[] = [];
  const folder = `${into}/${name}`;
  const runs = prepared.map((run): PlannedRun => {
    const own: readonly RewrittenRequest[] = requests.slice(taken, taken + run.exchanges.length);
    taken += run.exchanges.length;
    const planned = fileOf(run.placed);
    const { placed, aligned } = run;
    const { live, snapshot } = placed;
    const written = writeRun(
      { live, snapshot, aligned, requests: own, ...planned },
      {
        resolver: tools.folder.resolver(snapshot?.file ?? planned.file),
        context: tools.context,
        counts: tools.counts,
      },
    );
    if (written === null)
      problems.push(
        problem("record-not-expressible", placeIn(planned.file), { run: planned.name }, name),
      );
    return { placed, aligned, written, ...planned };
  });
  return { name, folder, runs, texts, problems };
}

function repositoryOf(tree: Tree, into: string, folder: string) {
  return {
    paths: tree.paths(),
    text: (path: string) => (tree.entry(path)?.kind === "file" ? tree.text(path) : null),
    prefetch: tree.prefetch,
    folder,
    without: [into],
  };
}

function newName({ runs }: PlacedScenario, { tied }: Pick<RewrittenRequests, "tied">): string {
  const file = tied.find(({ path }) => path[0] === "system")?.file ?? null;
  return nameScenario(runs[0]?.live.exchanges[0]?.body ?? {}, file);
}

/** Gives each run its file: its snapshot's, or a new one of its own name, else of the next number. */
function createFiles(
  folder: string,
  files: Set<string>,
): (run: PlacedRun) => { readonly name: string; readonly file: string } {
  let count = 1;
  const fileOf = (name: string): string => `${folder}/${name}.json`;
  const isTaken = (name: string): boolean => files.has(fileOf(name).toLowerCase());
  const numbered = (): string => {
    while (isTaken(`run-${String(count)}`)) count += 1;
    return `run-${String(count)}`;
  };
  return ({ live, snapshot }) => {
    if (snapshot !== null && snapshot.file === fileOf(snapshot.name))
      return { name: snapshot.name, file: snapshot.file };
    const given = snapshot?.name ?? (live.name === null ? null : safeName(live.name));
    const name = given === null ? numbered() : freeName(given, isTaken);
    files.add(fileOf(name).toLowerCase());
    return { name, file: fileOf(name) };
  };
}

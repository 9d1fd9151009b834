import type { Config } from "../../config/config.ts";
import { loadTree } from "../../evaluation/load.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import { recordedInto } from "../../record/plan-snapshots.ts";
import type { RecordedRun } from "../../record/recordings.ts";
import { readSnapshots } from "../../record/snapshots/read-snapshots.ts";
import type { Tree } from "../../tree.ts";

/** What is recorded in a tree, and the config it has. */
export interface RecordedTree {
  /** Null: there is none yet, or it has errors. */
  readonly config: Config | null;
  readonly source: { readonly file: string; readonly text: string } | null;
  /** Snapshots first, then the runs that scenarios read from elsewhere. */
  readonly runs: readonly RecordedRun[];
  /** Why nothing can be recorded; none: it can. */
  readonly problems: readonly Problem[];
}

/**
 * Reads what the stub answers from. What is wrong with fixtures keeps nothing from being recorded:
 * a file that moved is mended by that. What is wrong with the config does.
 */
export function readRecorded(tree: Tree, file: string, context: EvaluationContext): RecordedTree {
  const isThere = tree.entry(file) !== undefined;
  const loaded = isThere ? loadTree(tree, file, { context }) : null;
  const config = loaded?.config ?? null;
  const source = loaded?.source ?? null;
  if (loaded !== null && config === null)
    return { config, source, runs: [], problems: loaded.problems.filter(isError) };
  const into = recordedInto({ config, configFile: file });
  const { snapshots } = readSnapshots({ tree, config, into, digest: context.digest });
  const files = new Set(snapshots.map((snapshot) => snapshot.file));
  const others = (loaded?.scenarios ?? [])
    .flatMap(({ runs }) => runs)
    .filter(({ place }) => !files.has(place.file ?? ""));
  return {
    config,
    source,
    runs: [
      ...snapshots.map(({ name, exchanges }) => ({ name, exchanges })),
      ...others.map(({ id, exchanges }) => ({ name: id, exchanges })),
    ],
    problems: [],
  };
}

function isError(found: Problem): boolean {
  return hasErrors([found]);
}

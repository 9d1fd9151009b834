import type { Config } from "../../config/config.ts";
import { folderOf, resolvePath } from "../../config/paths.ts";
import { loadTree } from "../../evaluation/load.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import { recordedInto } from "../../record/plan-snapshots.ts";
import type { RecordedRun } from "../../record/recordings.ts";
import { readSnapshots } from "../../record/snapshots/read-snapshots.ts";
import type { Tree } from "../../tree.ts";
import { readDraft } from "../init/files/config-text.ts";
import { isUntouched } from "../init/files/first-fixture.ts";

/** What is recorded in a tree, and the config it has. */
export interface RecordedTree {
  /** Null: there is none yet, or it has errors. */
  readonly config: Config | null;
  readonly source: { readonly file: string; readonly text: string } | null;
  /** The untouched fixtures of a config that `init` drafted: what is recorded replaces them. */
  readonly draft: readonly string[];
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
  const draft = draftOf(tree, file);
  const isThere = tree.entry(file) !== undefined && draft === null;
  const loaded = isThere ? loadTree(tree, file, { context }) : null;
  const config = loaded?.config ?? null;
  const source = loaded?.source ?? null;
  if (loaded !== null && config === null)
    return { config, source, draft: [], runs: [], problems: loaded.problems.filter(isError) };
  const into = recordedInto({ config, configFile: file });
  const { snapshots } = readSnapshots({ tree, config, into, digest: context.digest });
  const files = new Set(snapshots.map((snapshot) => snapshot.file));
  const others = (loaded?.scenarios ?? [])
    .flatMap(({ runs }) => runs)
    .filter(({ place }) => !files.has(place.file ?? ""));
  return {
    config,
    source,
    draft: draft ?? [],
    runs: [
      ...snapshots.map(({ name, exchanges }) => ({ name, exchanges })),
      ...others.map(({ id, exchanges }) => ({ name: id, exchanges })),
    ],
    problems: [],
  };
}

/** Null: the config is somebody's, or there is none. Paths are from the root. */
function draftOf(tree: Tree, file: string): readonly string[] | null {
  const text = tree.entry(file)?.kind === "file" ? tree.text(file) : null;
  const named = text === null ? null : readDraft(text);
  const fixture = named === null ? null : resolvePath(folderOf(file), named);
  if (fixture === null) return null;
  const first = tree.entry(fixture)?.kind === "file" ? tree.text(fixture) : null;
  return first !== null && isUntouched(first) ? [fixture] : [];
}

function isError(found: Problem): boolean {
  return hasErrors([found]);
}

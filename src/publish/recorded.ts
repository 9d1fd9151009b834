/** What `record` left in its folder, as the push job commits it: snapshots, and nothing else. */
import { isDraft } from "../fixture/keeping/draft.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";

/** How a folder of a working tree differs from that of its commit. */
export interface RecordedChanges {
  /** New and changed files: path and text. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** Paths of files that are gone. */
  readonly deleted: readonly string[];
  readonly problems: readonly Problem[];
}

export const nothingRecorded: RecordedChanges = { files: [], deleted: [], problems: [] };

/** The most that one commit of the push job takes: our own limit, so that a request stays one. */
const recordedLimits = { files: 1_000, bytes: 15_000_000 } as const;

/**
 * Works out what of `folder` is to be committed. More than `recordedLimits` is a warning, and then
 * nothing is; what is no regular file of UTF-8 is left out with a warning. `decode` gives the text
 * of bytes, null where they are none.
 */
export function findRecordedChanges(options: {
  readonly committed: Tree;
  readonly working: Tree;
  readonly folder: string;
  readonly decode: (bytes: Uint8Array) => string | null;
}): RecordedChanges {
  const { committed, working, folder, decode } = options;
  const [before, after] = [pathsIn(committed, folder), pathsIn(working, folder)];
  working.prefetch(after);
  const there = new Set(after.filter((path) => working.entry(path) !== undefined));
  const deleted = before.filter((path) => !there.has(path));
  const changed = [...there].filter(
    (path) => working.entry(path)?.id !== committed.entry(path)?.id,
  );
  const count = changed.length + deleted.length;
  if (count > recordedLimits.files) return tooMuch(folder, count);
  const files: { readonly path: string; readonly content: string }[] = [];
  const problems: Problem[] = [];
  let bytes = 0;
  for (const path of changed) {
    const read = working.entry(path)?.kind === "file" ? working.read(path) : null;
    const content = read === null || read.includes(0) ? null : decode(read);
    if (read === null || content === null)
      problems.push(problem("recording-not-text", placeIn(path), { file: path }));
    else files.push({ path, content });
    bytes += read?.length ?? 0;
    if (bytes > recordedLimits.bytes) return tooMuch(folder, count);
  }
  return { files, deleted, problems };
}

function pathsIn(tree: Tree, folder: string): readonly string[] {
  return tree.paths().filter((path) => path.startsWith(`${folder}/`) && !isDraft(path));
}

function tooMuch(folder: string, count: number): RecordedChanges {
  const { files: most, bytes: mostBytes } = recordedLimits;
  const details = { folder, count, most, mostBytes };
  const found = problem("recordings-too-large", placeIn(folder), details);
  return { files: [], deleted: [], problems: [found] };
}

/** Contents as a checkout has them: the filters that git's own settings name, run by git. */
import { randomBytes } from "node:crypto";
import { callGit, runsFilters } from "./call.ts";

/** A blob, and the path whose attributes say what becomes of it in a checkout. */
interface FilteredFile {
  readonly path: string;
  /** git's blob id. */
  readonly id: string;
}

/**
 * The contents of blobs with the filters of their paths applied, by path. Which filters there are
 * is in git's settings, never in the tree; a path whose filter fails is left out.
 */
export function readFiltered(
  root: string,
  files: readonly FilteredFile[],
): ReadonlyMap<string, Uint8Array> {
  const plain = files.filter(({ path }) => !/[\r\n]/.test(path));
  const together = plain.length < 2 ? null : readTogether(root, plain);
  if (together !== null && plain.length === files.length) return together;
  const found = new Map(together);
  for (const { path, id } of files) {
    if (found.has(path)) continue;
    const answer = callGit(root, ["cat-file", "--filters", `--path=${path}`, id]);
    if ("output" in answer && !saysFailure(answer.said)) found.set(path, answer.output);
  }
  return found;
}

/** All of them by one call, so that a filter that stays running is started once; null: one failed. */
function readTogether(
  root: string,
  files: readonly FilteredFile[],
): ReadonlyMap<string, Uint8Array> | null {
  // git gives the size from before the filter: only a line that nobody foresees tells them apart.
  const mark = randomBytes(16).toString("hex");
  const input = files.map(({ path, id }) => `${id} ${path}\n`).join("");
  const args = ["cat-file", "--filters", `--batch=${mark} %(objectname)`];
  const answer = callGit(root, args, { input });
  if ("failure" in answer || saysFailure(answer.said)) return null;
  const output = Buffer.from(answer.output);
  const found = new Map<string, Uint8Array>();
  let from = 0;
  for (const { path, id } of files) {
    const head = Buffer.from(`${mark} ${id}\n`);
    if (!head.equals(output.subarray(from, from + head.length))) return null;
    const start = from + head.length;
    const next = output.indexOf(`\n${mark} `, start);
    from = next === -1 ? output.length : next + 1;
    found.set(path, output.subarray(start, from - 1));
  }
  return found;
}

/** A filter that is not `required` may fail: git warns, and goes on with what it has stored. */
function saysFailure(said: string): boolean {
  return /external filter/i.test(said);
}

/** The filters that git's settings say how to run, by name; none where they are disabled. */
export function configuredFilters(root: string): ReadonlySet<string> {
  if (!runsFilters(root)) return new Set();
  const answer = callGit(root, ["config", "-z", "--name-only", "--get-regexp", "^filter\\."]);
  if ("failure" in answer) return new Set();
  const keys = new TextDecoder().decode(answer.output).split("\0");
  return new Set(
    keys.flatMap((key) => /^filter\.(.+)\.(?:smudge|clean|process)$/s.exec(key)?.[1] ?? []),
  );
}

/** Merges two commits beside the repository: nothing of it changes, and nothing it names runs. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bringObjects } from "./blobs.ts";
import { callGit, splitRecords } from "./call.ts";
import type { FetchAccess } from "./fetch.ts";
import { readShallow } from "./shallow.ts";
import { openSideStore } from "./side-store.ts";
import { listTree } from "./trees.ts";

/**
 * Settings that name programs, or attributes that do: a merge here is git's own, as the hosting
 * service makes it.
 */
const plain = ["merge.default=text", "core.attributesFile=/dev/null"];

/** What git's exit codes say of `merge-tree --write-tree`; any other is a failure of git's own. */
const reasons: Readonly<Record<number, string>> = {
  1: "the two conflict",
  129: "git older than 2.38 cannot merge them here",
};

/**
 * The id of the tree that merging a commit into a tip makes, or why there is none. Its objects lie
 * in a folder of their own, which calls of git for this repository read from until the process
 * ends.
 */
export function mergeTrees(
  root: string,
  {
    tip,
    head,
    bases,
  }: { readonly tip: string; readonly head: string; readonly bases: readonly string[] },
  access: FetchAccess | null,
): { readonly tree: string } | { readonly why: string } {
  // Older versions of git merge what they cannot list as if it were empty.
  const isListed = [tip, head, ...bases].every(
    (commit) => "output" in listTree(root, commit, access),
  );
  const store = isListed ? openSideStore(root, tip.length) : null;
  if (store === null) return { why: "git could not merge them here" };
  // The store beside the clone ends where that does, and asks for nothing behind.
  const ends = readShallow(root);
  if (ends.length > 0) writeFileSync(join(store, "shallow"), `${ends.join("\n")}\n`);
  const settings = plain.flatMap((setting) => ["-c", setting]);
  const args = ["--git-dir=.", ...settings, "merge-tree", "--write-tree", tip, head];
  const first = callGit(store, args);
  const isLacking = "failure" in first && first.failure.exitCode === 128;
  const isBrought = isLacking && bringChanged(root, bases, [tip, head], access);
  const answer = isBrought ? callGit(store, args) : first;
  if ("failure" in answer)
    return { why: reasons[answer.failure.exitCode ?? 0] ?? "git could not merge them here" };
  const [tree = ""] = new TextDecoder().decode(answer.output).split("\n");
  return { tree };
}

/** Blobs of a partial clone that are brought for a merge, at most. */
const mostBlobs = 10_000;

/** Brings what changed on either side, which a partial clone may lack; false: it cannot. */
function bringChanged(
  root: string,
  bases: readonly string[],
  sides: readonly string[],
  access: FetchAccess | null,
): boolean {
  const ids = bases.flatMap((base) => sides.flatMap((side) => changedBlobs(root, base, side)));
  const wanted = [...new Set(ids)];
  return (
    wanted.length > 0 && wanted.length <= mostBlobs && bringObjects(root, wanted, access) === null
  );
}

/** The blobs on both sides of what differs between two commits, those of submodules left out. */
function changedBlobs(root: string, from: string, to: string): readonly string[] {
  const answer = callGit(root, ["diff-tree", "-r", "-z", "--raw", "--no-renames", from, to]);
  if ("failure" in answer) return [];
  return splitRecords(answer.output).flatMap((record) => {
    const [, before = "", after = "", old = "", now = ""] =
      /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) /.exec(record) ?? [];
    return [
      ...(before === "" || /^0+$|^160000$/.test(before) ? [] : [old]),
      ...(after === "" || /^0+$|^160000$/.test(after) ? [] : [now]),
    ];
  });
}

/** Merges two commits beside the repository: nothing of it changes, and nothing it names runs. */
import { callGit } from "./call.ts";
import { openSideStore } from "./side-store.ts";

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
  tip: string,
  head: string,
): { readonly tree: string } | { readonly why: string } {
  const store = openSideStore(root, tip.length);
  if (store === null) return { why: "git could not merge them here" };
  const settings = plain.flatMap((setting) => ["-c", setting]);
  const answer = callGit(store, [
    "--git-dir=.",
    ...settings,
    "merge-tree",
    "--write-tree",
    tip,
    head,
  ]);
  if ("failure" in answer)
    return { why: reasons[answer.failure.exitCode ?? 0] ?? "git could not merge them here" };
  const [tree = ""] = new TextDecoder().decode(answer.output).split("\n");
  return { tree };
}

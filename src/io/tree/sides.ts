/** Opens the trees a command works on: the head, and the base it is compared with. */
import { resolve } from "node:path";
import { shorten, type BaseEvent } from "../../baseline/base-commit.ts";
import type { CheckBase } from "../../commands/check/input.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { createDirectoryTree } from "./directory.ts";
import { findRepository, pathFromRoot } from "../files.ts";
import { findBase, type BaseRemote } from "../git/base.ts";
import type { FetchAccess } from "../git/fetch.ts";
import { createCommitTree } from "./commit.ts";
import type { GitFailure } from "../git/call.ts";
import { createWorkingTree } from "./working.ts";

export const usualConfig = "promptcost.yml";

/** The head's files, and where they are. Outside a repository the folder itself is the tree. */
export interface OpenHead {
  readonly tree: Tree;
  /** The repository's folder; null outside of one. */
  readonly root: string | null;
  readonly folder: string;
  /** Why git does not read the repository that is there; null: it does, or there is none. */
  readonly failure: GitFailure["kind"] | null;
}

/** Why git does not read a repository, as the end of a sentence. */
export function tellFailure(kind: GitFailure["kind"]): string {
  if (kind === "unsafe-repository")
    return (
      "the repository belongs to another user (`git config --global --add safe.directory " +
      "<its folder>` lets it be read)"
    );
  return kind === "no-git"
    ? "there is no git on the path"
    : kind === "unknown-commit"
      ? "there is no commit yet"
      : kind;
}

export function openHead(folder: string): OpenHead {
  const root = findRepository(folder);
  if (root !== null) {
    const working = createWorkingTree({ root });
    if ("tree" in working) return { tree: working.tree, root, folder, failure: null };
    return {
      tree: createDirectoryTree(folder, "this folder"),
      root: null,
      folder,
      failure: working.failure.kind,
    };
  }
  return { tree: createDirectoryTree(folder, "this folder"), root: null, folder, failure: null };
}

/**
 * The checked-out commit as the head: what a workflow is about, whatever earlier steps left in the
 * folder.
 */
export function openCommit(root: string): OpenHead | GitFailure {
  const commit = createCommitTree({ root, commit: "HEAD", label: "the checked-out commit" });
  return "tree" in commit
    ? { tree: commit.tree, root, folder: root, failure: null }
    : commit.failure;
}

/** A path of the config as the trees know it; null: it lies outside the repository. */
export function configPath(head: OpenHead, folder: string, asked: string | null): string | null {
  return pathFromRoot(head.root ?? head.folder, resolve(folder, asked ?? usualConfig));
}

/** The base side of a check, or the problem that ends it with exit code 2. */
export async function openBase(
  head: OpenHead,
  options: {
    readonly event: BaseEvent | null;
    readonly asked: string | null;
    readonly access: FetchAccess | null;
    readonly remote: BaseRemote | null;
  },
): Promise<CheckBase> {
  if (head.root === null) {
    const said = head.failure === null ? "this is no git repository" : tellFailure(head.failure);
    return { problem: problem("base-git-failed", nowhere, { doing: "find main's commit", said }) };
  }
  const found = await findBase({ root: head.root, ...options });
  if ("code" in found) return { problem: found };
  const { commit, archive } = found;
  if (archive !== null) return { commit, tree: archive };
  const opened = createCommitTree({
    root: head.root,
    commit: commit.sha,
    label: shorten(commit.sha),
    other: head.tree,
  });
  if ("tree" in opened) return { commit, tree: opened.tree };
  return {
    problem: problem("base-git-failed", nowhere, {
      doing: "read the base commit",
      said: tellFailure(opened.failure.kind),
    }),
  };
}

/** Main's side of a check: the commit to compare with, and its files. */
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import { shorten, type BaseCommit, type BaseEvent } from "./base-commit.ts";
import { findBase, type BaseRemote, type BaseRepository, type SameAsBase } from "./find-base.ts";
import { describeFailure, type GitFailure } from "./git-failure.ts";

/** The commit to compare with and its files, or why it cannot be had. */
export type OpenedBase =
  | {
      readonly commit: BaseCommit;
      readonly tree: Tree;
      /** What stands for the head: the checked-out commit merged into the base; null: itself. */
      readonly head?: Tree | null;
      /** What HEAD is to this commit where there is nothing to compare; null: there may be. */
      readonly same?: SameAsBase | null;
      /** False: an older state of what the head is to be merged into. */
      readonly current?: boolean;
      /** Why blobs of it that were asked for could not be had; null: all could. */
      readonly lost?: () => string | null;
    }
  | { readonly problem: Problem };

interface OpenedTree {
  readonly tree: Tree;
  readonly lost: () => string | null;
}

/** The clone a check runs in. */
export type BaseClone =
  | {
      readonly repository: BaseRepository;
      /** `id`: of a commit or a tree; `label`: as `Tree` has it; `other`: as in `createCommitTree`. */
      readonly openTree: (
        id: string,
        options: { readonly label: string; readonly other: Tree | null },
      ) => OpenedTree | { readonly failure: GitFailure };
    }
  /** Why git does not read it; null: there is none. */
  | { readonly unreadable: GitFailure["kind"] | null };

/** Opens the base side; a problem ends the check with exit code 2. */
export async function openBase(options: {
  readonly clone: BaseClone;
  readonly event: BaseEvent | null;
  /** `--base` */
  readonly asked: string | null;
  readonly remote: BaseRemote | null;
}): Promise<OpenedBase> {
  const { clone, event, asked, remote } = options;
  if ("unreadable" in clone) {
    const { unreadable } = clone;
    return gitFailed("find main's commit", unreadable ?? "not-a-repository");
  }
  const found = await findBase({ repository: clone.repository, event, asked, remote });
  if ("code" in found) return { problem: found };
  const { commit, archive, merged, same, current } = found;
  const facts = { commit, same, current };
  if (archive !== null) return { ...facts, tree: archive, head: null };
  const head =
    merged === null
      ? null
      : clone.openTree(merged, { label: "the checked-out commit", other: null });
  if (head !== null && "failure" in head) return gitFailed("read the merge", head.failure.kind);
  const opened = clone.openTree(commit.sha, {
    label: shorten(commit.sha),
    other: head?.tree ?? null,
  });
  if ("tree" in opened)
    return { ...facts, tree: opened.tree, head: head?.tree ?? null, lost: opened.lost };
  return gitFailed("read the base commit", opened.failure.kind);
}

function gitFailed(doing: string, kind: GitFailure["kind"]): OpenedBase {
  return { problem: problem("base-git-failed", nowhere, { doing, ...describeFailure(kind) }) };
}

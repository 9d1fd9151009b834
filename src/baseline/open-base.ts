/** Main's side of a check: the commit to compare with, and its files. */
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import type { BaseCommit, BaseEvent } from "./base-commit.ts";
import { findBase, type BaseRemote, type BaseRepository } from "./find-base.ts";
import { describeFailure, type GitFailure } from "./git-failure.ts";

/** The commit to compare with and its files, or why it cannot be had. */
export type OpenedBase =
  | { readonly commit: BaseCommit; readonly tree: Tree }
  | { readonly problem: Problem };

/** The clone a check runs in. */
export type BaseClone =
  | {
      readonly repository: BaseRepository;
      readonly openTree: (
        commit: BaseCommit,
      ) => { readonly tree: Tree } | { readonly failure: GitFailure };
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
  const { commit, archive } = found;
  if (archive !== null) return { commit, tree: archive };
  const opened = clone.openTree(commit);
  if ("tree" in opened) return { commit, tree: opened.tree };
  return gitFailed("read the base commit", opened.failure.kind);
}

function gitFailed(doing: string, kind: GitFailure["kind"]): OpenedBase {
  return { problem: problem("base-git-failed", nowhere, { doing, ...describeFailure(kind) }) };
}

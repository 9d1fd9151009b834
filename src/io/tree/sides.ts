/** Opens the trees a command works on: the head, and the base it is compared with. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { BaseEvent } from "../../baseline/base-commit.ts";
import type { BaseRemote } from "../../baseline/find-base.ts";
import type { GitFailure } from "../../baseline/git-failure.ts";
import { openBase, type BaseClone, type OpenedBase } from "../../baseline/open-base.ts";
import { usualConfig } from "../../config/paths.ts";
import { foldersAbove } from "../../fixture/files/owner.ts";
import type { Tree } from "../../tree.ts";
import { findRepository, pathFromRoot } from "../files.ts";
import type { FetchAccess } from "../git/fetch.ts";
import { openRepository } from "../git/repository.ts";
import { createCommitTree } from "./commit.ts";
import { createDirectoryTree } from "./directory.ts";
import { withContentsOf } from "./overlay.ts";
import { createWorkingTree } from "./working.ts";

/** The head's files, and where they are. Outside a repository the folder itself is the tree. */
export interface OpenHead {
  readonly tree: Tree;
  /** The repository's folder; null outside of one. */
  readonly root: string | null;
  readonly folder: string;
  /** Why git does not read the repository that is there; null: it does, or there is none. */
  readonly failure: GitFailure["kind"] | null;
  /** Whether it is the checked-out commit, and not what stands in its folder. */
  readonly isCommit: boolean;
  /** Why blobs of it that were asked for could not be had; null: all could. */
  readonly lost: () => string | null;
}

/** Of a tree whose files all lie in a folder. */
function nothingLost(): null {
  return null;
}

/**
 * The working tree of the repository that holds a folder; else the nearest folder above that has a
 * config, else the folder itself.
 */
export function openHead(folder: string): OpenHead {
  const root = findRepository(folder);
  const top = topFolder(folder);
  const working = root === null ? null : createWorkingTree({ root });
  if (working !== null && "tree" in working)
    return { tree: working.tree, root, folder, failure: null, isCommit: false, lost: nothingLost };
  return {
    tree: createDirectoryTree(top, "this folder"),
    root: null,
    folder: top,
    failure: working === null ? null : working.failure.kind,
    isCommit: false,
    lost: nothingLost,
  };
}

/**
 * The checked-out commit as the head: what a workflow is about, whatever earlier steps left in the
 * folder.
 */
export function openCommit(root: string, access: FetchAccess | null = null): OpenHead | GitFailure {
  const label = "the checked-out commit";
  const commit = createCommitTree({ root, commit: "HEAD", label, access });
  return "tree" in commit
    ? { ...commit, root, folder: root, failure: null, isCommit: true }
    : commit.failure;
}

/** Which files are the head: what is committed, or what stands in the folder. */
export const headTrees = ["commit", "working"] as const;
export type HeadTree = (typeof headTrees)[number];

/** The head of a repository, as it is asked for; or why git does not read it. */
export function openRepositoryHead(root: string, which: HeadTree): OpenHead | GitFailure {
  if (which === "commit") return openCommit(root);
  const working = createWorkingTree({ root });
  return "tree" in working
    ? { tree: working.tree, root, folder: root, failure: null, isCommit: false, lost: nothingLost }
    : working.failure;
}

/** Where the paths of a folder start: its repository, else the nearest config, else itself. */
export function topFolder(folder: string): string {
  return findRepository(folder) ?? findConfigFolder(folder) ?? resolve(folder);
}

/** The nearest folder on the disk that holds a config; null: there is none. */
function findConfigFolder(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, usualConfig))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/**
 * The path of the config from the root of the trees. `asked`: the path the user gave, from
 * `folder`; without one, the nearest above counts. Null: it lies outside the repository.
 */
export function configPath(head: OpenHead, folder: string, asked: string | null): string | null {
  const usual = pathFromRoot(head.root ?? head.folder, resolve(folder, asked ?? usualConfig));
  if (asked !== null || usual === null) return usual;
  const above = foldersAbove(usual).map((step) =>
    step === "" ? usualConfig : `${step}/${usualConfig}`,
  );
  return above.find((path) => head.tree.entry(path) !== undefined) ?? usual;
}

/** The base side of a check. */
export function openBaseSide(
  head: OpenHead,
  options: {
    readonly event: BaseEvent | null;
    /** `--base` */
    readonly asked: string | null;
    /** How commits may be fetched; null: nothing leaves the machine. */
    readonly access: FetchAccess | null;
    readonly remote: BaseRemote | null;
  },
): Promise<OpenedBase> {
  const { event, asked, access, remote } = options;
  const { root, failure, tree } = head;
  const clone: BaseClone =
    root === null
      ? { unreadable: failure }
      : {
          repository: openRepository(root, { access, headIsCommit: head.isCommit }),
          openTree: (id, { label, other }) =>
            createCommitTree({ root, commit: id, label, other: other ?? tree, access }),
        };
  return openBase({ clone, event, asked, remote: remote === null ? null : like(tree, remote) });
}

/** The service's archives hold what git stores: what the head has too, reads as in its checkout. */
function like(head: Tree, remote: BaseRemote): BaseRemote {
  return {
    ...remote,
    fetchTree: async (sha) => {
      const tree = await remote.fetchTree(sha);
      return tree === null ? null : withContentsOf(tree, head);
    },
  };
}

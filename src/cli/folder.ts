/** The tree a command works on, and which config of it. */
import { dirname, relative, resolve, sep } from "node:path";
import { describeFailure } from "../baseline/git-failure.ts";
import { usualConfig } from "../config/paths.ts";
import { findRepository } from "../io/files.ts";
import {
  configPath,
  openHead,
  openRepositoryHead,
  type HeadTree,
  type OpenHead,
} from "../io/tree/sides.ts";
import { nowhere, problem } from "../problem.ts";
import type { World } from "./command-line.ts";

/** A folder that is open, as a command works on it. */
export interface OpenedFolder {
  readonly head: OpenHead;
  /** The repository's folder; outside a repository the folder the command runs in. */
  readonly root: string;
  /** The config's path from the root. */
  readonly file: string;
}

/**
 * Opens the folder's tree: what stands there, or with `commit` what is committed. Null where there
 * is none, or where the config lies outside of it, which was said.
 */
export function openFolder(
  config: string | null,
  world: World,
  which: HeadTree | null = null,
): OpenedFolder | null {
  const home = homeOf(config, world.folder);
  const head = which === "commit" ? openCommitOf(home, world) : openHead(home);
  if (head === null) return null;
  const file = configPath(head, world.folder, config);
  const usual = resolve(world.folder, usualConfig);
  const found = resolve(head.root ?? head.folder, file ?? "");
  if (config === null && file !== null && found !== usual)
    world.warn(`promptcost: the config is ${relative(world.folder, found).replaceAll(sep, "/")}\n`);
  if (file === null) {
    world.refuse(problem("config-elsewhere", nowhere, {}));
    return null;
  }
  return { head, root: head.root ?? head.folder, file };
}

function openCommitOf(folder: string, world: World): OpenHead | null {
  const root = findRepository(folder);
  const head = root === null ? null : openRepositoryHead(root, "commit");
  if (head !== null && "tree" in head) return head;
  const why = describeFailure(head === null ? "not-a-repository" : head.kind);
  const doing = "read the checked-out commit (`--tree commit`)";
  world.refuse(problem("base-git-failed", nowhere, { doing, ...why }));
  return null;
}

/** The folder to open: where a command runs, but for a config of another repository. */
function homeOf(config: string | null, folder: string): string {
  const home = config === null ? null : findRepository(dirname(resolve(folder, config)));
  return home === null || home === findRepository(folder) ? folder : home;
}

/** The tree a command works on, and which config of it. */
import { dirname, relative, resolve, sep } from "node:path";
import { usualConfig } from "../config/paths.ts";
import { findRepository } from "../io/files.ts";
import { configPath, openHead, type OpenHead } from "../io/tree/sides.ts";
import type { World } from "./command-line.ts";

/** A folder that is open, as a command works on it. */
export interface OpenedFolder {
  readonly head: OpenHead;
  /** The repository's folder; outside a repository the folder the command runs in. */
  readonly root: string;
  /** The config's path from the root. */
  readonly file: string;
}

/** Opens the folder's tree; null where the config lies outside of it, which was said. */
export function openFolder(config: string | null, world: World): OpenedFolder | null {
  const head = openHead(homeOf(config, world.folder));
  const file = configPath(head, world.folder, config);
  const usual = resolve(world.folder, usualConfig);
  const found = resolve(head.root ?? head.folder, file ?? "");
  if (config === null && file !== null && found !== usual)
    world.warn(`promptcost: the config is ${relative(world.folder, found).replaceAll(sep, "/")}\n`);
  if (file === null) {
    world.warn("promptcost: the config lies outside this repository.\n");
    return null;
  }
  return { head, root: head.root ?? head.folder, file };
}

/** The folder to open: where a command runs, but for a config of another repository. */
function homeOf(config: string | null, folder: string): string {
  const home = config === null ? null : findRepository(dirname(resolve(folder, config)));
  return home === null || home === findRepository(folder) ? folder : home;
}

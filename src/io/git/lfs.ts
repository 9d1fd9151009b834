/** What Git LFS keeps: in the clone's own store, else from the server with the token given. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LfsObject } from "../tree/content.ts";
import { callGit, safety } from "./call.ts";
import { fetchEnvironment, type FetchAccess } from "./fetch.ts";

/** The bytes of an object that this clone has; null: it does not, or not whole. */
export function readLfsObject(root: string, { id, size }: LfsObject): Uint8Array | null {
  const folder = lfsFolder(root);
  if (folder === null) return null;
  try {
    const bytes = readFileSync(join(folder, "objects", id.slice(0, 2), id.slice(2, 4), id));
    const isWhole =
      bytes.length === size && createHash("sha256").update(bytes).digest("hex") === id;
    return isWhole ? bytes : null;
  } catch {
    return null;
  }
}

/** `lfs.storage` in git's settings, else `lfs` in git's folder; relative paths start there. */
function lfsFolder(root: string): string | null {
  const common = say(root, ["rev-parse", "--git-common-dir"]);
  return common === null
    ? null
    : resolve(root, common, say(root, ["config", "--get", "lfs.storage"]) ?? "lfs");
}

function say(root: string, args: readonly string[]): string | null {
  const answer = callGit(root, args);
  const said = "output" in answer ? new TextDecoder().decode(answer.output).trim() : "";
  return said === "" ? null : said;
}

/** How long one fetch may take. */
const timeoutMs = 120_000;

/**
 * Has Git LFS bring the objects of some files of a commit into the clone's store, as far as it can.
 * It asks the server of `access` alone, whatever address a file of the repository names.
 */
export function fetchLfsObjects(options: {
  readonly root: string;
  readonly commit: string;
  readonly paths: readonly string[];
  readonly access: FetchAccess;
}): void {
  const { root, commit, paths, access } = options;
  const url = lfsUrl(say(root, ["config", "--get", "remote.origin.url"]) ?? "", access.server);
  if (url === null) return;
  // A list with commas between patterns: where a name would not stand for itself, all are brought.
  const include = paths.some((path) => /[,*?[\]\\!#\s]/.test(path))
    ? []
    : [`--include=${paths.join(",")}`];
  const settings = [...safety(), `lfs.url=${url}`].flatMap((setting) => ["-c", setting]);
  spawnSync("git", ["-C", root, ...settings, "lfs", "fetch", "origin", commit, ...include], {
    env: fetchEnvironment(access),
    timeout: timeoutMs,
    windowsHide: true,
    stdio: "ignore",
  });
}

/** Where a server keeps the objects of a repository, by the address of its clone; null: unknown. */
function lfsUrl(origin: string, server: string): string | null {
  const [, path] =
    /^(?:https?:\/\/[^/]+\/|(?:ssh:\/\/)?[^@/]+@[^:/]+(?::\d+\/|[:/]))(.+?)(?:\.git)?\/?$/.exec(
      origin,
    ) ?? [];
  return path === undefined ? null : `${server.replace(/\/+$/, "")}/${path}.git/info/lfs`;
}

import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { createCommitTree } from "../../../src/io/tree/commit.ts";
import { createWorkingTree } from "../../../src/io/tree/working.ts";
import type { Tree } from "../../../src/tree.ts";

export function working(root: string): Tree {
  const made = createWorkingTree({ root });
  if ("failure" in made) throw new Error(made.failure.kind);
  return made.tree;
}

export function commit(root: string, name: string, other?: Tree): Tree {
  const made = createCommitTree({
    root,
    commit: name,
    label: name,
    ...(other === undefined ? {} : { other }),
  });
  if ("failure" in made) throw new Error(made.failure.kind);
  return made.tree;
}

export function idOf(root: string, text: string): string {
  const result = spawnSync("git", ["-C", root, "hash-object", "--stdin"], {
    input: text,
    encoding: "utf8",
  });
  return result.stdout.trim();
}

/** The last commit packed as GitHub does it. `settings` come before git's command. */
export function archiveOf(root: string, ...settings: readonly string[]): Uint8Array {
  const args = [...settings, "archive", "--format=tar", "--prefix=acme-shop-abc/", "HEAD"];
  return gzipSync(spawnSync("git", ["-C", root, ...args], { maxBuffer: 2 ** 26 }).stdout);
}

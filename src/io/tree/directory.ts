/**
 * A folder as a tree, without git: for bundled examples and tests. Hidden folders `.git` and
 * `node_modules` are left out.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Tree, TreeEntry } from "../../tree.ts";
import { createFileReader } from "../files.ts";
import { createHashedTree } from "./hashed.ts";

const skipped = new Set([".git", "node_modules"]);

/** The paths are listed when the tree is made; contents are read when they are asked for, once. */
export function createDirectoryTree(root: string, label = root): Tree {
  const kinds = new Map<string, TreeEntry["kind"]>();
  listFiles(root, "", kinds);
  const reader = createFileReader(root);
  const contents = new Map<string, Uint8Array>();
  const read = (path: string): Uint8Array => {
    const bytes = contents.get(path) ?? reader.bytes(path);
    contents.set(path, bytes);
    return bytes;
  };
  return createHashedTree({ label, kinds, read });
}

function listFiles(root: string, folder: string, found: Map<string, TreeEntry["kind"]>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) found.set(path, "link");
    else if (entry.isFile()) found.set(path, "file");
    else if (entry.isDirectory() && !skipped.has(entry.name)) listFiles(root, path, found);
  }
}

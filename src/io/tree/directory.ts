/**
 * A folder as a tree, without git: for bundled examples and tests. Hidden folders `.git` and
 * `node_modules` are left out.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Tree, TreeEntry } from "../../tree.ts";
import { createFileReader, decodeUtf8 } from "../files.ts";
import { blobId } from "../hash.ts";

const skipped = new Set([".git", "node_modules"]);

/**
 * `root` is read when the tree is made; contents when they are asked for, once. Ids are those git
 * would give the bytes.
 */
export function createDirectoryTree(root: string, label = root): Tree {
  const kinds = new Map<string, TreeEntry["kind"]>();
  list(root, "", kinds);
  const paths = [...kinds.keys()].sort();
  const reader = createFileReader(root);
  const contents = new Map<string, Uint8Array>();
  const ids = new Map<string, string>();
  const read = (path: string): Uint8Array => {
    if (kinds.get(path) !== "file") throw new Error(`${path} is not a file of this tree`);
    const known = contents.get(path) ?? reader.bytes(path);
    contents.set(path, known);
    return known;
  };
  return {
    label,
    paths: () => paths,
    entry: (path) => {
      const kind = kinds.get(path);
      if (kind === undefined) return undefined;
      const id = ids.get(path) ?? (kind === "file" ? blobId(read(path)) : "");
      ids.set(path, id);
      return { id, kind };
    },
    read,
    text: (path) => decodeUtf8(read(path)),
    prefetch: () => undefined,
  };
}

function list(root: string, folder: string, found: Map<string, TreeEntry["kind"]>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) found.set(path, "link");
    else if (entry.isFile()) found.set(path, "file");
    else if (entry.isDirectory() && !skipped.has(entry.name)) list(root, path, found);
  }
}

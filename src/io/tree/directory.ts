/**
 * A folder as a tree, without git: for bundled examples, tests, and what lies in no repository.
 * Hidden folders `.git` and `node_modules` are left out.
 */
import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import type { Tree, TreeEntry } from "../../tree.ts";
import { createFileReader, kindOf, type FileReader } from "../files.ts";
import { readPlainText } from "./content.ts";
import { createHashedTree } from "./hashed.ts";

const skipped = new Set([".git", "node_modules"]);

/**
 * Nothing is read before it is asked for: the folder may be somebody's whole disk. Its paths are
 * listed once.
 */
export function createDirectoryTree(root: string, label = root): Tree {
  let opened: FileReader | null = null;
  const reader = (): FileReader => (opened ??= createFileReader(root));
  let listed: ReadonlyMap<string, TreeEntry["kind"]> | null = null;
  return createHashedTree({
    label,
    paths: () => [...(listed ??= listFiles(root)).keys()],
    kind: (path) => (listed === null ? kindIn(root, path) : listed.get(path)),
    read: (path) => reader().bytes(path),
    apart: {
      id: (path) => reader().id(path),
      content: (path) => readPlainText(path, reader()),
    },
    textAt: (path, span) => reader().textAt(path, span),
  });
}

/** What stands at a path; what lies behind a link is not in the tree. */
function kindIn(root: string, path: string): TreeEntry["kind"] | undefined {
  const steps = path.split("/");
  if (steps.some((step) => step === "" || step === "." || step === ".." || skipped.has(step)))
    return undefined;
  for (let count = 1; count <= steps.length; count += 1) {
    const kind = kindOf(join(root, ...steps.slice(0, count)));
    if (count < steps.length && kind !== "folder") return undefined;
    if (count === steps.length && (kind === "file" || kind === "link")) return kind;
  }
  return undefined;
}

function listFiles(
  root: string,
  folder = "",
  found = new Map<string, TreeEntry["kind"]>(),
): ReadonlyMap<string, TreeEntry["kind"]> {
  for (const entry of entriesOf(join(root, folder))) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) found.set(path, "link");
    else if (entry.isFile()) found.set(path, "file");
    else if (entry.isDirectory() && !skipped.has(entry.name)) listFiles(root, path, found);
  }
  return found;
}

/** What a folder holds; nothing where it went away meanwhile, or may not be read. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

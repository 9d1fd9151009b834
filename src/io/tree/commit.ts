/** A commit as a tree: listed by one git call, contents by one more for all that will be read. */
import type { GitFailure } from "../../baseline/git-failure.ts";
import type { Tree, TreeEntry } from "../../tree.ts";
import { decodeUtf8 } from "../utf8.ts";
import { callGit, kindOfMode, splitRecords } from "../git/call.ts";

const lineFeed = 10;

/**
 * The tree of a commit. `other` is a tree whose files with the same path and id are read instead,
 * so that git is asked only for what differs. A content git cannot give reads as no text.
 */
export function createCommitTree(options: {
  readonly root: string;
  readonly commit: string;
  readonly label: string;
  readonly other?: Tree;
}): { readonly tree: Tree } | { readonly failure: GitFailure } {
  const { root, commit, label, other } = options;
  if (commit.startsWith("-")) return { failure: { kind: "unknown-commit", exitCode: null } };
  const listed = callGit(root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  if ("failure" in listed) return listed;
  const entries = new Map<string, TreeEntry>();
  for (const record of splitRecords(listed.output)) {
    const tab = record.indexOf("\t");
    const [mode = "", , id = ""] = record.slice(0, tab).split(" ");
    entries.set(record.slice(tab + 1), { id, kind: kindOfMode(mode) });
  }
  const paths = [...entries.keys()].sort();
  const contents = new Map<string, Uint8Array>();
  const isShared = (path: string, id: string): boolean => {
    const twin = other?.entry(path);
    return twin?.kind === "file" && twin.id === id;
  };
  const fetch = (wanted: readonly string[]): void => {
    const ids = new Set<string>();
    for (const path of wanted) {
      const entry = entries.get(path);
      if (entry?.kind === "file" && !contents.has(entry.id) && !isShared(path, entry.id))
        ids.add(entry.id);
    }
    if (ids.size === 0) return;
    const answer = callGit(root, ["cat-file", "--batch"], `${[...ids].join("\n")}\n`);
    if ("output" in answer)
      for (const [id, bytes] of readBatch(answer.output)) contents.set(id, bytes);
  };
  const find = (path: string): Uint8Array | null => {
    const entry = entries.get(path);
    if (entry?.kind !== "file") throw new Error(`${path} is not a file of ${label}`);
    if (other !== undefined && isShared(path, entry.id)) return other.read(path);
    if (!contents.has(entry.id)) fetch([path]);
    return contents.get(entry.id) ?? null;
  };
  const tree: Tree = {
    label,
    paths: () => paths,
    entry: (path) => entries.get(path),
    read: (path) => {
      const bytes = find(path);
      if (bytes === null) throw new Error(`git cannot give the content of ${path} in ${label}`);
      return bytes;
    },
    text: (path) => {
      const bytes = find(path);
      return bytes === null ? null : decodeUtf8(bytes);
    },
    prefetch: fetch,
  };
  return { tree };
}

/**
 * Contents by id out of what `cat-file --batch` answers: a line, the bytes, a line feed. What git
 * does not have is left out.
 */
function readBatch(output: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const decoder = new TextDecoder();
  let position = 0;
  while (position < output.length) {
    const end = output.indexOf(lineFeed, position);
    if (end === -1) break;
    const [id = "", type = "", size] = decoder.decode(output.subarray(position, end)).split(" ");
    position = end + 1;
    if (type !== "blob" || size === undefined) continue;
    found.set(id, output.subarray(position, position + Number(size)));
    position += Number(size) + 1;
  }
  return found;
}

/**
 * The working tree: what git tracks, and what it does not ignore. Files that git's index knows to
 * be unchanged have their id from there; the others are hashed by git (which knows about line
 * endings), all in one call, when an id is first asked for.
 */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GitFailure } from "../../baseline/git-failure.ts";
import { limits } from "../../limits.ts";
import { groupBy } from "../../order.ts";
import type { Tree, TreeEntry } from "../../tree.ts";
import { createFileReader, kindOf } from "../files.ts";
import { callGit, kindOfMode, splitRecords } from "../git/call.ts";
import { blobId } from "../hash.ts";
import { createCheckoutReader } from "./checkout-reader.ts";
import { createCommitTree } from "./commit.ts";
import { whereThere } from "./hashed.ts";

/**
 * Where no more files than this have changed, all are hashed when one is asked for, but for larger
 * ones; else only those asked for.
 */
const maxHashedAtOnce = 2_000;
const maxUnaskedBytes = 8_000_000;

interface Listing {
  /** Files whose ids git knows: unchanged since they were staged. */
  readonly entries: Map<string, TreeEntry>;
  /** Changed, untracked or in conflict: to be hashed. */
  readonly unhashed: Set<string>;
  /** Tracked, and left out of a sparse checkout. */
  readonly sparse: ReadonlySet<string>;
}

/**
 * The working tree of the repository whose folder is `root`. One git call now, one more when a
 * changed file's id is asked for.
 */
export function createWorkingTree(options: {
  readonly root: string;
}): { readonly tree: Tree } | { readonly failure: GitFailure } {
  const { root } = options;
  const listed = callGit(root, [
    "ls-files",
    "-t",
    "-s",
    "-c",
    "-m",
    "-o",
    "-d",
    "--exclude-standard",
    "-z",
  ]);
  if ("failure" in listed) return listed;
  const { entries, unhashed, sparse } = readListing(root, listed.output);
  // What a sparse checkout leaves out stays what HEAD has of it.
  let head: Tree | null | undefined;
  const sparseTree = (path: string): Tree | null => {
    if (!sparse.has(path)) return null;
    if (head === undefined) {
      const opened = createCommitTree({ root, commit: "HEAD", label: "the checked-out commit" });
      head = "tree" in opened ? opened.tree : null;
    }
    return head?.entry(path)?.id === entries.get(path)?.id ? head : null;
  };
  const isLost = (path: string): boolean => sparse.has(path) && sparseTree(path) === null;
  const paths = [...entries.keys(), ...unhashed].sort();
  const reader = createFileReader(root);
  const hash = (wanted: readonly string[], maxBytes: number): void => {
    const files: string[] = [];
    for (const path of wanted) {
      const kind = kindOf(join(root, path));
      if (kind === "link") entries.set(path, { id: "", kind });
      const size = kind === "file" ? sizeOf(join(root, path)) : 0;
      // Nobody reads it, so nobody needs its id.
      if (size > limits.file.most) entries.set(path, { id: `${size} bytes`, kind: "file" });
      else if (kind === "file" && size <= maxBytes) files.push(path);
      if (kind !== "file" || files.at(-1) === path || size > limits.file.most)
        unhashed.delete(path);
    }
    for (const [path, id] of hashFiles(root, files, reader.bytes))
      entries.set(path, { id, kind: "file" });
  };
  let beside: ReadonlyMap<string, readonly string[]> | null = null;
  const ensureHashed = (path: string): void => {
    if (!unhashed.has(path)) return;
    if (unhashed.size <= maxHashedAtOnce) hash([...unhashed], maxUnaskedBytes);
    if (!unhashed.has(path)) return;
    // Who asks for one asks for those beside it: a call for each takes minutes.
    beside ??= neighboursOf([...unhashed].sort());
    const neighbours = beside.get(path) ?? [];
    hash(
      neighbours.filter((other) => unhashed.has(other)),
      maxUnaskedBytes,
    );
    if (unhashed.has(path)) hash([path], Infinity);
  };
  const demandFile = (path: string): void => {
    ensureHashed(path);
    if (entries.get(path)?.kind !== "file")
      throw new Error(`${path} is not a file of the working tree`);
  };
  const contents = createCheckoutReader(root, { paths, reader });
  const tree: Tree = {
    label: "the working tree",
    paths: () => paths,
    entry: (path) => {
      ensureHashed(path);
      return entries.get(path);
    },
    read: (path) => {
      demandFile(path);
      return (sparseTree(path)?.read ?? reader.bytes)(path);
    },
    text: (path) => {
      demandFile(path);
      return isLost(path) ? null : (sparseTree(path) ?? contents).text(path);
    },
    textAt: whereThere((path, span) => (sparse.has(path) ? null : reader.textAt(path, span))),
    fault: (path) => {
      demandFile(path);
      return isLost(path)
        ? { kind: "missing", name: "" }
        : (sparseTree(path) ?? contents).fault(path);
    },
    prefetch: (wanted) => {
      contents.prefetch(wanted.filter((path) => !sparse.has(path)));
      const unseen = wanted.filter((path) => unhashed.has(path));
      const [first] = unseen;
      if (first === undefined) return;
      if (unhashed.size <= maxHashedAtOnce) ensureHashed(first);
      hash(
        unseen.filter((path) => unhashed.has(path)),
        Infinity,
      );
    },
  };
  return { tree };
}

/** Records of `ls-files -t -s`: `H mode id stage<tab>path`, and `? path` for what is untracked. */
function readListing(root: string, output: Uint8Array): Listing {
  const entries = new Map<string, TreeEntry>();
  const unhashed = new Set<string>();
  const gone = new Set<string>();
  const sparse = new Set<string>();
  for (const record of splitRecords(output)) {
    const tag = record[0];
    if (tag === "?") {
      // A folder is another repository inside this one: none of its files are ours.
      if (!record.endsWith("/")) unhashed.add(record.slice(2));
      continue;
    }
    const tab = record.indexOf("\t");
    const path = record.slice(tab + 1);
    const [, mode = "", id = ""] = record.slice(0, tab).split(" ");
    // Git looks no further at a file with the mark `S`: one may lie there all the same.
    const isThere = tag === "S" && kindOf(join(root, path)) !== null;
    if (tag === "S" && !isThere) sparse.add(path);
    if (isThere) unhashed.add(path);
    else if (tag === "R") gone.add(path);
    else if (tag === "C" || tag === "M") unhashed.add(path);
    else entries.set(path, { id, kind: kindOfMode(mode) });
  }
  for (const path of gone) {
    entries.delete(path);
    unhashed.delete(path);
  }
  for (const path of unhashed) {
    // A submodule with work in it is still a submodule.
    if (entries.get(path)?.kind === "submodule") unhashed.delete(path);
    else entries.delete(path);
  }
  return { entries, unhashed, sparse };
}

function hashFiles(
  root: string,
  paths: readonly string[],
  read: (path: string) => Uint8Array,
): ReadonlyMap<string, string> {
  const plain = paths.filter((path) => !/[\r\n]/.test(path) && !path.startsWith('"'));
  const answer =
    plain.length === 0
      ? null
      : callGit(root, ["hash-object", "--stdin-paths"], { input: `${plain.join("\n")}\n` });
  const ids =
    answer !== null && "output" in answer
      ? new TextDecoder().decode(answer.output).trimEnd().split("\n")
      : [];
  const hashed = new Map(
    ids.length === plain.length
      ? plain.map((path, index) => [path, ids[index] ?? ""] as const)
      : [],
  );
  for (const path of paths) {
    if (hashed.has(path)) continue;
    try {
      hashed.set(path, blobId(read(path)));
    } catch {
      // It went away since it was listed: it is no file of this tree.
    }
  }
  return hashed;
}

/** For each path the ones of its folder that are hashed with it. */
function neighboursOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, readonly string[]>();
  for (const [, inFolder] of groupBy(paths, dirname))
    for (let from = 0; from < inFolder.length; from += maxHashedAtOnce) {
      const together = inFolder.slice(from, from + maxHashedAtOnce);
      for (const path of together) neighbours.set(path, together);
    }
  return neighbours;
}

/** Bytes; none where the file went away meanwhile. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

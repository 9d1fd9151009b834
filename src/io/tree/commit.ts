/**
 * A commit as a tree: listed by one git call, contents by two more for all that will be read, as a
 * checkout of it has them.
 */
import type { GitFailure } from "../../baseline/git-failure.ts";
import type { ContentFault } from "../../content-fault.ts";
import type { Tree, TreeEntry } from "../../tree.ts";
import { hasAttributes, isAttributeFile, readAttributes } from "../git/attributes.ts";
import { readBlobs } from "../git/blobs.ts";
import { kindOfMode, splitRecords } from "../git/call.ts";
import type { FetchAccess } from "../git/fetch.ts";
import { fetchLfsObjects } from "../git/lfs.ts";
import { listTree } from "../git/trees.ts";
import { tooLarge } from "./content.ts";
import { checkOut, contentOf, findAbsentObjects, type CheckedOutFile } from "./checkout.ts";

/** A commit's files. */
export interface CommitTree {
  readonly tree: Tree;
  /** Why blobs of it that were asked for could not be had; null: all could. */
  readonly lost: () => string | null;
}

/**
 * The tree of a commit. `other` is a tree whose files with the same path and id are read instead,
 * so that git is asked only for what differs.
 */
export function createCommitTree(options: {
  readonly root: string;
  readonly commit: string;
  readonly label: string;
  readonly other?: Tree;
  /** How what the clone lacks may be fetched; left out: nothing leaves the machine. */
  readonly access?: FetchAccess | null;
}): CommitTree | { readonly failure: GitFailure } {
  const { root, commit, label, other, access = null } = options;
  if (commit.startsWith("-")) return { failure: { kind: "unknown-commit", exitCode: null } };
  const listed = listTree(root, commit, access);
  if ("failure" in listed) return listed;
  const entries = new Map<string, TreeEntry>();
  for (const record of splitRecords(listed.output)) {
    const tab = record.indexOf("\t");
    const [mode = "", , id = ""] = record.slice(0, tab).split(" ");
    entries.set(record.slice(tab + 1), { id, kind: kindOfMode(mode) });
  }
  const paths = [...entries.keys()].sort();
  const attributeFiles = paths
    .filter((path) => isAttributeFile(path) && entries.get(path)?.kind === "file")
    .map((path) => ({ path, id: entries.get(path)?.id ?? "" }));
  const contents = new Map<string, CheckedOutFile>();
  let lost: string | null = null;
  const isShared = (path: string, id: string): boolean => {
    const twin = other?.entry(path);
    return twin?.kind === "file" && twin.id === id;
  };
  let may: boolean | null = null;
  const attributesOf = (asked: readonly string[]): ReturnType<typeof readAttributes> => {
    may ??= hasAttributes(root, paths);
    return may ? readAttributes(root, asked, attributeFiles) : new Map();
  };
  const fetch = (wanted: readonly string[]): void => {
    const files = [...new Set(wanted)].flatMap((path) => {
      const entry = entries.get(path);
      return entry?.kind === "file" && !contents.has(path) && !isShared(path, entry.id)
        ? [{ path, id: entry.id }]
        : [];
    });
    if (files.length === 0) return;
    // What attributes say is in files of the commit too.
    const ids = [...attributeFiles, ...files].map(({ id }) => id);
    const stored = readBlobs(root, ids, access);
    lost ??= stored.lost;
    const isReadable = attributeFiles.every(({ id }) => stored.blobs.has(id));
    const bytesOf = (id: string): Uint8Array | null =>
      isReadable ? (stored.blobs.get(id) ?? null) : null;
    const found = files
      .filter(({ id }) => !stored.tooLarge.has(id))
      .map((file) => ({ ...file, bytes: bytesOf(file.id) }));
    for (const { path, id } of files)
      if (stored.tooLarge.has(id))
        contents.set(path, { bytes: null, encoding: null, fault: tooLarge.fault });
    const attributes = attributesOf(files.map(({ path }) => path));
    const absent = access === null ? [] : findAbsentObjects(root, found, attributes);
    if (access !== null && absent.length > 0)
      fetchLfsObjects({ root, commit, paths: absent, access });
    for (const [path, file] of checkOut(root, found, attributes))
      contents.set(path, withReason(file, lost));
  };
  /** Null: the other tree has the same file. */
  const find = (path: string): CheckedOutFile | null => {
    const entry = entries.get(path);
    if (entry?.kind !== "file") throw new Error(`${path} is not a file of ${label}`);
    if (isShared(path, entry.id)) return null;
    if (!contents.has(path)) fetch([path]);
    return contents.get(path) ?? null;
  };
  const faults = new Map<string, ContentFault | null>();
  const text = (path: string): string | null => {
    const file = find(path);
    if (file === null) return other?.text(path) ?? null;
    const content = contentOf(file);
    faults.set(path, content.fault);
    return content.text;
  };
  const fault = (path: string): ContentFault | null => {
    if (find(path) === null) return other?.fault(path) ?? null;
    if (!faults.has(path)) text(path);
    return faults.get(path) ?? null;
  };
  const tree: Tree = {
    label,
    paths: () => paths,
    entry: (path) => entries.get(path),
    read: (path) => {
      const file = find(path);
      const bytes = file === null ? other?.read(path) : file.bytes;
      if (bytes === undefined || bytes === null)
        throw new Error(`git cannot give the content of ${path} in ${label}`);
      return bytes;
    },
    text,
    fault,
    prefetch: fetch,
  };
  return { tree, lost: () => lost };
}

/** Says why a file is missing. */
function withReason(file: CheckedOutFile, lost: string | null): CheckedOutFile {
  const isMissing = file.fault?.kind === "missing" && lost !== null;
  return isMissing ? { ...file, fault: { kind: "missing", name: lost } } : file;
}

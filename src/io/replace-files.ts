/** Several files replaced together: all of them, or none. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isBehindLink, isMissing, keepMode } from "./files.ts";

/** A file as it is to be; null: it goes. */
export interface FileChange {
  /** From the root. */
  readonly path: string;
  readonly text: string | null;
}

/** The file that stood in the way, and the system's code; `link`: it lies behind a link. */
export interface ReplaceFailure {
  readonly path: string;
  readonly why: string;
}

/**
 * Replaces files below a root. All texts are on the disk, in the folder `drafts`, before the first
 * file changes: a full disk changes none. Where one cannot be replaced those before it get back what
 * they had. What a killed process left in `drafts` is removed.
 */
export function replaceFiles(
  root: string,
  changes: readonly FileChange[],
  drafts: string,
): ReplaceFailure | null {
  for (const { path } of changes) {
    const why = findBarrier(root, path);
    if (why !== null) return { path, why };
  }
  try {
    return write(root, changes, drafts);
  } finally {
    removeDrafts(drafts);
  }
}

/** Whether files can be written into a folder, which is made; null: they can. */
export function findWriteObstacle(root: string, folder: string): ReplaceFailure | null {
  const probe = join(root, folder, `.promptcost-${String(process.pid)}.tmp`);
  const why = findBarrier(root, folder);
  if (why !== null) return { path: folder, why };
  const made = makeFolder(dirname(probe));
  if ("why" in made) return { path: folder, why: made.why };
  try {
    writeFileSync(probe, "");
    rmSync(probe);
    return null;
  } catch (error) {
    return { path: folder, why: codeOf(error) };
  } finally {
    made.undo();
  }
}

/** What on the way to a path keeps it from being written: a link, a file in place of a folder. */
function findBarrier(root: string, path: string): string | null {
  try {
    return isBehindLink(root, path) ? "link" : null;
  } catch (error) {
    return codeOf(error);
  }
}

function write(
  root: string,
  changes: readonly FileChange[],
  drafts: string,
): ReplaceFailure | null {
  const undo: (() => void)[] = [];
  const fail = (path: string, error: unknown): ReplaceFailure => {
    for (const step of undo.toReversed()) step();
    return { path, why: codeOf(error) };
  };
  rmSync(drafts, { recursive: true, force: true });
  for (const [index, { path, text }] of changes.entries()) {
    if (text === null) continue;
    try {
      mkdirSync(drafts, { recursive: true });
      writeDraft(join(drafts, String(index)), text, join(root, path));
    } catch (error) {
      return fail(path, error);
    }
  }
  for (const [index, { path, text }] of changes.entries()) {
    const target = join(root, path);
    try {
      const before = readBytes(target);
      if (text === null) rmSync(target, { force: true });
      else {
        mkdirSync(dirname(target), { recursive: true });
        renameSync(join(drafts, String(index)), target);
      }
      undo.push(() => {
        restore(target, before);
      });
    } catch (error) {
      return fail(path, error);
    }
  }
  return null;
}

/** Writes what takes a file's place, with that one's mode where it is there. */
function writeDraft(draft: string, text: string, target: string): void {
  const before = statSync(target, { throwIfNoEntry: false });
  const file = openSync(draft, "wx", before === undefined ? 0o666 : 0o600);
  try {
    writeFileSync(file, text);
    if (before?.isFile() === true) keepMode(file, before);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function readBytes(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function restore(path: string, before: Uint8Array | null): void {
  try {
    if (before === null) rmSync(path, { force: true });
    else writeFileSync(path, before);
  } catch {
    // The disk does not take back what it had: the first failure is what is said.
  }
}

function removeDrafts(drafts: string): void {
  try {
    rmSync(drafts, { recursive: true, force: true });
  } catch {
    // They lie in a folder that git does not see, and the next call removes them.
  }
}

/** Makes a folder with those above it; `undo` removes those that were made. */
function makeFolder(path: string): { readonly undo: () => void } | { readonly why: string } {
  try {
    const first = mkdirSync(path, { recursive: true });
    return {
      undo: () => {
        if (first !== undefined) rmSync(first, { recursive: true, force: true });
      },
    };
  } catch (error) {
    return { why: codeOf(error) };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "EIO";
}

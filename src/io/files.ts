/** Files of this machine: read without following links, written whole or not at all. */
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { draftPath } from "../fixture/keeping/draft.ts";
import type { ByteSpan } from "../tree.ts";
import { readBlobId } from "./hash.ts";
import { noteTextRead } from "./short-run.ts";
import { decodeUtf8, readUtf8 } from "./utf8.ts";

/** Whether an error of the system has this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Whether an error is the system's, or node's about what it was given: no fault of a program. */
export function isFromSystem(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, "ENOENT");
}

/** What stands at a path, without following it; null: nothing. */
export function kindOf(path: string): "file" | "link" | "folder" | "other" | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isSymbolicLink()) return "link";
  if (stats.isDirectory()) return "folder";
  return stats.isFile() ? "file" : "other";
}

/** Reads regular files below a root. Throws where there is none, or where a link leads to it. */
export interface FileReader {
  readonly bytes: (path: string) => Uint8Array;
  /** Bytes. */
  readonly size: (path: string) => number;
  /** As git names its content (`blobId`). */
  readonly id: (path: string) => string;
  /** Null: not UTF-8. */
  readonly text: (path: string) => string | null;
  /** Of a part of it; null: it is not there, or not UTF-8. */
  readonly textAt: (path: string, span: ByteSpan) => string | null;
}

const usualBytes = 1 << 18;

/**
 * Folders are looked at once. Texts are read through one buffer: many small files, and a large one
 * that is read again, leave nothing to collect but their texts.
 */
export function createFileReader(root: string): FileReader {
  const real = realpathSync(root);
  const sound = new Map<string, boolean>();
  let buffer = new Uint8Array(0);
  const isSound = (folder: string): boolean => {
    const known = sound.get(folder) ?? realpathSync(join(real, folder)) === resolve(real, folder);
    sound.set(folder, known);
    return known;
  };
  const withFile = <Result>(path: string, use: (file: number, size: number) => Result): Result => {
    if (!isSound(dirname(path))) throw new Error(`${path} leads through a link`);
    // Without waiting: a pipe that took the file's place has nobody who writes into it.
    const how = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = openSync(join(real, path), how);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) throw new Error(`${path} is not a regular file`);
      return use(file, stats.size);
    } finally {
      closeSync(file);
    }
  };
  return {
    bytes: (path) => withFile(path, (file) => readFileSync(file)),
    size: (path) => withFile(path, (_, size) => size),
    id: (path) => withFile(path, readBlobId),
    text: (path) =>
      withFile(path, (file, size) => {
        noteTextRead(size);
        if (size >= usualBytes) return readUtf8(file, { keepsMark: false });
        if (buffer.length === 0) buffer = new Uint8Array(usualBytes);
        const count = readSync(file, buffer, 0, usualBytes, 0);
        return decodeUtf8(buffer.subarray(0, count));
      }),
    textAt: (path, { offset, length }) =>
      withFile(path, (file, size) => {
        if (offset + length > size) return null;
        const bytes = Buffer.allocUnsafe(length);
        return readSync(file, bytes, 0, length, offset) === length ? decodeUtf8(bytes) : null;
      }),
  };
}

/**
 * The folder of the repository that holds a path: the nearest one above with a `.git`. Null: none.
 */
export function findRepository(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** A path of this machine as a path from a root, with `/`; null where it lies outside. */
export function pathFromRoot(root: string, path: string): string | null {
  const inside = resolve(path);
  const base = resolve(root);
  if (inside === base) return "";
  return inside.startsWith(base.endsWith(sep) ? base : base + sep)
    ? inside.slice(base.length + (base.endsWith(sep) ? 0 : 1)).replaceAll(sep, "/")
    : null;
}

/** Whether a path below a root is a link or lies behind one. */
export function isBehindLink(root: string, path: string): boolean {
  return path
    .split("/")
    .some((_, count, steps) => kindOf(join(root, ...steps.slice(0, count + 1))) === "link");
}

/** Replaces a file by a text as `replaceAtomically` does. */
export function writeAtomically(path: string, text: string): void {
  replaceAtomically(path, (file) => {
    writeFileSync(file, text);
    return true;
  });
}

/**
 * Replaces a file by what `write` writes into another, whole or not at all, and makes its folders;
 * not where that gives false. The file keeps its mode and, where the system lets us, its owner;
 * another name of it (a hard link) keeps the old text. Throws what the system says, and `write`.
 */
export function replaceAtomically(path: string, write: (file: number) => boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const target = kindOf(path) === "link" ? realpathSync(path) : path;
  const draft = draftPath(target, process.pid);
  const before = statSync(target, { throwIfNoEntry: false });
  try {
    const file = openDraft(draft, before === undefined ? 0o666 : 0o600);
    let isWhole: boolean;
    try {
      isWhole = write(file);
      if (isWhole && before !== undefined) keepMode(file, before);
    } finally {
      closeSync(file);
    }
    if (isWhole) renameSync(draft, target);
    else rmSync(draft);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Whether a draft of a file can be made where it would be. */
export function tryDraft(path: string): boolean {
  const draft = draftPath(path, process.pid);
  const made = isDone(() => closeSync(openDraft(draft, 0o600)));
  return made && isDone(() => rmSync(draft));
}

/** Makes a draft. One that has our own number was left by a process that is gone. */
function openDraft(draft: string, mode: number): number {
  try {
    return openSync(draft, "wx", mode);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    rmSync(draft);
    return openSync(draft, "wx", mode);
  }
}

/** Gives an open file the owner and the mode of another one, as far as the system lets us. */
export function keepMode(file: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(file);
  const isGiven =
    (own.uid === uid && own.gid === gid) ||
    isDone(() => fchownSync(file, uid, gid)) ||
    own.gid === gid ||
    isDone(() => fchownSync(file, own.uid, gid));
  // What the file's group may do is not for another group.
  const bits = isGiven ? mode & 0o777 : (mode & 0o707) | ((mode & 0o007) << 3);
  isDone(() => fchmodSync(file, bits));
}

/** Not every disk has owners and modes. */
function isDone(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

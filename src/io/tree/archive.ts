/**
 * The files of a commit from a gzipped tar archive, as GitHub packs it: everything in one folder,
 * pax headers for long names.
 */
import { gunzipSync } from "node:zlib";
import type { Tree } from "../../tree.ts";
import { createHashedTree } from "./hashed.ts";

const blockSize = 512;

/** Unpacked bytes beyond which an archive is not taken: a repository of prompts is far smaller. */
const maxBytes = 2 ** 30;

interface ArchiveMember {
  readonly path: string;
  readonly kind: "file" | "link";
  readonly bytes: Uint8Array;
}

/**
 * The archive's files as a tree; null where it is broken or too large. Submodules are empty folders
 * in it, so they are not listed. Files that `.gitattributes` keeps out of archives
 * (`export-ignore`) are missing.
 */
export function createArchiveTree(archive: Uint8Array, label: string): Tree | null {
  const unpacked = unpack(archive);
  const members = unpacked === null ? null : readMembers(unpacked);
  if (members === null) return null;
  const files = new Map<string, ArchiveMember>();
  for (const member of members) {
    const path = pathInFolder(member.path);
    if (path !== null) files.set(path, member);
  }
  return createHashedTree({
    label,
    paths: () => [...files.keys()],
    kind: (path) => files.get(path)?.kind,
    read: (path) => files.get(path)?.bytes ?? new Uint8Array(),
  });
}

function unpack(archive: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(archive, { maxOutputLength: maxBytes });
  } catch {
    return null;
  }
}

/** Null where the bytes are no whole archive. */
function readMembers(bytes: Uint8Array): readonly ArchiveMember[] | null {
  const members: ArchiveMember[] = [];
  let longName: string | null = null;
  for (let position = 0; position + blockSize <= bytes.length;) {
    const header = bytes.subarray(position, position + blockSize);
    if (header.every((byte) => byte === 0)) return members;
    const size = readSize(header.subarray(124, 136));
    if (size === null || position + blockSize + size > bytes.length) return null;
    const content = bytes.subarray(position + blockSize, position + blockSize + size);
    position += blockSize + Math.ceil(size / blockSize) * blockSize;
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "x") longName = readPax(content).get("path") ?? longName;
    else if (type === "L") longName = readText(content);
    else if (type !== "g" && type !== "K") {
      const prefix = readText(header.subarray(345, 500));
      const name = readText(header.subarray(0, 100));
      const path: string = longName ?? (prefix === "" ? name : `${prefix}/${name}`);
      longName = null;
      if (type === "0" || type === "\0") members.push({ path, kind: "file", bytes: content });
      else if (type === "2") members.push({ path, kind: "link", bytes: new Uint8Array() });
    }
  }
  return null;
}

/**
 * Sizes are octal, or binary where the first bit says so (files over 8 GiB, which are not read
 * here).
 */
function readSize(field: Uint8Array): number | null {
  const size = Number.parseInt(readText(field).trim() || "0", 8);
  return Number.isSafeInteger(size) && size >= 0 && ((field[0] ?? 0) & 0x80) === 0 ? size : null;
}

function readText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

/** `27 path=a/long/name` lines: the length counts the whole line, in bytes. */
function readPax(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let position = 0; position < bytes.length;) {
    const space = bytes.indexOf(0x20, position);
    const length = Number(readText(bytes.subarray(position, space === -1 ? position : space)));
    if (!Number.isSafeInteger(length) || length <= 0) break;
    const record = new TextDecoder().decode(bytes.subarray(space + 1, position + length - 1));
    const equals = record.indexOf("=");
    if (equals > 0) found.set(record.slice(0, equals), record.slice(equals + 1));
    position += length;
  }
  return found;
}

/**
 * The path inside the archive's one folder; null for what does not lie in it or tries to leave it.
 */
function pathInFolder(path: string): string | null {
  const slash = path.indexOf("/");
  const inside = path.slice(slash + 1);
  const steps = inside.split("/");
  return slash <= 0 ||
    inside === "" ||
    steps.some((step) => step === "" || step === "." || step === "..")
    ? null
    : inside;
}

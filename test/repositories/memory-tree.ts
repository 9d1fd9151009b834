import { createHash } from "node:crypto";
import { readContent } from "../../src/io/tree/content.ts";
import { decodeUtf8 } from "../../src/io/utf8.ts";
import type { ByteSpan, Tree, TreeEntry } from "../../src/tree.ts";

/**
 * Files by path. `{ link: true }` stands for a symbolic link, `{ submodule: true }` for a
 * submodule.
 */
export type MemoryFiles = Readonly<
  Record<string, string | Uint8Array | { readonly link: true } | { readonly submodule: true }>
>;

export interface MemoryTree extends Tree {
  /** Paths whose content was asked for, in order. */
  readonly reads: string[];
  /** Bytes that were read of parts of files, in order; none where a tree has whole files only. */
  readonly parts: number[];
}

/** A tree out of texts, for tests that need no repository. */
export function createMemoryTree(files: MemoryFiles, label = "memory"): MemoryTree {
  const reads: string[] = [];
  const parts: number[] = [];
  const bytesOf = (path: string): Uint8Array => {
    const file = files[path];
    if (typeof file === "string") return Buffer.from(file, "utf8");
    if (file instanceof Uint8Array) return file;
    throw new Error(`${path} is not a file`);
  };
  const read = (path: string): Uint8Array => {
    reads.push(path);
    return bytesOf(path);
  };
  const entry = (path: string): TreeEntry | undefined => {
    const file = files[path];
    if (file === undefined) return undefined;
    if (typeof file === "object" && "link" in file) return { id: "", kind: "link" };
    if (typeof file === "object" && "submodule" in file) return { id: "", kind: "submodule" };
    return { id: createHash("sha1").update(bytesOf(path)).digest("hex"), kind: "file" };
  };
  return {
    label,
    reads,
    parts,
    paths: () => Object.keys(files).sort(),
    entry,
    read,
    text: (path) => readContent(read(path), null).text,
    textAt: (path: string, { offset, length }: ByteSpan): string | null => {
      const bytes = bytesOf(path).subarray(offset, offset + length);
      parts.push(bytes.length);
      return bytes.length === length ? decodeUtf8(bytes) : null;
    },
    fault: (path) => readContent(bytesOf(path), null).fault,
    prefetch: () => undefined,
  };
}

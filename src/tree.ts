import type { ContentFault } from "./content-fault.ts";

/**
 * The files of one side of a comparison: what git tracks in a commit, or in the working tree what
 * it tracks and does not ignore. Paths are relative to the repository's root, with `/`. Implemented
 * in `io/`; reading is synchronous.
 */
export interface Tree {
  /** What to call this side in messages: a short commit id, `the working tree`, a folder. */
  readonly label: string;
  /** Every path, sorted by code point. */
  readonly paths: () => readonly string[];
  /** Undefined where nothing stands at the path; a folder is nothing. */
  readonly entry: (path: string) => TreeEntry | undefined;
  /** The bytes of a regular file. Throws where `entry(path)` is not a `file`. */
  readonly read: (path: string) => Uint8Array;
  /**
   * Its text as a checkout has it, filters of `.gitattributes` applied: without a byte order mark;
   * null where there is none to be had, for the reason that `fault` gives. Throws where
   * `entry(path)` is not a `file`.
   */
  readonly text: (path: string) => string | null;
  /**
   * What some bytes of a regular file say in UTF-8, as the file lies on the disk now; null: they are
   * not there, or no UTF-8. Left out: only whole files are had.
   */
  readonly textAt?: (path: string, span: ByteSpan) => string | null;
  /** What keeps a file's content from being its text; null: nothing. Throws as `text` does. */
  readonly fault: (path: string) => ContentFault | null;
  /** Says which files will be read next, so that they can be had in one go. */
  readonly prefetch: (paths: readonly string[]) => void;
}

/** A part of a file, bytes. */
export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
}

/** What stands at a path of a tree. */
export interface TreeEntry {
  /** git's blob id of the content: equal ids are equal bytes. */
  readonly id: string;
  readonly kind: "file" | "link" | "submodule";
}

/** A tree of files that git has not listed: ids are worked out from the bytes. */
import type { ByteSpan, Tree, TreeEntry } from "../../tree.ts";
import { blobId } from "../hash.ts";
import { readContent, type Content } from "./content.ts";

/**
 * A tree of some paths. `read` gives a file's bytes; it is called only for paths of kind `file`.
 * Ids are those git would give the bytes, worked out when they are first asked for; a link has
 * none. A file that went away since it was listed is none.
 */
export function createHashedTree(options: {
  readonly label: string;
  /** In any order. */
  readonly paths: () => readonly string[];
  readonly kind: (path: string) => TreeEntry["kind"] | undefined;
  readonly read: (path: string) => Uint8Array;
  /** As `Tree.textAt`; it may throw. Left out: there is none. */
  readonly textAt?: (path: string, span: ByteSpan) => string | null;
}): Tree {
  const { label, kind: kindAt, textAt } = options;
  const ids = new Map<string, string>();
  let sorted: readonly string[] | null = null;
  const demandFile = (path: string): void => {
    if (kindAt(path) !== "file") throw new Error(`${path} is not a file of this tree`);
  };
  const tryToRead = (path: string): Uint8Array | null => {
    try {
      return options.read(path);
    } catch {
      return null;
    }
  };
  const content = (path: string): Content => {
    demandFile(path);
    const bytes = tryToRead(path);
    return bytes === null
      ? { text: null, fault: { kind: "missing", name: "" } }
      : readContent(bytes, null);
  };
  const identify = (path: string): string | null => {
    const bytes = tryToRead(path);
    return bytes === null ? null : blobId(bytes);
  };
  return {
    label,
    paths: () => (sorted ??= options.paths().toSorted()),
    entry: (path) => {
      const kind = kindAt(path);
      if (kind === undefined) return undefined;
      const id = ids.get(path) ?? (kind === "file" ? identify(path) : "");
      if (id === null) return undefined;
      ids.set(path, id);
      return { id, kind };
    },
    read: (path) => {
      demandFile(path);
      return options.read(path);
    },
    text: (path) => content(path).text,
    ...(textAt === undefined ? {} : { textAt: whereThere(textAt) }),
    fault: (path) => content(path).fault,
    prefetch: () => undefined,
  };
}

/** A reader of parts of files that gives null where a file went away, or may not be read. */
export function whereThere(
  textAt: (path: string, span: ByteSpan) => string | null,
): (path: string, span: ByteSpan) => string | null {
  return (path, span) => {
    try {
      return textAt(path, span);
    } catch {
      return null;
    }
  };
}

/** A tree of files that git has not listed: ids are worked out from the bytes. */
import type { ContentFault } from "../../content-fault.ts";
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
  /** A file's id and its text where they can be had without its bytes; left out, and null: of those. */
  readonly apart?: {
    readonly id: (path: string) => string;
    readonly content: (path: string) => Content | null;
  };
  /** As `Tree.textAt`; it may throw. Left out: there is none. */
  readonly textAt?: (path: string, span: ByteSpan) => string | null;
}): Tree {
  const { label, kind: kindAt, textAt, apart } = options;
  const ids = new Map<string, string>();
  const faults = new Map<string, ContentFault | null>();
  let sorted: readonly string[] | null = null;
  const demandFile = (path: string): void => {
    if (kindAt(path) !== "file") throw new Error(`${path} is not a file of this tree`);
  };
  const content = (path: string): Content => {
    demandFile(path);
    const read = (): Content => apart?.content(path) ?? readContent(options.read(path), null);
    const found = whereThere(read)() ?? { text: null, fault: { kind: "missing", name: "" } };
    faults.set(path, found.fault);
    return found;
  };
  const identify = whereThere((path: string) => apart?.id(path) ?? blobId(options.read(path)));
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
    fault: (path) => {
      demandFile(path);
      return faults.has(path) ? (faults.get(path) ?? null) : content(path).fault;
    },
    prefetch: () => undefined,
  };
}

/** A reader of files that gives null where a file went away, or may not be read. */
export function whereThere<Asked extends readonly unknown[], Read>(
  read: (...asked: Asked) => Read,
): (...asked: Asked) => Read | null {
  return (...asked) => {
    try {
      return read(...asked);
    } catch {
      return null;
    }
  };
}

/** A tree of files that git has not listed: ids are worked out from the bytes. */
import type { Tree, TreeEntry } from "../../tree.ts";
import { decodeUtf8 } from "../utf8.ts";
import { blobId } from "../hash.ts";

/**
 * A tree of some paths. `read` gives a file's bytes; it is called only for paths of kind `file`.
 * Ids are those git would give the bytes, worked out when they are first asked for; a link has
 * none.
 */
export function createHashedTree(options: {
  readonly label: string;
  readonly kinds: ReadonlyMap<string, TreeEntry["kind"]>;
  readonly read: (path: string) => Uint8Array;
}): Tree {
  const { label, kinds } = options;
  const paths = [...kinds.keys()].sort();
  const ids = new Map<string, string>();
  const read = (path: string): Uint8Array => {
    if (kinds.get(path) !== "file") throw new Error(`${path} is not a file of this tree`);
    return options.read(path);
  };
  return {
    label,
    paths: () => paths,
    entry: (path) => {
      const kind = kinds.get(path);
      if (kind === undefined) return undefined;
      const id = ids.get(path) ?? (kind === "file" ? blobId(read(path)) : "");
      ids.set(path, id);
      return { id, kind };
    },
    read,
    text: (path) => decodeUtf8(read(path)),
    prefetch: () => undefined,
  };
}

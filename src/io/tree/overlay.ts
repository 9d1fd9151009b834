import type { Tree } from "../../tree.ts";
import { decodeUtf8 } from "../files.ts";
import { blobId } from "../hash.ts";

/** A tree with some files of another in place of its own, or beside them. */
export function overlay(under: Tree, over: Tree, label: string): Tree {
  const paths = [...new Set([...under.paths(), ...over.paths()])].sort();
  const of = (path: string): Tree => (over.entry(path) === undefined ? under : over);
  return {
    label,
    paths: () => paths,
    entry: (path) => of(path).entry(path),
    read: (path) => of(path).read(path),
    text: (path) => of(path).text(path),
    prefetch: (wanted) => {
      under.prefetch(wanted.filter((path) => of(path) === under));
      over.prefetch(wanted.filter((path) => of(path) === over));
    },
  };
}

/** A tree in which some files say something else. Ids are those git would give the texts. */
export function withTexts(under: Tree, texts: ReadonlyMap<string, string>): Tree {
  if (texts.size === 0) return under;
  const bytesOf = (path: string): Uint8Array => Buffer.from(texts.get(path) ?? "", "utf8");
  const over: Tree = {
    label: under.label,
    paths: () => [...texts.keys()],
    entry: (path) => (texts.has(path) ? { id: blobId(bytesOf(path)), kind: "file" } : undefined),
    read: bytesOf,
    text: (path) => decodeUtf8(bytesOf(path)),
    prefetch: () => undefined,
  };
  return overlay(under, over, under.label);
}

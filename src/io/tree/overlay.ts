/** Trees laid over each other. */
import type { Tree } from "../../tree.ts";
import { createHashedTree } from "./hashed.ts";

/** The files of two trees; where both have a path, that of `over`. */
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

/** A tree in which some files have other texts. */
export function withTexts(under: Tree, texts: ReadonlyMap<string, string>): Tree {
  if (texts.size === 0) return under;
  const { label } = under;
  const kinds = new Map([...texts.keys()].map((path) => [path, "file"] as const));
  const read = (path: string): Uint8Array => Buffer.from(texts.get(path) ?? "", "utf8");
  return overlay(under, createHashedTree({ label, kinds, read }), label);
}

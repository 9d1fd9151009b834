import type { Tree } from "../tree.ts";

/** A tree with some files of another in place of its own, or beside them. */
export const overlay = (under: Tree, over: Tree, label: string): Tree => {
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
};

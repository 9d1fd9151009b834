/** Trees laid over each other. */
import type { Tree } from "../../tree.ts";
import { createHashedTree } from "./hashed.ts";

/** The files of two trees; where both have a path, that of `over`. */
export function overlay(under: Tree, over: Tree, label: string): Tree {
  const paths = [...new Set([...under.paths(), ...over.paths()])].sort();
  const of = (path: string): Tree => (over.entry(path) === undefined ? under : over);
  return choosing(of, { under, over, paths, label });
}

/** A tree in which one folder is that of another tree. */
export function withFolderOf(under: Tree, over: Tree, folder: string): Tree {
  const of = (path: string): Tree => (path.startsWith(`${folder}/`) ? over : under);
  const paths = [under, over]
    .flatMap((tree) => tree.paths().filter((path) => of(path) === tree))
    .sort();
  return choosing(of, { under, over, paths, label: under.label });
}

/** A tree whose files are each of the one of two trees that `of` names. */
function choosing(
  of: (path: string) => Tree,
  trees: {
    readonly under: Tree;
    readonly over: Tree;
    readonly paths: readonly string[];
    readonly label: string;
  },
): Tree {
  const { under, over, paths, label } = trees;
  return {
    label,
    paths: () => paths,
    entry: (path) => of(path).entry(path),
    read: (path) => of(path).read(path),
    text: (path) => of(path).text(path),
    fault: (path) => of(path).fault(path),
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
  const over = createHashedTree({
    label,
    paths: () => [...texts.keys()],
    kind: (path) => (texts.has(path) ? "file" : undefined),
    read: (path) => Buffer.from(texts.get(path) ?? "", "utf8"),
  });
  return overlay(under, over, label);
}

/**
 * A tree whose files with the same path and id as in another one read as there: a checkout knows
 * the text of what is stored otherwise.
 */
export function withContentsOf(tree: Tree, other: Tree): Tree {
  const of = (path: string): Tree => {
    const twin = other.entry(path);
    return twin?.kind === "file" && twin.id === tree.entry(path)?.id ? other : tree;
  };
  return {
    ...tree,
    read: (path) => of(path).read(path),
    text: (path) => of(path).text(path),
    fault: (path) => of(path).fault(path),
  };
}

/** A tree whose paths begin with a folder's whole path, so that no other tree has them. */
export function below(tree: Tree, folder: string): Tree {
  const start = `${folder.replace(/\/+$/, "")}/`;
  const inside = (path: string): string => (path.startsWith(start) ? path.slice(start.length) : "");
  return {
    label: tree.label,
    paths: () => tree.paths().map((path) => start + path),
    entry: (path) => tree.entry(inside(path)),
    read: (path) => tree.read(inside(path)),
    text: (path) => tree.text(inside(path)),
    fault: (path) => tree.fault(inside(path)),
    prefetch: (paths) => tree.prefetch(paths.map(inside)),
  };
}

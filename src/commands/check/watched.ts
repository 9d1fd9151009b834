import type { Tree } from "../../tree.ts";

/** A tree that remembers which of its paths were looked at. */
export interface WatchedTree {
  readonly tree: Tree;
  /** Whether all that was looked at is the same in another tree, and nothing of that is gone. */
  readonly isSameIn: (other: Tree) => boolean;
}

/** Nothing is read for it: whoever reads a file looks at its entry first. */
export function watchTree(tree: Tree): WatchedTree {
  const seen = new Set<string>();
  return {
    tree: {
      ...tree,
      entry: (path) => {
        seen.add(path);
        return tree.entry(path);
      },
    },
    isSameIn: (other) => {
      const isSame = (path: string): boolean => {
        const [mine, theirs] = [tree.entry(path), other.entry(path)];
        return mine?.id === theirs?.id && mine?.kind === theirs?.kind;
      };
      if (![...seen].every(isSame)) return false;
      const paths = new Set(tree.paths());
      return other.paths().every((path) => paths.has(path));
    },
  };
}

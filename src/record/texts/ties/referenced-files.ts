/** The repository's files as fixtures read them. */
import {
  createContentCache,
  readFileReference,
  readJsonReference,
} from "../../../fixture/references/referenced-files.ts";
import { readReference } from "../../../fixture/references/references.ts";
import type { Json } from "../../../json.ts";
import type { Tree } from "../../../tree.ts";
import type { TextRepository } from "../rewritten.ts";

/** What `$file` and `$json` of a fixture lead to. */
export interface ReferencedFiles {
  /** The text a `$file` leads to, its final newline included; null: to none. */
  readonly text: (written: string) => string | null;
  /** The value a `$json` leads to; undefined: to none. */
  readonly value: (written: string) => Json | undefined;
}

/** References as they stand in a fixture of the repository's `folder`. */
export function createReferencedFiles(repository: TextRepository): ReferencedFiles {
  const { folder } = repository;
  const tree = treeOf(repository);
  const cache = createContentCache();
  const from = folder === "" ? "fixture.json" : `${folder}/fixture.json`;
  return {
    text: (written) => {
      const target = readReference("$file", written, from);
      if ("problemAt" in target) return null;
      const found = readFileReference(tree, target.file, cache);
      return "value" in found ? found.value : null;
    },
    value: (written) => {
      const target = readReference("$json", written, from);
      if ("problemAt" in target) return undefined;
      const { file, pointer } = target;
      const found = readJsonReference(tree, { file, pointer: pointer ?? "" }, cache);
      return "value" in found ? found.value : undefined;
    },
  };
}

function treeOf({ paths, text }: TextRepository): Pick<Tree, "paths" | "entry" | "text" | "fault"> {
  const known = new Set(paths);
  return {
    paths: () => paths,
    entry: (path) => (known.has(path) ? { id: path, kind: "file" } : undefined),
    text,
    fault: () => null,
  };
}

import { contentProblem } from "../content-fault.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import type { Config } from "./config.ts";
import { parseConfig } from "./parse.ts";
import { folderOf, pathFrom } from "./paths.ts";

/** A config as a tree has it. */
export interface LoadedConfig {
  /** Null where there is any error. */
  readonly config: Config | null;
  /** For excerpts; null where there is no such file. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
}

/** Configs by path and text: what both sides have is read once. */
export type KnownConfigs = Map<string, LoadedConfig>;

/**
 * Reads the config of a tree. `file` is its path from the repository's root. A missing file is the
 * problem `config-not-found`.
 */
export function loadConfig(tree: Tree, file: string, known: KnownConfigs): LoadedConfig {
  const kind = tree.entry(file)?.kind ?? (isFolder(tree, file) ? "folder" : "missing");
  if (kind !== "file")
    return {
      config: null,
      text: null,
      problems: [
        problem("config-not-found", placeIn(file), { file, kind, others: findOthers(tree, file) }),
      ],
    };
  tree.prefetch([file]);
  const text = tree.text(file);
  if (text === null) {
    const place = placeIn(file);
    const fault = contentProblem(tree.fault(file), file, place);
    return { config: null, text, problems: [fault ?? problem("config-not-text", place, { file })] };
  }
  const key = `${file}\n${text}`;
  const loaded = known.get(key) ?? { text, ...parseConfig({ file, text }) };
  known.set(key, loaded);
  return loaded;
}

/** Configs of a tree under the usual name or one much like it, as seen from a missing one. */
function findOthers(tree: Tree, file: string): readonly string[] {
  return tree
    .paths()
    .filter((path) => path !== file && /(?:^|\/)\.?promptcost\.ya?ml$/.test(path))
    .map((path) => pathFrom(folderOf(file), path))
    .toSorted((a, b) => a.length - b.length)
    .slice(0, 3);
}

function isFolder(tree: Tree, path: string): boolean {
  return tree.paths().some((other) => other.startsWith(`${path}/`));
}

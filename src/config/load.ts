import { placeIn, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import type { Config } from "./config.ts";
import { parseConfig } from "./parse.ts";

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
  const kind = tree.entry(file)?.kind ?? "missing";
  if (kind !== "file")
    return {
      config: null,
      text: null,
      problems: [problem("config-not-found", placeIn(file), { file, kind })],
    };
  tree.prefetch([file]);
  const text = tree.text(file);
  if (text === null)
    return { config: null, text, problems: [problem("config-not-text", placeIn(file), { file })] };
  const key = `${file}\n${text}`;
  const loaded = known.get(key) ?? { text, ...parseConfig({ file, text }) };
  known.set(key, loaded);
  return loaded;
}

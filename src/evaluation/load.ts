import type { OpenedBase } from "../baseline/open-base.ts";
import { defaultBaseline, type Config, type ModelAliases } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import type { Scenario } from "../fixture/fixture.ts";
import { loadScenarios } from "../fixture/load.ts";
import { hasErrors, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import type { EvaluationContext } from "./context.ts";

/** A tree's config and fixtures, as far as they could be read. */
export interface LoadedTree {
  readonly config: Config | null;
  /** The config's text, for excerpts; null where there is no such file. */
  readonly source: { readonly file: string; readonly text: string } | null;
  /** Path of the baseline from the root; the usual one where the config cannot be read. */
  readonly baseline: string;
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
}

/**
 * The scenarios of main's tree where it is sound; none where it cannot be had, has no config, or
 * has errors: then a head is judged by what it says itself.
 */
export function loadMainScenarios(
  base: OpenedBase,
  file: string,
  context: EvaluationContext,
): readonly Scenario[] {
  if ("problem" in base || base.tree.entry(file) === undefined) return [];
  const { config, scenarios, problems } = loadTree(base.tree, file, { context });
  return config === null || hasErrors(problems) ? [] : scenarios;
}

/**
 * Reads a tree. `file` is the path of its config from the repository's root. `rules`: a config to
 * read its fixtures by in place of its own (a fork is judged by main's). `names`: what names of
 * models mean where the tree's own `models:` says nothing of them.
 */
export function loadTree(
  tree: Tree,
  file: string,
  options: {
    readonly context: EvaluationContext;
    readonly rules?: Config;
    readonly names?: ModelAliases;
  },
): LoadedTree {
  const { context, rules, names = new Map() } = options;
  const own = loadConfig(tree, file, context.knownConfigs);
  const config = withNames(rules ?? own.config, names);
  const source = own.text === null ? null : { file, text: own.text };
  const baseline = config?.baseline ?? defaultBaseline;
  if (config === null) return { config, source, baseline, scenarios: [], problems: own.problems };
  const loaded = loadScenarios({ tree, config, digest: context.digest, cache: context.loadCache });
  // Observed arrivals are known only now; whoever asks the config has them too.
  const scenarios = loaded.scenarios.map((scenario) => scenario.config);
  return {
    config: { ...config, scenarios },
    source,
    baseline,
    scenarios: loaded.scenarios,
    problems: [...own.problems, ...loaded.problems],
  };
}

function withNames(config: Config | null, names: ModelAliases): Config | null {
  if (config === null || [...names.keys()].every((name) => config.models.has(name))) return config;
  return { ...config, models: new Map([...names, ...config.models]) };
}

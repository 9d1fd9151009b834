import { baselineText } from "../../baseline/baseline.ts";
import { findForeignBaseline } from "../../baseline/replaceable.ts";
import { factsIn, type BaselineEntry, type ScenarioFacts } from "../../baseline/entry.ts";
import { baselineEntryOf } from "../../evaluation/baseline-entry.ts";
import {
  createEvaluationContext,
  openBook,
  type CommandContext,
} from "../../evaluation/context.ts";
import { loadTree, type LoadedTree } from "../../evaluation/load.ts";
import { problemsOf } from "../../evaluation/problems.ts";
import { projectTree, projectVariantsOf } from "../../evaluation/project.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { planUpdate, type UpdatePlan } from "./plan.ts";

export interface UpdateOutcome {
  readonly plan: UpdatePlan;
  /** The config, for excerpts. */
  readonly source: LoadedTree["source"];
  /** What the figures depend on, by scenario; empty where the tree could not be read. */
  readonly facts: ReadonlyMap<string, ScenarioFacts>;
}

/**
 * Works out what the baseline of a tree says: the new text of the file, or why there is none.
 * `file` is the path of the config from the repository's root.
 */
export function workOutBaseline(
  input: CommandContext & { readonly tree: Tree; readonly file: string },
): UpdateOutcome {
  const context = createEvaluationContext(input);
  const loaded = loadTree(input.tree, input.file, { context });
  const { config, source, baseline, scenarios } = loaded;
  const problems = [...loaded.problems, ...findForeignBaseline(input.tree, config)];
  const existing = baselineText(input.tree, baseline);
  if (config === null || hasErrors(problems)) {
    const plan = planUpdate({ file: baseline, existing, entries: new Map(), problems });
    return { plan, source, facts: new Map() };
  }
  const tree = projectTree({ scenarios, context, book: openBook(config) });
  const entries = new Map<string, BaselineEntry>();
  const found: Problem[] = [...problems];
  for (const projected of tree.scenarios) {
    const variants = projectVariantsOf(projected, tree);
    found.push(...problemsOf(projected, variants, context));
    entries.set(projected.scenario.config.id, baselineEntryOf(projected, variants, tree));
  }
  return {
    plan: planUpdate({ file: baseline, existing, entries, problems: found }),
    source,
    facts: new Map([...entries].map(([id, entry]) => [id, factsIn(entry)])),
  };
}

import type { BaselineEntry, ScenarioFacts } from "../../baseline/entry.ts";
import type { Config } from "../../config/config.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { problemsOfSide } from "../../evaluation/problems.ts";
import {
  factsOfSide,
  loadTree,
  entryOf,
  projectTree,
  projectVariantsOf,
} from "../../evaluation/tree.ts";
import { planUpdate, type UpdatePlan } from "./update.ts";
import {
  createEvaluationContext,
  openBook,
  type CommandContext,
} from "../../evaluation/context.ts";

export interface BaselineOutcome {
  readonly plan: UpdatePlan;
  readonly source: { readonly file: string; readonly text: string } | null;
  /** What the figures depend on, by scenario; empty where the tree could not be read. */
  readonly facts: ReadonlyMap<string, ScenarioFacts>;
}

const fallback = ".promptcost/baseline.json";

/** Works out what the baseline of a tree says: the new text of the file, or why there is none. */
export function workOutBaseline(
  input: CommandContext & { readonly tree: Tree; readonly file: string },
): BaselineOutcome {
  const { tree, file } = input;
  const context = createEvaluationContext(input);
  const loaded = loadTree(tree, file, { context });
  const { config } = loaded;
  const source = loaded.text === null ? null : { file, text: loaded.text };
  const baseline = config?.baseline ?? fallback;
  const existing = existingText(tree, config);
  if (config === null || hasErrors(loaded.problems)) {
    return {
      plan: planUpdate({ file: baseline, existing, entries: new Map(), problems: loaded.problems }),
      source,
      facts: new Map(),
    };
  }
  const book = openBook(config);
  const sides = projectTree({ scenarios: loaded.scenarios, other: [], known: [], context, book });
  const options = { sides, context, book };
  const entries = new Map<string, BaselineEntry>();
  const problems: Problem[] = [...loaded.problems];
  for (const side of sides) {
    const variants = projectVariantsOf(side, options);
    problems.push(...problemsOfSide(side, { variants, table: context.table, asOf: input.asOf }));
    entries.set(side.scenario.config.id, entryOf(side, variants, options));
  }
  return {
    plan: planUpdate({ file: baseline, existing, entries, problems }),
    source,
    facts: new Map(sides.map((side) => [side.scenario.config.id, factsOfSide(side, options)])),
  };
}

function existingText(tree: Tree, config: Config | null): string | null {
  const path = config?.baseline ?? fallback;
  return tree.entry(path)?.kind === "file" ? tree.text(path) : null;
}

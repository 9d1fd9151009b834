import type { Paragraph, ScenarioFacts } from "../../baseline/entry.ts";
import type { Config } from "../../config/config.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { problemsOfSide } from "../../evaluation/problems.ts";
import { factsOfSide, loadTree, paragraphOf, projectTree, projectVariantsOf } from "../../evaluation/tree.ts";
import { planUpdate, type UpdatePlan } from "./update.ts";
import { createWorkbench, openBook, type Means } from "../../evaluation/context.ts";

export interface BaselineOutcome {
  readonly plan: UpdatePlan;
  readonly source: { readonly file: string; readonly text: string } | null;
  /** What the figures depend on, by scenario; empty where the tree could not be read. */
  readonly facts: ReadonlyMap<string, ScenarioFacts>;
}

const fallback = ".promptcost/baseline.json";

const existingText = (tree: Tree, config: Config | null): string | null => {
  const path = config?.baseline ?? fallback;
  return tree.entry(path)?.kind === "file" ? tree.text(path) : null;
};

/** Works out what the baseline of a tree says: the new text of the file, or why there is none. */
export const workOutBaseline = (input: Means & { readonly tree: Tree; readonly file: string }): BaselineOutcome => {
  const { tree, file } = input;
  const workbench = createWorkbench(input);
  const loaded = loadTree(tree, file, { workbench });
  const { config } = loaded;
  const source = loaded.text === null ? null : { file, text: loaded.text };
  const baseline = config?.baseline ?? fallback;
  const existing = existingText(tree, config);
  if (config === null || hasErrors(loaded.problems)) {
    return { plan: planUpdate({ file: baseline, existing, paragraphs: new Map(), problems: loaded.problems }), source, facts: new Map() };
  }
  const book = openBook(config);
  const sides = projectTree({ scenarios: loaded.scenarios, other: [], known: [], workbench, book });
  const options = { sides, workbench, book };
  const paragraphs = new Map<string, Paragraph>();
  const problems: Problem[] = [...loaded.problems];
  for (const side of sides) {
    const variants = projectVariantsOf(side, options);
    problems.push(...problemsOfSide(side, { variants, table: workbench.table, asOf: input.asOf }));
    paragraphs.set(side.scenario.config.id, paragraphOf(side, variants, options));
  }
  return {
    plan: planUpdate({ file: baseline, existing, paragraphs, problems }),
    source,
    facts: new Map(sides.map((side) => [side.scenario.config.id, factsOfSide(side, options)])),
  };
};

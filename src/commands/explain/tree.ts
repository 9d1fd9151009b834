import { nearestNames } from "../../config/nearest.ts";
import { hasErrors, placeIn, problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { explainedText, explainScenario } from "./explain.ts";
import { loadTree, projectTree } from "../../evaluation/tree.ts";
import { createWorkbench, openBook, type Means } from "../../evaluation/context.ts";

export interface ExplainOutcome {
  /** Null where nothing can be explained. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
  readonly source: { readonly file: string; readonly text: string } | null;
}

/** Explains one scenario of a tree. A name that is none gets the nearest ones. */
export const explainIn = (
  input: Means & { readonly tree: Tree; readonly file: string; readonly scenario: string; readonly json: boolean },
): ExplainOutcome => {
  const workbench = createWorkbench(input);
  const { config, text, scenarios, problems } = loadTree(input.tree, input.file, { workbench });
  const source = text === null ? null : { file: input.file, text };
  if (config === null || hasErrors(problems)) return { text: null, problems, source };
  if (!scenarios.some((one) => one.config.id === input.scenario)) {
    const ids = scenarios.map((one) => one.config.id);
    return {
      text: null,
      problems: [problem("scenario-unknown", placeIn(input.file), { nearest: nearestNames(input.scenario, ids) })],
      source,
    };
  }
  const book = openBook(config);
  const side = projectTree({ scenarios, other: [], known: [], workbench, book }).find((one) => one.scenario.config.id === input.scenario);
  if (side === undefined) return { text: null, problems, source };
  const explained = explainScenario(side, { book, asOf: input.asOf });
  return { text: input.json ? `${JSON.stringify(explained, null, 2)}\n` : explainedText(explained), problems, source };
};

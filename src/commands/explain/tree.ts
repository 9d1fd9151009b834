import { nearestNames } from "../../config/nearest.ts";
import { hasErrors, placeIn, problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { explainedText, explainScenario } from "./explain.ts";
import { loadTree, projectTree } from "../../evaluation/tree.ts";
import {
  createEvaluationContext,
  openBook,
  type CommandContext,
} from "../../evaluation/context.ts";

export interface ExplainOutcome {
  /** Null where nothing can be explained. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
  readonly source: { readonly file: string; readonly text: string } | null;
}

/** Explains one scenario of a tree. A name that is none gets the nearest ones. */
export function explainIn(
  input: CommandContext & {
    readonly tree: Tree;
    readonly file: string;
    readonly scenario: string;
    readonly json: boolean;
  },
): ExplainOutcome {
  const context = createEvaluationContext(input);
  const { config, text, scenarios, problems } = loadTree(input.tree, input.file, { context });
  const source = text === null ? null : { file: input.file, text };
  if (config === null || hasErrors(problems)) return { text: null, problems, source };
  if (!scenarios.some((one) => one.config.id === input.scenario)) {
    const ids = scenarios.map((one) => one.config.id);
    return {
      text: null,
      problems: [
        problem("scenario-unknown", placeIn(input.file), {
          nearest: nearestNames(input.scenario, ids),
        }),
      ],
      source,
    };
  }
  const book = openBook(config);
  const side = projectTree({ scenarios, other: [], known: [], context, book }).find(
    (one) => one.scenario.config.id === input.scenario,
  );
  if (side === undefined) return { text: null, problems, source };
  const explained = explainScenario(side, { book, asOf: input.asOf });
  return {
    text: input.json ? `${JSON.stringify(explained, null, 2)}\n` : explainedText(explained),
    problems,
    source,
  };
}

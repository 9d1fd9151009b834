import type { OpenedBase } from "../../baseline/open-base.ts";
import { nearestNames } from "../../nearest.ts";
import {
  createEvaluationContext,
  openBook,
  type CommandContext,
} from "../../evaluation/context.ts";
import { loadMainScenarios, loadTree, type LoadedTree } from "../../evaluation/load.ts";
import { errorsOf, problemsOf } from "../../evaluation/problems.ts";
import { projectTree } from "../../evaluation/project.ts";
import { hasErrors, placeIn, problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { explainScenario } from "./explanation.ts";
import { explanationText } from "./text.ts";

export interface ExplainOutcome {
  /** Null where nothing can be explained. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
  /** The config, for excerpts. */
  readonly source: LoadedTree["source"];
}

/**
 * Explains one scenario of a tree: the figures that `check` has for it, by the same recordings of
 * main's. A name that is none gets the nearest ones; what keeps `check` from a figure keeps this
 * from one too.
 */
export function explain(
  input: CommandContext & {
    readonly tree: Tree;
    /** Main's side, as `check` compares with it. */
    readonly base: OpenedBase;
    readonly file: string;
    readonly scenario: string;
    readonly json: boolean;
  },
): ExplainOutcome {
  const context = createEvaluationContext(input);
  const { config, source, scenarios, problems } = loadTree(input.tree, input.file, { context });
  if (config === null || hasErrors(problems)) return { text: null, problems, source };
  const book = openBook(config);
  const ids = scenarios.map((scenario) => scenario.config.id);
  const other = loadMainScenarios(input.base, input.file, context);
  const projected = ids.includes(input.scenario)
    ? projectTree({ scenarios, other, context, book }).scenarios.find(
        ({ scenario }) => scenario.config.id === input.scenario,
      )
    : undefined;
  if (projected === undefined) {
    const nearest = nearestNames(input.scenario, ids);
    const unknown = problem("scenario-unknown", placeIn(input.file), { nearest });
    return { text: null, problems: [unknown], source };
  }
  const found = problemsOf(projected, [], context);
  const errors = errorsOf(found);
  if (errors.length > 0) return { text: null, problems: [...problems, ...errors], source };
  const explanation = explainScenario(projected, {
    book,
    asOf: input.asOf,
    base: input.base,
    // What was found while its files were read too: what `check` says of the scenario.
    problems: [...problems.filter(({ scenario }) => scenario === input.scenario), ...found],
  });
  const text = input.json
    ? `${JSON.stringify(explanation, null, 2)}\n`
    : explanationText(explanation);
  return { text, problems, source };
}

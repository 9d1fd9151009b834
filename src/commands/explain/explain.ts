import type { OpenedBase } from "../../baseline/open-base.ts";
import { nearestNames } from "../../nearest.ts";
import {
  createEvaluationContext,
  openBook,
  type CommandContext,
} from "../../evaluation/context.ts";
import { costAgainstTrafficOf } from "../../evaluation/cost-against-traffic.ts";
import { loadMainScenarios, loadTree, type LoadedTree } from "../../evaluation/load.ts";
import { errorsOf, problemsOf } from "../../evaluation/problems.ts";
import { projectTree, type ProjectedScenario } from "../../evaluation/project.ts";
import { hasErrors, problem, type Problem } from "../../problem.ts";
import type { Tree } from "../../tree.ts";
import { blocksText } from "./block-text.ts";
import { explainBlocks } from "./block-rows.ts";
import { explainScenario, type ExplainOptions } from "./explanation.ts";
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
    /** What each block costs, in place of what each request does. */
    readonly blocks: boolean;
  },
): ExplainOutcome {
  const context = createEvaluationContext(input);
  const { config, source, scenarios, problems } = loadTree(input.tree, input.file, { context });
  if (config === null || hasErrors(problems)) return { text: null, problems, source };
  const book = openBook(config);
  const ids = scenarios.map((scenario) => scenario.config.id);
  const other = loadMainScenarios(input.base, input.file, context);
  const head = ids.includes(input.scenario)
    ? projectTree({ scenarios, other, context, book })
    : null;
  const projected = head?.scenarios.find(({ scenario }) => scenario.config.id === input.scenario);
  if (head === null || projected === undefined) {
    const nearest = nearestNames(input.scenario, ids);
    const details = { asked: input.scenario, nearest };
    const unknown = problem("scenario-unknown", config.locate(["scenarios"]), details);
    return { text: null, problems: [unknown], source };
  }
  const found = problemsOf(projected, [], context);
  const errors = errorsOf(found);
  if (errors.length > 0) return { text: null, problems: [...problems, ...errors], source };
  const options = {
    book,
    asOf: input.asOf,
    base: input.base,
    // What was found while its files were read too: what `check` says of the scenario.
    problems: [...problems.filter(({ scenario }) => scenario === input.scenario), ...found],
    place: config.locate(["scenarios", input.scenario, "traffic"]),
    costAgainstTraffic: costAgainstTrafficOf(projected, head),
  };
  const write = input.blocks ? writeBlocks : writeExplanation;
  return { text: write(projected, { ...options, json: input.json }), problems, source };
}

type WriteOptions = ExplainOptions & { readonly json: boolean };

function writeExplanation(projected: ProjectedScenario, options: WriteOptions): string {
  const explanation = explainScenario(projected, options);
  return options.json ? writeDocument(explanation) : explanationText(explanation);
}

function writeBlocks(projected: ProjectedScenario, options: WriteOptions): string {
  const explanation = explainBlocks(projected, options);
  return options.json ? writeDocument(explanation) : blocksText(explanation);
}

function writeDocument(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** From a tree to what a replay of it would send. */
import { planReplay, type Only, type ReplayPlan } from "../capture/plan.ts";
import type { Config } from "../config/config.ts";
import { nearestNames } from "../config/nearest.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import { loadTree, type LoadedTree } from "./tree-side.ts";
import { createWorkbench, type Means, type Workbench } from "./workbench.ts";

export interface PrepareInput extends Means {
  readonly tree: Tree;
  /** Path of the config. */
  readonly file: string;
  /** Scenarios to send; none: all. */
  readonly names: readonly string[];
  readonly unbounded: readonly string[];
  readonly only: Only;
  readonly batch: boolean;
}

export interface PreparedReplay {
  readonly loaded: LoadedTree;
  /** Null where the config or a fixture cannot be read, or a scenario does not exist. */
  readonly plan: ReplayPlan | null;
  readonly workbench: Workbench;
  readonly problems: readonly Problem[];
}

const unknownScenarios = (names: readonly string[], config: Config): readonly Problem[] => {
  const known = config.scenarios.map(({ id }) => id);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => problem("scenario-unknown", nowhere, { nearest: nearestNames(name, known) }));
};

/** Gives the same when it is run again: what reads PDFs is loaded once it is known that there are some. */
export const prepareReplay = (input: PrepareInput): PreparedReplay => {
  const { tree, file, names, unbounded, only, batch, digest } = input;
  const workbench = createWorkbench(input);
  const loaded = loadTree(tree, file, { workbench });
  const { config } = loaded;
  const problems = [...loaded.problems, ...(config === null ? [] : unknownScenarios([...names, ...unbounded], config))];
  if (config === null || hasErrors(problems)) return { loaded, plan: null, workbench, problems };
  const wanted = loaded.scenarios.filter(({ config: { id } }) => names.length === 0 || names.includes(id));
  const plan = planReplay(wanted, { tree, config, digest, cache: workbench.cache, only, batch });
  // Once over everything that will be counted, so that what PDFs hold is known before the first request.
  for (const { run, scenario } of plan.runs)
    for (const exchange of run.exchanges) workbench.measurer.exchange(exchange, { output: scenario.config.output });
  return { loaded, plan, workbench, problems: [...problems, ...plan.problems] };
};

import type { OpenedBase } from "../../baseline/open-base.ts";
import type { Config, Traffic } from "../../config/config.ts";
import { neighboursOf } from "../../evaluation/cache-group.ts";
import {
  createEvaluationContext,
  openBook,
  type CommandContext,
} from "../../evaluation/context.ts";
import { loadMainScenarios, loadTree, type LoadedTree } from "../../evaluation/load.ts";
import { errorsOf, problemsOf } from "../../evaluation/problems.ts";
import { projectTree, type ProjectedTree } from "../../evaluation/project.ts";
import { hasErrors, type Problem } from "../../problem.ts";
import { project } from "../../projection/project.ts";
import type { Projection } from "../../projection/projection.ts";
import type { Tree } from "../../tree.ts";

/** A tree projected as `check` projects it; `head` null where that cannot be. */
export interface TreeProjection {
  readonly head: { readonly config: Config; readonly tree: ProjectedTree } | null;
  /** The errors where there is no head. */
  readonly problems: readonly Problem[];
  /** The config, for excerpts. */
  readonly source: LoadedTree["source"];
}

/** Projects the scenarios of a tree: the figures that `check` has for them. */
export function openProjection(
  input: CommandContext & {
    readonly tree: Tree;
    /** Main's side, whose recordings `check` judges by. */
    readonly base: OpenedBase;
    readonly file: string;
  },
): TreeProjection {
  const context = createEvaluationContext(input);
  const { config, source, scenarios, problems } = loadTree(input.tree, input.file, { context });
  if (config === null || hasErrors(problems)) return { head: null, problems, source };
  const other = loadMainScenarios(input.base, input.file, context);
  const tree = projectTree({ scenarios, other, context, book: openBook(config) });
  const errors = tree.scenarios.flatMap((one) => errorsOf(problemsOf(one, [], context)));
  if (errors.length > 0) return { head: null, problems: errors, source };
  return { head: { config, tree }, problems: [], source };
}

/** Projects scenarios again at other traffic, all of them at once: those of a cache group share it. */
export function projectAt(
  { scenarios, context, book }: ProjectedTree,
  traffic: ReadonlyMap<string, Traffic>,
): ReadonlyMap<string, Projection> {
  const scaled = scenarios.map(({ scenario, measured }) => ({
    scenario,
    measured: { ...measured, traffic: traffic.get(measured.id) ?? measured.traffic },
  }));
  return new Map(
    scaled
      .filter(({ measured }) => traffic.has(measured.id))
      .map(({ measured }) => [
        measured.id,
        project({
          scenario: measured,
          neighbours: neighboursOf(measured.id, scaled),
          book,
          asOf: context.asOf,
        }),
      ]),
  );
}

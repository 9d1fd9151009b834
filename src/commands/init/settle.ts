/** A plan whose config `check` can read: what it would refuse is left out. */
import type { CommandContext } from "../../evaluation/context.ts";
import type { Tree } from "../../tree.ts";
import { firstFigures } from "./figures.ts";
import { planInit, type InitPlan, type PlanOptions, type UnusableRecording } from "./plan.ts";

/** A plan, and what the repository costs once it is carried out. */
export interface SettledPlan extends ReturnType<typeof firstFigures> {
  readonly plan: InitPlan;
}

/** Errors of one file can hide those of another: so often it is looked again. */
const mostRounds = 5;

/**
 * Plans, works out the first figures, and leaves out recordings that have errors until there are
 * none. `withFiles`: the tree as it is once files are written.
 */
export function settlePlan(
  context: CommandContext,
  options: Omit<PlanOptions, "leftOut">,
  withFiles: (files: InitPlan["files"]) => Tree,
): SettledPlan {
  const recorded = new Set(options.survey.recordings.map(({ path }) => path));
  const leftOut = new Map<string, UnusableRecording>();
  for (let round = 1; ; round += 1) {
    const plan = planInit({ ...options, leftOut: [...leftOut.values()] });
    const figures = firstFigures(context, withFiles(plan.files), plan.config);
    const before = leftOut.size;
    if (plan.scenarios.length > 0)
      for (const { severity, file, code } of figures.report.problems)
        if (severity === "error" && file !== null && recorded.has(file) && !leftOut.has(file))
          leftOut.set(file, { path: file, why: code });
    if (leftOut.size === before || round === mostRounds) return { plan, ...figures };
  }
}

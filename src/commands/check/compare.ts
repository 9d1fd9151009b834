import { compareScenarios, compareWithBaseline } from "../../compare/compare.ts";
import type { ScenarioComparison } from "../../compare/comparison.ts";
import { createEstimator } from "../../evaluation/estimator.ts";
import { listPrices } from "../../models/price-book.ts";
import type { ProvedTrees } from "./prove.ts";

/** Both trees of a check, compared scenario by scenario. */
export interface ComparedTrees extends ProvedTrees {
  readonly comparisons: readonly ScenarioComparison[];
}

/** Compares the head with main's tree, with main's baseline, or with nothing. */
export function compareTrees(proved: ProvedTrees): ComparedTrees {
  return { ...proved, comparisons: comparisonsOf(proved) };
}

function comparisonsOf({ head, base, state }: ProvedTrees): readonly ScenarioComparison[] {
  const { context, book } = head;
  if (state.figures === "baseline")
    return compareWithBaseline(head.scenarios, {
      baseline: state.entries,
      pricesOf: (model) => listPrices(book, model, context.asOf),
    });
  const scenarios = base.kind === "projected" ? base.tree.scenarios : null;
  return compareScenarios({
    head: head.scenarios,
    base: scenarios,
    estimator: createEstimator({ context, book, head: head.scenarios, base: scenarios ?? [] }),
  });
}

import { proveBaseline } from "../../baseline/proof.ts";
import { compareState, type BaseSide, type CompareState } from "../../compare/state.ts";
import { baselineEntryOf } from "../../evaluation/baseline-entry.ts";
import { projectVariantsOf } from "../../evaluation/project.ts";
import type { ProjectedTrees } from "./project.ts";

/** Both trees of a check, and what main's side is good for. */
export interface ProvedTrees extends ProjectedTrees {
  readonly state: CompareState;
}

/** Holds main's committed baseline against main's own tree, and decides what is compared. */
export function proveBase(projected: ProjectedTrees): ProvedTrees {
  return { ...projected, state: compareState(baseSide(projected), projected.config.onNoBase) };
}

function baseSide({ base, variants, context }: ProjectedTrees): BaseSide {
  if (base.kind !== "projected") return base;
  const { tree, baseline, file, commit } = base;
  const entries = new Map(
    tree.scenarios.map((projected) => [
      projected.scenario.config.id,
      baselineEntryOf(
        projected,
        variants.get(projected.projection) ?? projectVariantsOf(projected, tree),
        tree,
      ),
    ]),
  );
  return {
    kind: "tree",
    proof: proveBaseline({ baseline, tree: entries, flagged: context.dry, file, commit }),
  };
}

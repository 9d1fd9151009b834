import type { Projection } from "../../projection/projection.ts";
import type { Adjustment, AdjustmentKind } from "../comparison.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import type { Step } from "../alignment/aligned-exchange.ts";
import type { Moved } from "../attribution/token-part.ts";
import {
  exchangesAt,
  figureOf,
  scenarioAt,
  type Figure,
  type AlignedRun,
} from "../alignment/aligned-run.ts";

/** What a walk from main's figure to the head's needs at each of its stations. */
export interface Bridge {
  readonly head: ProjectedScenario;
  readonly base: ProjectedScenario;
  readonly runs: readonly AlignedRun[];
  readonly estimator: Estimator;
  /** The head's: a month, or a run where it has no traffic. */
  readonly basis: "month" | "run";
}

/** Where a walk stands: the steps done, and what the runs both sides have cost then. */
export interface BridgeState {
  readonly done: ReadonlySet<Step>;
  readonly projection: Projection;
}

/** A step that changed something. */
export interface TakenStep {
  readonly step: Step;
  readonly moved: readonly Moved[];
  readonly before: Projection;
  readonly after: Projection;
}

export function figureAt(projection: Projection, basis: "month" | "run"): Figure {
  const found = figureOf(projection, basis);
  if (found === null) throw new Error("a projection without a month on a monthly basis");
  return found;
}

/** Whether any exchange changes at a step. */
export function changesAt(bridge: Bridge, step: Step): boolean {
  return bridge.runs.some((run) =>
    run.alignedExchanges.some((aligned) => aligned.changes.has(step)),
  );
}

/** Takes some steps, projecting after each; one at which nothing changes is passed over. */
export function takeSteps(
  bridge: Bridge,
  from: BridgeState,
  todo: readonly Step[],
): { readonly taken: readonly TakenStep[]; readonly state: BridgeState } {
  const taken: TakenStep[] = [];
  let state = from;
  for (const step of todo) {
    const done = new Set([...state.done, step]);
    if (!changesAt(bridge, step)) {
      state = { done, projection: state.projection };
      continue;
    }
    const [before, after] = [exchangesAt(bridge.runs, state.done), exchangesAt(bridge.runs, done)];
    const moved = bridge.runs.flatMap((run, index) =>
      run.alignedExchanges.map((_, place) => ({
        run: run.head.run.id,
        before: before[index]?.[place] ?? null,
        after: after[index]?.[place] ?? null,
      })),
    );
    const projection = bridge.estimator.project(scenarioAt(bridge.head, bridge.runs, done), "base");
    taken.push({ step, moved, before: state.projection, after: projection });
    state = { done, projection };
  }
  return { taken, state };
}

/** What stands beside the delta between two projections; nothing where the figure did not move. */
export function adjustmentsBetween(options: {
  readonly bridge: Bridge;
  readonly kind: AdjustmentKind;
  readonly from: Projection;
  readonly to: Projection;
  readonly detail: () => string;
}): readonly Adjustment[] {
  const { bridge, kind, from, to } = options;
  const usd = figureAt(to, bridge.basis).usd - (figureOf(from, bridge.basis)?.usd ?? 0n);
  return usd === 0n ? [] : [{ kind, usd, detail: options.detail() }];
}

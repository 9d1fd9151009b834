import type { Estimator } from "../../evaluation/estimator.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import type { MeasuredExchange, Projection } from "../../projection/projection.ts";
import type { Basis } from "../comparison.ts";
import type { BridgeStep } from "../steps.ts";
import { scenarioAfter, type AlignedRun } from "./aligned-run.ts";

/**
 * The way from main's figure of a scenario to the head's: one part of the head's requests after the
 * other is put in main's place, and the whole is projected after each.
 */
export interface Bridge {
  readonly head: ProjectedScenario;
  readonly base: ProjectedScenario;
  /** The runs both sides have. */
  readonly runs: readonly AlignedRun[];
  readonly estimator: Estimator;
  /** The head's. */
  readonly basis: Basis;
}

/** How far a bridge is crossed: the steps done, and what the runs both sides have cost then. */
export interface BridgeState {
  readonly done: ReadonlySet<BridgeStep>;
  readonly projection: Projection;
}

/** A step at which something changed, projected before and after it. */
export interface TakenStep<Name extends BridgeStep = BridgeStep> {
  readonly step: Name;
  readonly exchanges: readonly SteppedExchange[];
  readonly before: Projection;
  readonly after: Projection;
}

/** One exchange before and after a step, with the id of its run; null: not there. */
export interface SteppedExchange {
  readonly run: string;
  readonly before: MeasuredExchange | null;
  readonly after: MeasuredExchange | null;
}

/**
 * Takes some steps in order, projecting after each amid main's neighbours; one at which nothing
 * changes is passed over.
 */
export function takeSteps<Name extends BridgeStep>(
  bridge: Bridge,
  from: BridgeState,
  steps: readonly Name[],
): { readonly taken: readonly TakenStep<Name>[]; readonly state: BridgeState } {
  const taken: TakenStep<Name>[] = [];
  let state = from;
  for (const step of steps) {
    const done = new Set([...state.done, step]);
    if (!changesAt(bridge, step)) {
      state = { done, projection: state.projection };
      continue;
    }
    const exchanges = bridge.runs.flatMap(({ head, alignedExchanges }) =>
      alignedExchanges.map((aligned) => ({
        run: head.run.id,
        before: aligned.after(state.done),
        after: aligned.after(done),
      })),
    );
    const scenario = scenarioAfter(bridge.head, bridge.runs, done);
    const projection = bridge.estimator.project(scenario, "base");
    taken.push({ step, exchanges, before: state.projection, after: projection });
    state = { done, projection };
  }
  return { taken, state };
}

/** Whether any exchange changes at a step. */
export function changesAt({ runs }: Bridge, step: BridgeStep): boolean {
  return runs.some((run) => run.alignedExchanges.some((aligned) => aligned.changes.has(step)));
}

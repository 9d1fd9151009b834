import { sameTraffic } from "../../config/traffic.ts";
import type { Matched } from "../../evaluation/matching.ts";
import type { Run } from "../../fixture/fixture.ts";
import type { Projection } from "../../projection/projection.ts";
import type { Adjustment } from "../comparison.ts";
import { figureOf, knownFigure } from "../figure.ts";
import type { AdjustmentKind, BridgeStep } from "../steps.ts";
import { scenarioAfter } from "../substitution/aligned-run.ts";
import { changesAt, takeSteps, type Bridge, type BridgeState } from "../substitution/bridge.ts";
import {
  describeAssumptions,
  describeOwnWitnesses,
  describeRecordings,
  describeRunsBefore,
  describeRunsNew,
  describeTraffic,
} from "./details.ts";

/**
 * From main's figure to the start of the delta: the runs both sides have, under the head's traffic,
 * weights, assertions and recordings.
 */
export function adjustBefore(
  bridge: Bridge,
  matched: Matched<Run>,
): { readonly state: BridgeState; readonly adjustments: readonly Adjustment[] } {
  const { head, base, runs } = bridge;
  const [before, after] = [base.scenario.config.traffic, head.scenario.config.traffic];
  const withTraffic = underHeadTraffic(bridge);
  const withRuns = isSameMix(matched)
    ? withTraffic
    : bridge.estimator.project(scenarioAfter(head, runs, new Set()), "base");
  const start = { done: new Set<BridgeStep>(), projection: withRuns };
  const assumed = takeSteps(bridge, start, ["assumed"]).state;
  const recorded = takeSteps(bridge, assumed, ["re-recorded"]).state;
  const describeLoad = (): string =>
    sameTraffic(after, before)
      ? "traffic of others in its cache group"
      : describeTraffic(before, after);
  const adjustments = [
    ...adjust(bridge, "traffic", {
      from: base.projection,
      to: withTraffic,
      describe: describeLoad,
    }),
    ...adjust(bridge, "runs", {
      from: withTraffic,
      to: withRuns,
      describe: () => describeRunsBefore(matched),
    }),
    ...adjust(bridge, "assumed", {
      from: withRuns,
      to: assumed.projection,
      describe: () => describeAssumptions(runs, head, base),
    }),
    ...adjust(bridge, "re-recorded", {
      from: assumed.projection,
      to: recorded.projection,
      describe: () => describeRecordings(runs),
    }),
  ];
  return { state: recorded, adjustments };
}

/** Main's own runs under the head's traffic, its neighbours' included. */
function underHeadTraffic({ head, base, estimator }: Bridge): Projection {
  const { traffic, shared } = head.measured;
  const isSame = sameTraffic(head.scenario.config.traffic, base.scenario.config.traffic);
  return isSame && !estimator.neighboursMoved(base.measured.id)
    ? base.projection
    : estimator.project({ ...base.measured, traffic, shared }, "base");
}

/** Whether the runs are the same by id and weight, so that main's own projection is the start. */
function isSameMix({ headOnly, baseOnly, pairs }: Matched<Run>): boolean {
  return (
    headOnly.length === 0 &&
    baseOnly.length === 0 &&
    pairs.every(({ head, base }) => head.id === base.id && head.weight === base.weight)
  );
}

/** The adjustment between two projections; none where the figure did not move. */
function adjust(
  { basis }: Bridge,
  kind: AdjustmentKind,
  move: {
    readonly from: Projection;
    readonly to: Projection;
    readonly describe: () => string;
  },
): readonly Adjustment[] {
  const usd = knownFigure(move.to, basis).usd - (figureOf(move.from, basis)?.usd ?? 0n);
  return usd === 0n ? [] : [{ kind, usd, detail: move.describe() }];
}

/**
 * From the end of the delta to the head's figure: its own witnesses, and the runs main has not.
 * `end`: all steps of the delta done.
 */
export function adjustAfter(
  bridge: Bridge,
  matched: Matched<Run>,
  end: BridgeState,
): readonly Adjustment[] {
  const { head, runs } = bridge;
  const own = byOwnWitnesses(bridge, matched, end);
  return [
    ...adjust(bridge, "re-recorded", {
      from: end.projection,
      to: own,
      describe: () => describeOwnWitnesses(runs),
    }),
    ...adjust(bridge, "runs", {
      from: own,
      to: head.projection,
      describe: () => describeRunsNew(matched),
    }),
  ];
}

/** The runs both sides have, by the head's own witnesses. */
function byOwnWitnesses(bridge: Bridge, matched: Matched<Run>, end: BridgeState): Projection {
  const { head, runs, estimator } = bridge;
  if (matched.headOnly.length === 0) return head.projection;
  const done = new Set([...end.done, "own-witness" as const]);
  return changesAt(bridge, "own-witness")
    ? estimator.project(scenarioAfter(head, runs, done), "head")
    : end.projection;
}

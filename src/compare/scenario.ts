import type { Run } from "../fixture/fixture.ts";
import { ratio, type Pico } from "../money.ts";
import type { Projection } from "../projection/projection.ts";
import {
  describeAssumptions,
  describeRecordings,
  describeRuns,
  describeTraffic,
} from "./adjustments.ts";
import { sameTraffic } from "../config/traffic.ts";
import { attribute, causeSteps, type Changes, type WorkedStep } from "./attribution/causes.ts";
import type { Adjustment, Cause, ScenarioComparison } from "./comparison.ts";
import { matchRuns, type Matched } from "./alignment/matching.ts";
import type { Estimator } from "../evaluation/estimator.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import {
  changesAt,
  figureAt,
  adjustmentsBetween,
  takeSteps,
  type BridgeState,
  type TakenStep,
  type Bridge,
} from "./substitution/bridge.ts";
import {
  figureOf,
  scenarioAt,
  alignRuns,
  type Figure,
  type AlignedRun,
} from "./alignment/aligned-run.ts";

/** Names what each cause is made of. */
export type NameChanges = (pair: {
  readonly head: ProjectedScenario;
  readonly base: ProjectedScenario;
  readonly runs: readonly AlignedRun[];
}) => Changes;

/**
 * Compares a scenario both trees have: the way from main's figure to the head's, station by
 * station. What stands beside is no doing of this change's requests; the delta between is, and its
 * causes add up to it (DESIGN.md, "Comparing").
 */
export function compareScenario(options: {
  readonly head: ProjectedScenario;
  readonly base: ProjectedScenario;
  readonly estimator: Estimator;
  readonly nameChanges: NameChanges;
}): ScenarioComparison {
  const { head, base, estimator } = options;
  const [{ traffic, id }, was] = [head.scenario.config, base.scenario.config.id];
  const basis = traffic === null ? "run" : "month";
  const matched = matchRuns(head.scenario.runs, base.scenario.runs);
  const runs = alignRuns({ head, base, runs: matched, estimator });
  const bridge: Bridge = { head, base, runs, estimator, basis };

  const start = approach(bridge, matched);
  const { taken, state } = takeSteps(bridge, start.state, causeSteps);
  const end = endOfDelta(bridge, state, matched);
  const [before, after] = [figureAt(start.state.projection, basis), figureAt(end, basis)];

  const worked = work(taken, basis);
  const neighbours = after.usd - figureAt(state.projection, basis).usd;
  const changes =
    worked.length > 0 || neighbours !== 0n ? options.nameChanges({ head, base, runs }) : {};
  const causes: readonly Cause[] = attribute({
    worked,
    runs: traffic?.runsPerMonth ?? ratio(1n),
    neighbours,
    changes,
    estimator,
  });
  const adjustments = [
    ...start.adjustments,
    ...arrive(bridge, matched, { done: state.done, projection: end }),
  ];

  const deltaUsd = after.usd - before.usd;
  const still = causes.length === 0 && adjustments.length === 0 && deltaUsd === 0n;
  return {
    id,
    state: id !== was ? "renamed" : still ? "unchanged" : "changed",
    was: id === was ? null : was,
    head: head.projection,
    base: base.projection,
    basis,
    headUsd: figureAt(head.projection, basis).usd,
    baseUsd: figureOf(base.projection, basis)?.usd ?? null,
    deltaUsd,
    like: { baseUsd: before.usd, ...deltaRange(before, after) },
    causes,
    adjustments,
    problems: [],
  };
}

/**
 * From main's figure to the runs both sides have, under the head's traffic, weights, assertions and
 * recordings.
 */
function approach(
  bridge: Bridge,
  matched: Matched<Run>,
): { readonly state: BridgeState; readonly adjustments: readonly Adjustment[] } {
  const { head, base, runs, estimator } = bridge;
  const [before, after] = [base.scenario.config.traffic, head.scenario.config.traffic];
  const main = base.projection;
  const { traffic, shared } = head.measured;
  const own = sameTraffic(after, before);
  const loaded =
    own && !estimator.neighboursMoved(base.measured.id)
      ? main
      : estimator.project({ ...base.measured, traffic, shared }, "base");
  const mixed = sameRuns(matched)
    ? loaded
    : estimator.project(scenarioAt(head, runs, new Set()), "base");
  const assumed = takeSteps(bridge, { done: new Set(), projection: mixed }, ["assumed"]).state;
  const recorded = takeSteps(bridge, assumed, ["re-recorded"]).state;
  const adjustments = [
    ...adjustmentsBetween({
      bridge,
      kind: "traffic",
      from: main,
      to: loaded,
      detail: () => (own ? "traffic of others in its cache group" : describeTraffic(before, after)),
    }),
    ...adjustmentsBetween({
      bridge,
      kind: "runs",
      from: loaded,
      to: mixed,
      detail: () => describeRuns(matched, "before"),
    }),
    ...adjustmentsBetween({
      bridge,
      kind: "assumed",
      from: mixed,
      to: assumed.projection,
      detail: () => describeAssumptions(runs, head, base),
    }),
    ...adjustmentsBetween({
      bridge,
      kind: "re-recorded",
      from: assumed.projection,
      to: recorded.projection,
      detail: () => describeRecordings(runs, "re-recorded"),
    }),
  ];
  return { state: recorded, adjustments };
}

/**
 * Whether the runs are the same by id and weight, so that main's own projection is the start of the
 * walk.
 */
function sameRuns(runs: Matched<Run>): boolean {
  return (
    runs.headOnly.length === 0 &&
    runs.baseOnly.length === 0 &&
    runs.pairs.every(
      (pair) => pair.head.id === pair.base.id && pair.head.weight === pair.base.weight,
    )
  );
}

/**
 * What the runs both sides have cost with all of the head's requests, amid the head's neighbours.
 */
function endOfDelta(bridge: Bridge, state: BridgeState, matched: Matched<Run>): Projection {
  const isHead = matched.headOnly.length === 0 && !changesAt(bridge, "own");
  if (isHead) return bridge.head.projection;
  const grouped =
    bridge.head.scenario.config.cacheGroup !== null ||
    bridge.base.scenario.config.cacheGroup !== null;
  return grouped
    ? bridge.estimator.project(scenarioAt(bridge.head, bridge.runs, state.done), "head")
    : state.projection;
}

function work(taken: readonly TakenStep[], basis: Bridge["basis"]): readonly WorkedStep[] {
  return taken.flatMap(({ step, moved, before, after }) => {
    const cause = causeSteps.find((kind) => kind === step);
    return cause === undefined
      ? []
      : [
          {
            step: cause,
            moved,
            before,
            usd: figureAt(after, basis).usd - figureAt(before, basis).usd,
          },
        ];
  });
}

/** From the end of the delta to the head's figure: its own witnesses, and the runs main has not. */
function arrive(
  bridge: Bridge,
  matched: Matched<Run>,
  end: { readonly done: BridgeState["done"]; readonly projection: Projection },
): readonly Adjustment[] {
  const { head, runs, estimator } = bridge;
  const alone = matched.headOnly.length === 0;
  const done = new Set([...end.done, "own" as const]);
  const own = alone
    ? head.projection
    : changesAt(bridge, "own")
      ? estimator.project(scenarioAt(head, runs, done), "head")
      : end.projection;
  return [
    ...adjustmentsBetween({
      bridge,
      kind: "re-recorded",
      from: end.projection,
      to: own,
      detail: () => describeRecordings(runs, "own"),
    }),
    ...adjustmentsBetween({
      bridge,
      kind: "runs",
      from: own,
      to: head.projection,
      detail: () => describeRuns(matched, "after"),
    }),
  ];
}

/**
 * A counter's error is the same on both sides, so the delta's ends are those where both stand at
 * the same end.
 */
function deltaRange(before: Figure, after: Figure): { deltaLow: Pico; deltaHigh: Pico } {
  const ends = [after.low - before.low, after.usd - before.usd, after.high - before.high].sort(
    (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  );
  return { deltaLow: ends[0] ?? 0n, deltaHigh: ends.at(-1) ?? 0n };
}

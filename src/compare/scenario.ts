import type { Estimator } from "../evaluation/estimator.ts";
import { matchRuns, type Matched } from "../evaluation/matching.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import type { Run } from "../fixture/fixture.ts";
import { ratio, type Pico } from "../money.ts";
import { ascending } from "../order.ts";
import type { MeasuredExchange, Projection } from "../projection/projection.ts";
import { remember } from "../remember.ts";
import { adjustAfter, adjustBefore } from "./adjustments/adjustments.ts";
import { attribute } from "./attribution/causes.ts";
import { nameChanges } from "./attribution/changes.ts";
import type { ScenarioComparison } from "./comparison.ts";
import { figureOf, knownFigure, type Figure } from "./figure.ts";
import { dearerModels, levelChanges } from "./request-changes.ts";
import { causeSteps } from "./steps.ts";
import { alignRuns, scenarioAfter, type AlignedRun } from "./substitution/aligned-run.ts";
import { isAnswerUnknown } from "./substitution/answer-step.ts";
import { changesAt, takeSteps, type Bridge, type BridgeState } from "./substitution/bridge.ts";

/**
 * Compares a scenario both trees have: over the bridge from main's figure to the head's, step by
 * step. Adjustments at both ends are no doing of this change's requests; the delta between them is,
 * and its causes add up to it (DESIGN.md, "Comparing").
 */
export function compareScenario(
  head: ProjectedScenario,
  base: ProjectedScenario,
  estimator: Estimator,
): ScenarioComparison {
  const { traffic, id } = head.scenario.config;
  const formerId = base.scenario.config.id;
  const basis = traffic === null ? "run" : "month";
  const matched = matchRuns(head.scenario.runs, base.scenario.runs);
  const runs = alignRuns({ head, base, runs: matched, estimator });
  const bridge: Bridge = { head, base, runs, estimator, basis };

  const start = adjustBefore(bridge, matched);
  const { taken, state } = takeSteps(bridge, start.state, causeSteps);
  const end = endOfDelta(bridge, state, matched);
  const [before, after] = [knownFigure(start.state.projection, basis), knownFigure(end, basis)];
  const neighboursUsd = after.usd - knownFigure(state.projection, basis).usd;
  const causes = attribute({
    steps: taken,
    basis,
    runs: traffic?.runsPerMonth ?? ratio(1n),
    neighboursUsd,
    changes: taken.length > 0 || neighboursUsd !== 0n ? nameChanges(runs, taken, estimator) : {},
    estimator,
  });
  const adjustments = [
    ...start.adjustments,
    ...adjustAfter(bridge, matched, { done: state.done, projection: end }),
  ];

  const deltaUsd = after.usd - before.usd;
  const unknown = unknownAnswers(runs);
  const isUnchanged =
    causes.length === 0 && adjustments.length === 0 && deltaUsd === 0n && unknown.length === 0;
  // Looked at where a budget asks for it, by scenario, group and sum.
  const levelsOf = remember(() => levelChanges(runs, { start: start.state, end: state }));
  const dearerOf = remember(() => dearerModels(head, base, { runs, estimator }));
  return {
    id,
    state: id !== formerId ? "renamed" : isUnchanged ? "unchanged" : "changed",
    formerId: id === formerId ? null : formerId,
    head: head.projection,
    base: base.projection,
    basis,
    headUsd: knownFigure(head.projection, basis).usd,
    baseUsd: figureOf(base.projection, basis)?.usd ?? null,
    deltaUsd,
    like: { baseUsd: before.usd, ...deltaRange(before, after, unknown) },
    outputUnknown: unknown.length > 0,
    requests: {
      get levels() {
        return levelsOf();
      },
      get dearerModels() {
        return dearerOf();
      },
    },
    causes,
    adjustments,
  };
}

/**
 * What the runs both sides have cost with all of the head's requests, amid the head's neighbours.
 */
function endOfDelta(bridge: Bridge, state: BridgeState, matched: Matched<Run>): Projection {
  const { head, base, runs, estimator } = bridge;
  if (matched.headOnly.length === 0 && !changesAt(bridge, "own-witness")) return head.projection;
  const isGrouped = [head, base].some(({ scenario }) => scenario.config.cacheGroup !== null);
  return isGrouped
    ? estimator.project(scenarioAfter(head, runs, state.done), "head")
    : state.projection;
}

/** Exchanges whose answers the change has written otherwise, unknown on one side or both. */
function unknownAnswers(runs: readonly AlignedRun[]): readonly ExchangePair[] {
  return runs.flatMap((run) =>
    run.head.exchanges.flatMap((head, index) => {
      const base = run.base.exchanges[index];
      return base !== undefined && isAnswerUnknown(head, base) ? [{ head, base }] : [];
    }),
  );
}

interface ExchangePair {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
}

/**
 * A counter's error is the same on both sides, so the delta's ends are those where both stand at
 * the same end. Where an answer is known on neither side, each may be at either of its ends.
 */
function deltaRange(
  before: Figure,
  after: Figure,
  unknown: readonly ExchangePair[],
): { readonly deltaLow: Pico; readonly deltaHigh: Pico } {
  const middle = after.usd - before.usd;
  const isFree = unknown.some(({ base }) => base.output.low !== base.output.high);
  const ends = [
    after.low - before.low,
    middle,
    after.high - before.high,
    ...(isFree ? [after.low - before.high, after.high - before.low] : []),
  ].sort(ascending);
  return { deltaLow: ends[0] ?? middle, deltaHigh: ends.at(-1) ?? middle };
}

import type { Run } from "../fixture/fixture.ts";
import { ratio, type Pico } from "../money.ts";
import type { Projection } from "../projection/projection.ts";
import { describeAssumptions, describeRecordings, describeRuns, describeTraffic, sameTraffic } from "./adjustments.ts";
import { attribute, causeSteps, type Changes, type WorkedStep } from "./attribution/causes.ts";
import type { Beside, Cause, ScenarioComparison } from "./comparison.ts";
import { matchRuns, type Matched } from "./alignment/matching.ts";
import type { Bench, Side } from "../evaluation/side.ts";
import { changesAt, figureAt, standBeside, takeSteps, type Station, type Taken, type Walk } from "./substitution/bridge.ts";
import { figureOf, scenarioAt, slotRuns, type Figure, type SlottedRun } from "./alignment/aligned-run.ts";

/** Names what each cause is made of. */
export type NameChanges = (pair: { readonly head: Side; readonly base: Side; readonly runs: readonly SlottedRun[] }) => Changes;

/** Whether the runs are the same by id and weight, so that main's own projection is the start of the walk. */
const sameRuns = (runs: Matched<Run>): boolean =>
  runs.headOnly.length === 0 &&
  runs.baseOnly.length === 0 &&
  runs.pairs.every((pair) => pair.head.id === pair.base.id && pair.head.weight === pair.base.weight);

/** From main's figure to the runs both sides have, under the head's traffic, weights, assertions and recordings. */
const approach = (walk: Walk, matched: Matched<Run>): { readonly station: Station; readonly beside: readonly Beside[] } => {
  const { head, base, runs, bench } = walk;
  const [before, after] = [base.scenario.config.traffic, head.scenario.config.traffic];
  const main = base.projection;
  const { traffic, shared } = head.measured;
  const own = sameTraffic(after, before);
  const loaded = own && !bench.neighboursMoved(base.measured.id) ? main : bench.project({ ...base.measured, traffic, shared }, "base");
  const mixed = sameRuns(matched) ? loaded : bench.project(scenarioAt(head, runs, new Set()), "base");
  const assumed = takeSteps(walk, { done: new Set(), projection: mixed }, ["assumed"]).station;
  const recorded = takeSteps(walk, assumed, ["re-recorded"]).station;
  const beside = [
    ...standBeside({
      walk,
      kind: "traffic",
      from: main,
      to: loaded,
      detail: () => (own ? "traffic of others in its cache group" : describeTraffic(before, after)),
    }),
    ...standBeside({ walk, kind: "runs", from: loaded, to: mixed, detail: () => describeRuns(matched, "before") }),
    ...standBeside({ walk, kind: "assumed", from: mixed, to: assumed.projection, detail: () => describeAssumptions(runs, head, base) }),
    ...standBeside({
      walk,
      kind: "re-recorded",
      from: assumed.projection,
      to: recorded.projection,
      detail: () => describeRecordings(runs, "re-recorded"),
    }),
  ];
  return { station: recorded, beside };
};

/** What the runs both sides have cost with all of the head's requests, amid the head's neighbours. */
const endOfDelta = (walk: Walk, station: Station, matched: Matched<Run>): Projection => {
  const isHead = matched.headOnly.length === 0 && !changesAt(walk, "own");
  if (isHead) return walk.head.projection;
  const grouped = walk.head.scenario.config.cacheGroup !== null || walk.base.scenario.config.cacheGroup !== null;
  return grouped ? walk.bench.project(scenarioAt(walk.head, walk.runs, station.done), "head") : station.projection;
};

/** From the end of the delta to the head's figure: its own witnesses, and the runs main has not. */
const arrive = (
  walk: Walk,
  matched: Matched<Run>,
  end: { readonly done: Station["done"]; readonly projection: Projection },
): readonly Beside[] => {
  const { head, runs, bench } = walk;
  const alone = matched.headOnly.length === 0;
  const done = new Set([...end.done, "own" as const]);
  const own = alone ? head.projection : changesAt(walk, "own") ? bench.project(scenarioAt(head, runs, done), "head") : end.projection;
  return [
    ...standBeside({ walk, kind: "re-recorded", from: end.projection, to: own, detail: () => describeRecordings(runs, "own") }),
    ...standBeside({ walk, kind: "runs", from: own, to: head.projection, detail: () => describeRuns(matched, "after") }),
  ];
};

const work = (taken: readonly Taken[], basis: Walk["basis"]): readonly WorkedStep[] =>
  taken.flatMap(({ step, moved, before, after }) => {
    const cause = causeSteps.find((kind) => kind === step);
    return cause === undefined ? [] : [{ step: cause, moved, before, usd: figureAt(after, basis).usd - figureAt(before, basis).usd }];
  });

/**
 * Compares a scenario both trees have: the way from main's figure to the head's, station by station. What stands beside
 * is no doing of this change's requests; the delta between is, and its causes add up to it (DESIGN.md, "Comparing").
 */
export const compareScenario = (options: {
  readonly head: Side;
  readonly base: Side;
  readonly bench: Bench;
  readonly nameChanges: NameChanges;
}): ScenarioComparison => {
  const { head, base, bench } = options;
  const [{ traffic, id }, was] = [head.scenario.config, base.scenario.config.id];
  const basis = traffic === null ? "run" : "month";
  const matched = matchRuns(head.scenario.runs, base.scenario.runs);
  const runs = slotRuns({ head, base, runs: matched, bench });
  const walk: Walk = { head, base, runs, bench, basis };

  const start = approach(walk, matched);
  const { taken, station } = takeSteps(walk, start.station, causeSteps);
  const end = endOfDelta(walk, station, matched);
  const [before, after] = [figureAt(start.station.projection, basis), figureAt(end, basis)];

  const worked = work(taken, basis);
  const neighbours = after.usd - figureAt(station.projection, basis).usd;
  const changes = worked.length > 0 || neighbours !== 0n ? options.nameChanges({ head, base, runs }) : {};
  const causes: readonly Cause[] = attribute({ worked, runs: traffic?.runsPerMonth ?? ratio(1n), neighbours, changes, bench });
  const beside = [...start.beside, ...arrive(walk, matched, { done: station.done, projection: end })];

  const deltaUsd = after.usd - before.usd;
  const still = causes.length === 0 && beside.length === 0 && deltaUsd === 0n;
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
    beside,
    problems: [],
  };
};

/** A counter's error is the same on both sides, so the delta's ends are those where both stand at the same end. */
const deltaRange = (before: Figure, after: Figure): { deltaLow: Pico; deltaHigh: Pico } => {
  const ends = [after.low - before.low, after.usd - before.usd, after.high - before.high].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { deltaLow: ends[0] ?? 0n, deltaHigh: ends.at(-1) ?? 0n };
};

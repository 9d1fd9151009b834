import { ratio, type Pico } from "../money.ts";
import type { Run } from "../fixture/fixture.ts";
import type { Projection } from "../projection/projection.ts";
import { describeAssumptions, describeRecordings, describeRuns, describeTraffic, sameTraffic } from "./beside.ts";
import { attribute, causeSteps, type Changes, type WorkedStep } from "./causes.ts";
import type { Beside, BesideKind, ScenarioComparison } from "./comparison.ts";
import { matchRuns, type Matched } from "./matching.ts";
import type { Bench, Side } from "./side.ts";
import type { Step } from "./slot.ts";
import type { Moved } from "./token-part.ts";
import { exchangesAt, figureOf, scenarioAt, slotRuns, type Figure, type SlottedRun } from "./walk.ts";

/** Names what each cause is made of. */
export type NameChanges = (pair: { readonly head: Side; readonly base: Side; readonly runs: readonly SlottedRun[] }) => Changes;

const figure = (projection: Projection, basis: "month" | "run"): Figure => {
  const found = figureOf(projection, basis);
  if (found === null) throw new Error("a projection without a month on a monthly basis");
  return found;
};

/** Whether the runs are the same by id and weight, so that main's own projection is the start of the walk. */
const sameRuns = (head: Side, base: Side, runs: Matched<Run>): boolean =>
  runs.headOnly.length === 0 &&
  runs.baseOnly.length === 0 &&
  runs.pairs.every((pair) => pair.head.id === pair.base.id && pair.head.weight === pair.base.weight);

/** Everything a walk needs at each of its stations. */
interface Walk {
  readonly head: Side;
  readonly base: Side;
  readonly runs: readonly SlottedRun[];
  readonly bench: Bench;
  /** No runs are new: at the end of the walk stands the head's own projection. */
  readonly endsAtHead: boolean;
}

/** Works through some steps; a step at which nothing changes is left out. */
const work = (
  walk: Walk,
  start: { readonly done: ReadonlySet<Step>; readonly projection: Projection },
  todo: readonly Step[],
): {
  readonly worked: readonly (Omit<WorkedStep, "step" | "usd"> & { step: Step; after: Projection })[];
  readonly done: ReadonlySet<Step>;
  readonly projection: Projection;
} => {
  const worked: (Omit<WorkedStep, "step" | "usd"> & { step: Step; after: Projection })[] = [];
  let { projection } = start;
  let done = start.done;
  for (const step of todo) {
    const before = exchangesAt(walk.runs, done);
    done = new Set([...done, step]);
    if (!walk.runs.some((run) => run.slots.some((slot) => slot.changes.has(step)))) continue;
    const after = exchangesAt(walk.runs, done);
    const moved: Moved[] = walk.runs.flatMap((run, index) =>
      run.slots.map((_, place) => ({ run: run.head.run.id, before: before[index]?.[place] ?? null, after: after[index]?.[place] ?? null })),
    );
    const next = walk.bench.project(scenarioAt(walk.head, walk.runs, done), "base");
    worked.push({ step, moved, before: projection, after: next });
    projection = next;
  }
  return { worked, done, projection };
};

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
  const { traffic } = head.scenario.config;
  const basis = traffic === null ? "run" : "month";
  const matched = matchRuns(head.scenario.runs, base.scenario.runs);
  const runs = slotRuns({ head, base, runs: matched, bench });
  const walk: Walk = { head, base, runs, bench, endsAtHead: matched.headOnly.length === 0 };
  const beside: Beside[] = [];
  const none: ReadonlySet<Step> = new Set();
  let at: Pico | null = figureOf(base.projection, basis)?.usd ?? null;
  const baseUsd = at;
  const stand = (kind: BesideKind, next: Projection, detail: string): void => {
    const usd = figure(next, basis).usd;
    if (usd !== (at ?? 0n)) beside.push({ kind, usd: usd - (at ?? 0n), detail });
    at = usd;
  };

  const sameLoad = sameTraffic(traffic, base.scenario.config.traffic);
  let projection = base.projection;
  if (!sameLoad) {
    const { traffic: load, shared } = head.measured;
    projection = bench.project({ ...base.measured, traffic: load, shared }, "base");
    stand("traffic", projection, describeTraffic(base.scenario.config.traffic, traffic));
  }
  if (!sameRuns(head, base, matched)) {
    projection = bench.project(scenarioAt(head, runs, none), "base");
    stand("runs", projection, describeRuns(matched, "before"));
  }
  const asserted = work(walk, { done: none, projection }, ["assumed"]);
  stand("assumed", asserted.projection, describeAssumptions(runs, head, base));
  const rerecorded = work(walk, asserted, ["re-recorded"]);
  stand("re-recorded", rerecorded.projection, describeRecordings(runs, "re-recorded"));

  const before = figure(rerecorded.projection, basis);
  const caused = work(walk, rerecorded, causeSteps);
  const last = caused.projection;
  const measuredAnew = runs.some((run) => run.slots.some((slot) => slot.changes.has("own")));
  const finish = new Set<Step>([...caused.done, "own"]);
  const moved = head.scenario.config.cacheGroup !== null || base.scenario.config.cacheGroup !== null;
  const atEnd =
    walk.endsAtHead && !measuredAnew ? head.projection : moved ? bench.project(scenarioAt(head, runs, caused.done), "head") : last;
  const after = figure(atEnd, basis);
  const deltaUsd = after.usd - before.usd;
  at = after.usd;

  const worked: WorkedStep[] = caused.worked.flatMap((one) => {
    const step = causeSteps.find((kind) => kind === one.step);
    if (step === undefined) return [];
    return [{ step, moved: one.moved, before: one.before, usd: figure(one.after, basis).usd - figure(one.before, basis).usd }];
  });
  const neighbours = after.usd - figure(last, basis).usd;
  const changed = worked.length > 0 || neighbours !== 0n;
  const causes = attribute({
    worked,
    runs: traffic?.runsPerMonth ?? ratio(1n),
    neighbours,
    changes: changed ? options.nameChanges({ head, base, runs }) : {},
    bench,
  });
  if (measuredAnew) {
    const own = walk.endsAtHead ? head.projection : bench.project(scenarioAt(head, runs, finish), "head");
    stand("re-recorded", own, describeRecordings(runs, "own"));
  }
  if (!walk.endsAtHead) stand("runs", head.projection, describeRuns(matched, "after"));

  const headUsd = figure(head.projection, basis).usd;
  const renamed = head.scenario.config.id !== base.scenario.config.id;
  const still = causes.length === 0 && beside.length === 0 && deltaUsd === 0n;
  return {
    id: head.scenario.config.id,
    state: renamed ? "renamed" : still ? "unchanged" : "changed",
    was: renamed ? base.scenario.config.id : null,
    head: head.projection,
    base: base.projection,
    basis,
    headUsd,
    baseUsd,
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

import { levels } from "../../api/request.ts";
import type { Changes, ScenarioConfig, SharedShare, Traffic } from "../../config/config.ts";
import { writeRuns } from "../../config/traffic.ts";
import { compareRatio } from "../../money.ts";
import { relaxBudget, type UncertainDefaults } from "../limits/limits.ts";
import { below, type Relaxation } from "../relaxation.ts";
import { none, describeShare } from "../words.ts";

/** What of a scenario is laxer: its budget, what its traffic is said to be, what it asserts. */
export function relaxScenario(
  before: ScenarioConfig,
  after: ScenarioConfig,
  uncertain: UncertainDefaults,
): readonly Relaxation[] {
  return [
    ...below(relaxBudget(before.budget, after.budget, uncertain), "budget"),
    ...lessTraffic(before.traffic, after.traffic),
    ...otherSharing(before.traffic, after.traffic),
    ...shorterOutput(before.output, after.output),
    ...moreBatchHits(before, after),
    ...rarerChanges(before.vars, after.vars),
  ];
}

/** How often a text changes, as a number: less often is laxer. */
export function frequency(changes: Changes): number {
  switch (changes) {
    case "request":
      return Infinity;
    case "run":
      return Number.MAX_SAFE_INTEGER;
    case "day":
    case "never":
      return 1;
    default:
      return changes;
  }
}

/** A smaller rate, or the lower end of a range that was judged at the high one. */
function lessTraffic(before: Traffic | null, after: Traffic | null): readonly Relaxation[] {
  if (before === null) return [];
  return after === null || compareRatio(after.runsPerMonth, before.runsPerMonth) < 0
    ? [{ path: ["traffic"], from: writeRuns(before), to: after === null ? none : writeRuns(after) }]
    : [];
}

/**
 * Which level runs are said to share, and how they arrive: any other word may make a hit of what
 * was none.
 */
function otherSharing(before: Traffic | null, after: Traffic | null): readonly Relaxation[] {
  if (before === null || after === null) return [];
  const [from, to] = [before.arrivals.text, after.arrivals.text];
  const arrivals = from === to ? [] : [{ path: ["traffic", "arrivals"], from, to }];
  const shared = levels.flatMap((level) => {
    const [old, now] = [describeShared(before.shared[level]), describeShared(after.shared[level])];
    return old === now ? [] : [{ path: ["traffic", "shared", level], from: old, to: now }];
  });
  return [...arrivals, ...shared, ...otherTimes(before, after)];
}

/** Shorter gaps within a run keep more alive, and what is readable sooner is read more often. */
function otherTimes(before: Traffic, after: Traffic): readonly Relaxation[] {
  const gap = ({ gapMs }: Traffic): string => (gapMs === null ? "not stated" : `${gapMs} ms`);
  return [
    ...(before.gapMs === after.gapMs
      ? []
      : [{ path: ["traffic", "gaps"], from: gap(before), to: gap(after) }]),
    ...(after.readableAfterMs < before.readableAfterMs
      ? [
          {
            path: ["traffic", "readable-after"],
            from: `${before.readableAfterMs} ms`,
            to: `${after.readableAfterMs} ms`,
          },
        ]
      : []),
  ];
}

function describeShared(share: SharedShare | undefined): string {
  if (share === undefined) return "as the fixtures say";
  return typeof share === "string" ? share : JSON.stringify(share);
}

function shorterOutput(before: number | null, after: number | null): readonly Relaxation[] {
  return before !== null && after !== null && after < before
    ? [{ path: ["output"], from: String(before), to: String(after) }]
    : [];
}

function moreBatchHits(before: ScenarioConfig, after: ScenarioConfig): readonly Relaxation[] {
  const [from, to] = [before.batchHitShare, after.batchHitShare];
  return compareRatio(to, from) > 0
    ? [{ path: ["batch", "hit-share"], from: describeShare(from), to: describeShare(to) }]
    : [];
}

function rarerChanges(
  before: ScenarioConfig["vars"],
  after: ScenarioConfig["vars"],
): readonly Relaxation[] {
  return Object.keys(before)
    .sort()
    .flatMap((name) => {
      const [from, to] = [before[name]?.changes, after[name]?.changes];
      return from === undefined || to === undefined || frequency(to) >= frequency(from)
        ? []
        : [{ path: ["vars", name, "changes"], from: String(from), to: String(to) }];
    });
}

import { levels } from "../../../api/request.ts";
import type { SharedShare, Traffic } from "../../../config/config.ts";
import { writeObservedRate, writeRuns } from "../../../config/traffic.ts";
import { compareRatio, type Ratio } from "../../../money.ts";
import { counted } from "../../../words.ts";
import type { Relaxation } from "../../relaxation.ts";
import { none } from "../../words.ts";
import { decide, type Decisions } from "./decisions.ts";

/**
 * What is laxer in how often runs are said to come, how they arrive, and what they have in common,
 * at paths below `traffic`. Where main has none, nothing a month was judged.
 */
export function relaxTraffic(before: Traffic | null, after: Traffic | null): readonly Relaxation[] {
  if (before === null) return [];
  if (after === null) return [{ path: [], from: writeRuns(before), to: none }];
  return decide(decisions, before, after);
}

const decisions = {
  runsPerMonth: lessTraffic,
  range: lowerEnds,
  judgedAt: "the end that is judged is `runsPerMonth`",
  written: "the words for `runsPerMonth`",
  arrivals: otherArrivals,
  shared: otherSharing,
  gapMs: otherGaps,
  readableAfterMs: readableSooner,
} as const satisfies Decisions<Traffic, [before: Traffic, after: Traffic], Relaxation>;

/** A smaller rate, or the lower end of a range that was judged at the high one. */
function lessTraffic(before: Traffic, after: Traffic): readonly Relaxation[] {
  return compareRatio(after.runsPerMonth, before.runsPerMonth) < 0
    ? [{ path: [], from: writeRuns(before), to: writeRuns(after) }]
    : [];
}

/** The end of a range that is not judged is its uncertainty: a lower high end is less of it. */
function lowerEnds(before: Traffic, after: Traffic): readonly Relaxation[] {
  const highest = ({ range, runsPerMonth }: Traffic): Ratio => range?.high ?? runsPerMonth;
  const [was, is] = [highest(before), highest(after)];
  if (compareRatio(is, was) >= 0) return [];
  const isSaid = compareRatio(after.runsPerMonth, before.runsPerMonth) < 0;
  const words = (rate: Ratio): string => `${writeObservedRate(rate)} a month at most`;
  return isSaid ? [] : [{ path: ["runs"], from: words(was), to: words(is) }];
}

/** Any other word may make a hit of what was none; and so may other times under the same word. */
function otherArrivals(before: Traffic, after: Traffic): readonly Relaxation[] {
  const path = ["arrivals"];
  const [from, to] = [before.arrivals.text, after.arrivals.text];
  if (from !== to) return [{ path, from, to }];
  const patternOf = ({ arrivals }: Traffic) =>
    arrivals.kind === "observed" ? arrivals.pattern : null;
  const [was, is] = [patternOf(before), patternOf(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const starts = (pattern: typeof was): string =>
    counted(pattern?.starts.length ?? 0, "observed start");
  return [{ path, from: starts(was), to: `${starts(is)}, at other times` }];
}

/** Which level runs are said to share: any other word may make a hit of what was none. */
function otherSharing(before: Traffic, after: Traffic): readonly Relaxation[] {
  return levels.flatMap((level) => {
    const [from, to] = [describeShared(before.shared[level]), describeShared(after.shared[level])];
    return from === to ? [] : [{ path: ["shared", level], from, to }];
  });
}

function describeShared(share: SharedShare | undefined): string {
  if (share === undefined) return "as the fixtures say";
  return typeof share === "string" ? share : JSON.stringify(share);
}

/** Shorter gaps within a run keep more alive, longer ones keep it alive for others. */
function otherGaps(before: Traffic, after: Traffic): readonly Relaxation[] {
  const gap = ({ gapMs }: Traffic): string => (gapMs === null ? "not stated" : `${gapMs} ms`);
  return before.gapMs === after.gapMs
    ? []
    : [{ path: ["gaps"], from: gap(before), to: gap(after) }];
}

/** What is readable sooner is read more often. */
function readableSooner(before: Traffic, after: Traffic): readonly Relaxation[] {
  const [from, to] = [before.readableAfterMs, after.readableAfterMs];
  return to < from ? [{ path: ["readable-after"], from: `${from} ms`, to: `${to} ms` }] : [];
}

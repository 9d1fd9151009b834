import { levels } from "../api/request.ts";
import type { Json } from "../json.ts";
import { compareRatio, formatRatio, ratioToNumber, type Ratio } from "../money.ts";
import { groupDigits } from "../words.ts";
import { writtenText } from "./amounts.ts";
import type { ObservedPattern } from "./arrivals/arrivals.ts";
import type { SharedRule, SharedShare, Traffic } from "./config.ts";

/** `all`, `40`, `40 tokens`, `2 blocks`. */
export const sharedPattern = /^(?:all|\d{1,9}(?: tokens?| blocks?)?)$/;

/** Whether two traffics are one: as often, arriving alike, sharing alike. */
export function sameTraffic(a: Traffic | null, b: Traffic | null): boolean {
  return a === null || b === null
    ? a === b
    : compareRatio(a.runsPerMonth, b.runsPerMonth) === 0 &&
        sameRange(a.range, b.range) &&
        a.arrivals.text === b.arrivals.text &&
        samePattern(a, b) &&
        a.gapMs === b.gapMs &&
        a.readableAfterMs === b.readableAfterMs &&
        writeShared(a.shared) === writeShared(b.shared);
}

function sameRange(a: Traffic["range"], b: Traffic["range"]): boolean {
  return a === null || b === null
    ? a === b
    : compareRatio(a.low, b.low) === 0 && compareRatio(a.high, b.high) === 0;
}

/** Whether observed arrivals are the same times. */
function samePattern(a: Traffic, b: Traffic): boolean {
  return JSON.stringify(patternOf(a)) === JSON.stringify(patternOf(b));
}

function patternOf({ arrivals }: Traffic): ObservedPattern | null {
  return arrivals.kind === "observed" ? arrivals.pattern : null;
}

/** How often runs come, as written; where only observed times say it, what they come to. */
export function writeRuns({ written, range, judgedAt, runsPerMonth }: Traffic): string {
  const often =
    written === "" ? `as observed (${writeObservedRate(runsPerMonth)} a month)` : written;
  return range === null ? often : `${often}, judged at ${judgedAt}`;
}

/** So many runs a month, for people: `14,400`, `0.5`. */
export function writeObservedRate(runsPerMonth: Ratio): string {
  return runsPerMonth.n >= 10n * runsPerMonth.d
    ? groupDigits(formatRatio(runsPerMonth, 0))
    : formatRatio(runsPerMonth, 2);
}

/**
 * The same traffic at another rate: observed arrivals keep their pattern, faster or slower; all
 * others have no times of their own.
 */
export function atRate(traffic: Traffic, runsPerMonth: Ratio): Traffic {
  const { arrivals, runsPerMonth: before } = traffic;
  const moved = { ...traffic, runsPerMonth, range: null };
  if (arrivals.kind !== "observed" || arrivals.pattern === null) return moved;
  const { starts, lengthMs } = arrivals.pattern;
  const factor = ratioToNumber(before) / ratioToNumber(runsPerMonth);
  const pattern = {
    starts: starts.map(({ atMs, run }) => ({ atMs: Math.floor(atMs * factor), run })),
    lengthMs: Math.max(1, Math.round(lengthMs * factor)),
  };
  return { ...moved, arrivals: { ...arrivals, pattern } };
}

/** What a level shares as text: equal where it is equal. */
export function writeShared(shared: SharedRule): string {
  return levels.map((level) => `${level} ${JSON.stringify(shared[level] ?? null)}`).join(", ");
}

/** `all`, `40` (tokens), `2 blocks`; null where a value is none of these. */
export function readSharedShare(value: Json | undefined): SharedShare | null {
  if (value === "all") return "all";
  const text = writtenText(value);
  const match = text === null ? null : /^(\d{1,9})(?: (tokens?|blocks?))?$/.exec(text);
  if (match === null) return null;
  const count = Number(match[1]);
  return match[2]?.startsWith("block") === true ? { blocks: count } : { tokens: count };
}

import type { SharedRule, Traffic } from "../config/config.ts";
import type { Run } from "../fixture/fixture.ts";
import { compareRatio } from "../money.ts";
import type { Matched } from "./alignment/matching.ts";
import type { Side } from "../evaluation/side.ts";
import type { Step } from "./alignment/aligned-exchange.ts";
import type { SlottedRun } from "./alignment/aligned-run.ts";

const writeShared = (shared: SharedRule): string =>
  (["tools", "system", "messages"] as const).map((level) => `${level} ${JSON.stringify(shared[level] ?? null)}`).join(", ");

/** Whether two traffics are one: as often, arriving alike, sharing alike. */
export const sameTraffic = (a: Traffic | null, b: Traffic | null): boolean =>
  a === null || b === null
    ? a === b
    : compareRatio(a.runsPerMonth, b.runsPerMonth) === 0 && a.arrivals === b.arrivals && writeShared(a.shared) === writeShared(b.shared);

const writeTraffic = (traffic: Traffic | null, other: Traffic | null): string => {
  if (traffic === null) return "no traffic";
  const arrivals = other !== null && other.arrivals !== traffic.arrivals ? `, ${traffic.arrivals}` : "";
  const shared =
    other !== null && writeShared(other.shared) !== writeShared(traffic.shared) ? `, shared ${writeShared(traffic.shared)}` : "";
  return `${traffic.written}${arrivals}${shared}`;
};

/** `200k/month → 100k/month` */
export const describeTraffic = (before: Traffic | null, after: Traffic | null): string =>
  `${writeTraffic(before, after)} → ${writeTraffic(after, before)}`;

const count = (amount: number, one: string, many: string): string => `${amount} ${amount === 1 ? one : many}`;

/** Runs gone and weights changed before the delta; runs new after it. */
export const describeRuns = (runs: Matched<Run>, when: "before" | "after"): string => {
  if (when === "after") return `${count(runs.headOnly.length, "run", "runs")} new`;
  const weights = runs.pairs
    .filter((pair) => pair.head.weight !== pair.base.weight)
    .map((pair) => `weight of ${pair.head.id} ${pair.base.weight} → ${pair.head.weight}`);
  const gone = runs.baseOnly.length === 0 ? [] : [`${count(runs.baseOnly.length, "run", "runs")} gone`];
  const all = [...gone, ...weights];
  return all.length === 0 ? "the mix of runs" : all.join(", ");
};

const slotsAt = (runs: readonly SlottedRun[], step: Step): readonly { readonly run: SlottedRun; readonly index: number }[] =>
  runs.flatMap((run) => run.slots.flatMap((slot, index) => (slot.changes.has(step) ? [{ run, index }] : [])));

/** `output 300 → 500` where one assertion changed, else how many did. */
export const describeAssumptions = (runs: readonly SlottedRun[], head: Side, base: Side): string => {
  const [before, after] = [base.scenario.config.output, head.scenario.config.output];
  if (before !== after) return `output ${before ?? "unknown"} → ${after ?? "unknown"}`;
  const slots = slotsAt(runs, "assumed");
  const [first] = slots;
  if (first === undefined) return "";
  const [old, now] = [first.run.base.exchanges[first.index], first.run.head.exchanges[first.index]];
  const what = `${now?.exchange.id ?? ""} output ${old?.output.tokens ?? "unknown"} → ${now?.output.tokens ?? "unknown"}`;
  return slots.length === 1 ? what : `${what} and ${slots.length - 1} more`;
};

/** How many exchanges were measured anew; `own`: of how many the prompt was, so that main's is counted otherwise. */
export const describeRecordings = (runs: readonly SlottedRun[], step: "re-recorded" | "own"): string => {
  const { length } = slotsAt(runs, step);
  return step === "own"
    ? `${count(length, "prompt", "prompts")} measured anew, unlike main's`
    : `${count(length, "exchange", "exchanges")} measured anew`;
};

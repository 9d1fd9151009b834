import type { Traffic } from "../config/config.ts";
import { writeShared } from "../config/traffic.ts";
import type { Run } from "../fixture/fixture.ts";
import type { Matched } from "./alignment/matching.ts";
import type { ProjectedScenario } from "../evaluation/project.ts";
import type { Step } from "./alignment/aligned-exchange.ts";
import type { AlignedRun } from "./alignment/aligned-run.ts";

/** `200k/month → 100k/month` */
export function describeTraffic(before: Traffic | null, after: Traffic | null): string {
  return `${writeTraffic(before, after)} → ${writeTraffic(after, before)}`;
}

function writeTraffic(traffic: Traffic | null, other: Traffic | null): string {
  if (traffic === null) return "no traffic";
  const arrivals =
    other !== null && other.arrivals !== traffic.arrivals ? `, ${traffic.arrivals}` : "";
  const shared =
    other !== null && writeShared(other.shared) !== writeShared(traffic.shared)
      ? `, shared ${writeShared(traffic.shared)}`
      : "";
  return `${traffic.written}${arrivals}${shared}`;
}

/** Runs gone and weights changed before the delta; runs new after it. */
export function describeRuns(runs: Matched<Run>, when: "before" | "after"): string {
  if (when === "after") return `${count(runs.headOnly.length, "run", "runs")} new`;
  const weights = runs.pairs
    .filter((pair) => pair.head.weight !== pair.base.weight)
    .map((pair) => `weight of ${pair.head.id} ${pair.base.weight} → ${pair.head.weight}`);
  const gone =
    runs.baseOnly.length === 0 ? [] : [`${count(runs.baseOnly.length, "run", "runs")} gone`];
  const all = [...gone, ...weights];
  return all.length === 0 ? "the mix of runs" : all.join(", ");
}

function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** `output 300 → 500` where one assertion changed, else how many did. */
export function describeAssumptions(
  runs: readonly AlignedRun[],
  head: ProjectedScenario,
  base: ProjectedScenario,
): string {
  const [before, after] = [base.scenario.config.output, head.scenario.config.output];
  if (before !== after) return `output ${before ?? "unknown"} → ${after ?? "unknown"}`;
  const alignedExchanges = changedAt(runs, "assumed");
  const [first] = alignedExchanges;
  if (first === undefined) return "";
  const [old, now] = [first.run.base.exchanges[first.index], first.run.head.exchanges[first.index]];
  const what =
    `${now?.exchange.id ?? ""} output ${old?.output.tokens ?? "unknown"} → ` +
    `${now?.output.tokens ?? "unknown"}`;
  return alignedExchanges.length === 1 ? what : `${what} and ${alignedExchanges.length - 1} more`;
}

function changedAt(
  runs: readonly AlignedRun[],
  step: Step,
): readonly { readonly run: AlignedRun; readonly index: number }[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap((aligned, index) =>
      aligned.changes.has(step) ? [{ run, index }] : [],
    ),
  );
}

/**
 * How many exchanges were measured anew; `own`: of how many the prompt was, so that main's is
 * counted otherwise.
 */
export function describeRecordings(
  runs: readonly AlignedRun[],
  step: "re-recorded" | "own",
): string {
  const { length } = changedAt(runs, step);
  return step === "own"
    ? `${count(length, "prompt", "prompts")} measured anew, unlike main's`
    : `${count(length, "exchange", "exchanges")} measured anew`;
}

/** What an adjustment says of itself: old and new in words, for people. */
import type { Traffic } from "../../config/config.ts";
import { writeRuns, writeShared } from "../../config/traffic.ts";
import type { Matched } from "../../evaluation/matching.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import type { Run } from "../../fixture/fixture.ts";
import { defaultGapMs } from "../../fixture/times.ts";
import type { BridgeStep } from "../steps.ts";
import { isSameAnswer } from "../substitution/answer-step.ts";
import type { AlignedRun } from "../substitution/aligned-run.ts";

/** `200k/month → 100k/month` */
export function describeTraffic(before: Traffic | null, after: Traffic | null): string {
  return `${writeTraffic(before, after)} → ${writeTraffic(after, before)}`;
}

/** `other`: what it stands against; arrivals and sharing are named where they differ. */
function writeTraffic(traffic: Traffic | null, other: Traffic | null): string {
  if (traffic === null) return "no traffic";
  const arrivals =
    other !== null && other.arrivals.text !== traffic.arrivals.text
      ? `, ${traffic.arrivals.text}`
      : "";

  const shared =
    other !== null && writeShared(other.shared) !== writeShared(traffic.shared)
      ? `, shared ${writeShared(traffic.shared)}`
      : "";
  const times =
    other !== null &&
    (other.gapMs !== traffic.gapMs || other.readableAfterMs !== traffic.readableAfterMs)
      ? `, gaps ${seconds(traffic.gapMs ?? defaultGapMs)}, readable after ${seconds(traffic.readableAfterMs)}`
      : "";
  return `${writeRuns(traffic)}${arrivals}${times}${shared}`;
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}

/** Runs gone and weights changed, which come before the delta. */
export function describeRunsBefore({ pairs, baseOnly }: Matched<Run>): string {
  const gone = baseOnly.length === 0 ? [] : [`${count(baseOnly.length, "run", "runs")} gone`];
  const weights = pairs
    .filter(({ head, base }) => head.weight !== base.weight)
    .map(({ head, base }) => `weight of ${head.id} ${base.weight} → ${head.weight}`);
  return [...gone, ...weights].join(", ") || "the mix of runs";
}

/** Runs only the head has, which come after the delta. */
export function describeRunsNew({ headOnly }: Matched<Run>): string {
  return `${count(headOnly.length, "run", "runs")} new`;
}

function count(amount: number, singular: string, plural: string): string {
  return `${amount} ${amount === 1 ? singular : plural}`;
}

/** `output 300 → 500` where one assertion changed, else how many did. */
export function describeAssumptions(
  runs: readonly AlignedRun[],
  head: ProjectedScenario,
  base: ProjectedScenario,
): string {
  const [before, after] = [base.scenario.config.output, head.scenario.config.output];
  if (before !== after) return `output ${before ?? "unknown"} → ${after ?? "unknown"}`;
  const assumed = changedAt(runs, "assumed");
  const [first] = assumed;
  if (first === undefined) return "";
  const { run, index } = first;
  const [old, now] = [run.base.exchanges[index], run.head.exchanges[index]];
  const what =
    `${now?.exchange.id ?? ""} output ${old?.output.tokens ?? "unknown"} → ` +
    `${now?.output.tokens ?? "unknown"}`;
  return assumed.length === 1 ? what : `${what} and ${assumed.length - 1} more`;
}

function changedAt(
  runs: readonly AlignedRun[],
  step: BridgeStep,
): readonly { readonly run: AlignedRun; readonly index: number }[] {
  return runs.flatMap((run) =>
    run.alignedExchanges.flatMap(({ changes }, index) =>
      changes.has(step) ? [{ run, index }] : [],
    ),
  );
}

/**
 * How many exchanges were measured anew, and how many have their old recording beside another
 * prompt, so that it speaks for neither side of the change.
 */
export function describeRecordings(runs: readonly AlignedRun[]): string {
  const moved = changedAt(runs, "re-recorded");
  const anew = moved.filter(isMeasuredAnew).length;
  const kept = moved.length - anew;
  return [
    ...(anew === 0 ? [] : [`${count(anew, "exchange", "exchanges")} measured anew`]),
    ...(kept === 0
      ? []
      : [`${count(kept, "changed prompt", "changed prompts")} not counted by the old recording`]),
  ].join(", ");
}

/** Whether an exchange, or one before it whose answer it may repeat, has another recording. */
function isMeasuredAnew({ run, index }: { readonly run: AlignedRun; readonly index: number }) {
  return run.head.exchanges.slice(0, index + 1).some((head, at) => {
    const base = run.base.exchanges[at];
    if (base === undefined) return true;
    const [now, before] = [head.exchange.counted, base.exchange.counted];
    return !isSameAnswer(head, base) || now?.tokens !== before?.tokens;
  });
}

/** Of how many exchanges the prompt was measured anew, so that main's is counted otherwise. */
export function describeOwnWitnesses(runs: readonly AlignedRun[]): string {
  const { length } = changedAt(runs, "own-witness");
  return `${count(length, "prompt", "prompts")} measured anew, unlike main's`;
}

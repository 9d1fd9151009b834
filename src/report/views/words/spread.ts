/** How figures spread over runs, answers and traffic, in words: plain text. */
import { compareRatio, divideHalfEven, formatRatio, ratio, type Ratio } from "../../../money.ts";
import type { ReportedScenario } from "../../report.ts";
import { readRatio, readUsd, showCount, showPercent, showUsd } from "../amount.ts";
import { perThousandRuns, unitOf } from "./costs.ts";
import { variantLabel } from "./variants.ts";

/**
 * `cache-5m costs less than no cache from 2.61 runs an hour on, batch less than cache-5m up to 0.4`;
 * empty where nothing breaks even.
 */
export function describeBreakEvens({
  breakEven,
}: {
  readonly breakEven: readonly ReportedScenario["breakEven"][number][];
}): string {
  const points = breakEven.map(({ variant, against, runsPerHour, cheaper }) => {
    const pair = `${variantLabel(variant)} costs less than ${variantLabel(against)}`;
    const runs = readRatio(runsPerHour);
    if (runs.n === 0n) return `${pair} at any traffic`;
    const traffic = `${showRuns(runs)} runs an hour`;
    return `${pair} ${cheaper === "from" ? `from ${traffic} on` : `up to ${traffic}`}`;
  });
  return points.join(", ");
}

const [thousand, ten, one] = [ratio(1000n), ratio(10n), ratio(1n)];

/** Three digits that count: `0.412`, `12.3`, `1,204`. */
function showRuns(runs: Ratio): string {
  if (compareRatio(runs, thousand) >= 0) return showCount(divideHalfEven(runs.n, runs.d));
  if (compareRatio(runs, ten) >= 0) return formatRatio(runs, 1);
  return formatRatio(runs, compareRatio(runs, one) >= 0 ? 2 : 3);
}

/**
 * `9 of 10 runs cost $23 per 1,000 runs at most`; empty where there is one run, or that is about what
 * all cost.
 */
export function describeDearestRuns({ p90RunUsd, perRunUsd }: ReportedScenario): string {
  if (p90RunUsd === null || perRunUsd === null) return "";
  if (readUsd(p90RunUsd) * 10n < readUsd(perRunUsd) * 11n) return "";
  return `9 of 10 runs cost ${showUsd(perThousandRuns(readUsd(p90RunUsd)))} ${unitOf("run")} at most`;
}

/** `answers of 310 tokens (p50), 1,246 (p90), 40 % of it thinking`; empty where none is recorded. */
export function describeAnswers({ answers }: ReportedScenario): string {
  if (answers === null || answers.recorded < 2) return "";
  const thinking =
    answers.thinking === null || answers.thinking === "0"
      ? ""
      : `, ${showPercent(readRatio(answers.thinking))} of it thinking`;
  return (
    `${showCount(answers.recorded)} recorded answers: ${showCount(answers.p50)} tokens (p50), ` +
    `${showCount(answers.p90)} (p90)${thinking}`
  );
}

/** `12 of 14 recorded requests billed by the cache rules as the API billed them`. */
export function describeSelfTest(selfTest: ReportedScenario["selfTest"]): string {
  if (selfTest === null) return "";
  const { reproduced, of } = selfTest;
  return `The cache rules bill ${showCount(reproduced)} of ${showCount(of)} recorded requests as the API did.`;
}

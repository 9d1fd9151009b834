/** What a change costs, in words. */
import { magnitude } from "../../../arithmetic.ts";
import { isCompared } from "../../../compare/state.ts";
import { ratio, type Pico } from "../../../money.ts";
import { counted } from "../../../words.ts";
import type { Report, ReportedScenario } from "../../report.ts";
import { readUsd, showPair, showPercent, showSize, showUsd } from "../amount.ts";
import { perThousandRuns, showPerThousandRuns, unitOf } from "./costs.ts";

/** The scenarios of the head, without those that are gone. */
export function presentScenarios(report: Report): readonly ReportedScenario[] {
  return report.scenarios.filter(({ state }) => state !== "gone");
}

export function countScenarios(count: number): string {
  return counted(count, "scenario");
}

/**
 * What a scenario costs more or less, pico-dollars on its basis; a new one costs all it costs. Null
 * where nothing says.
 */
export function deltaOf(report: Report, scenario: ReportedScenario): Pico | null {
  if (scenario.deltaUsd !== null) return readUsd(scenario.deltaUsd);
  const cost = scenario.basis === "month" ? scenario.monthlyUsd : scenario.perRunUsd;
  return isCompared(report.comparison) && scenario.state === "new" && cost !== null
    ? readUsd(cost)
    : null;
}

/** A change that is one: null where nothing says, and where it is zero. */
export function changeOf(report: Report, scenario: ReportedScenario): Pico | null {
  const delta = deltaOf(report, scenario);
  return delta === 0n ? null : delta;
}

const noTraffic = "(no traffic stated)";

/** `costs $9,106 a month more`, of a scenario that the caller names. Null where nothing changes. */
export function describeDelta(report: Report, scenario: ReportedScenario): string | null {
  const delta = changeOf(report, scenario);
  if (delta === null) return null;
  const isNew = scenario.state === "new";
  const direction = delta < 0n ? "less" : "more";
  const hedge = hedgeOf(scenario, delta);
  if (scenario.basis === "month") {
    return isNew
      ? `is new and costs ${showUsd(delta)} a month`
      : `costs ${hedge}${showSize(delta)} a month ${direction}`;
  }
  if (scenario.perRunUsd === null) return null;
  const head = readUsd(scenario.perRunUsd);
  if (isNew) return `is new and costs ${showPerThousandRuns(head)} ${noTraffic}`;
  return `costs ${hedge}${describeRunDelta(head - delta, head)} ${noTraffic}`;
}

/**
 * `about `, `at least ` or `at most `, where answers are written otherwise and nobody knows how long
 * they are: as the figure lies in its range. Empty elsewhere.
 */
function hedgeOf(scenario: ReportedScenario, delta: Pico): string {
  const { basis, lowUsd, highUsd, monthlyUsd, perRunUsd, outputUnknown } = scenario;
  const usd = basis === "month" ? monthlyUsd : perRunUsd;
  if (!outputUnknown || usd === null || lowUsd === null || highUsd === null) return "";
  const [low, figure, high] = [readUsd(lowUsd), readUsd(usd), readUsd(highUsd)];
  if (low === high) return "";
  if (low < figure && figure < high) return "about ";
  return (figure === low) === delta > 0n ? "at least " : "at most ";
}

/** `12 % more a run: $1.07 → $1.20 per 1,000 runs`; pico-dollars a run. */
function describeRunDelta(base: Pico, head: Pico): string {
  const [before, after] = showPair(perThousandRuns(base), perThousandRuns(head));
  const share = base <= 0n ? "" : `${showPercent(ratio(magnitude(head - base), base))} `;
  const direction = head < base ? "less" : "more";
  return `${share}${direction} a run: ${before} → ${after} ${unitOf("run")}`;
}

/** The sum of what all scenarios cost, in words; null where nothing has a price. */
export function describeSum(report: Report): string | null {
  const { monthlyUsd } = report.totals;
  if (monthlyUsd !== null) return `${atMostInSum(report)}${showUsd(readUsd(monthlyUsd))} a month`;
  const [only, ...others] = presentScenarios(report);
  if (only === undefined || only.perRunUsd === null || others.length > 0) return null;
  const atMost = only.outputAtMost ? "at most " : "";
  return `${atMost}${showPerThousandRuns(readUsd(only.perRunUsd))} ${noTraffic}`;
}

/** `at most `, where the sum holds answers that count as long as they may be; else empty. */
export function atMostInSum(report: Report): string {
  const isAtMost = presentScenarios(report).some(
    ({ basis, outputAtMost }) => basis === "month" && outputAtMost,
  );
  return isAtMost ? "at most " : "";
}

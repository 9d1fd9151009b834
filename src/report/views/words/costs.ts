/** What a scenario costs, as plain text: what the terminal and the tables have in common. */
import { magnitude } from "../../../arithmetic.ts";
import type { Pico } from "../../../money.ts";
import type { Report, ReportedCause, ReportedScenario } from "../../report.ts";
import {
  isSameRate,
  readRatio,
  readUsd,
  showChange,
  showPair,
  showRate,
  showRatePair,
  showUsd,
} from "../amount.ts";

/** Runs that a cost without traffic is shown for: that of one is too small to read. */
const shownRuns = 1000n;

/** Pico-dollars per 1,000 runs of what one run costs. */
export function perThousandRuns(perRun: Pico): Pico {
  return perRun * shownRuns;
}

/** `$12.30 per 1,000 runs`; `perRun`: pico-dollars of one run. */
export function showPerThousandRuns(perRun: Pico): string {
  return `${showUsd(perThousandRuns(perRun))} ${unitOf("run")}`;
}

/** The unit a scenario's costs are shown in: a month, or 1,000 runs where there is no traffic. */
export function unitOf(basis: ReportedScenario["basis"]): string {
  return basis === "month" ? "a month" : "per 1,000 runs";
}

/** Pico-dollars on a scenario's basis, in the unit they are shown in. */
export function inShownUnit({ basis }: ReportedScenario, usd: Pico): Pico {
  return basis === "month" ? usd : perThousandRuns(usd);
}

/**
 * Cost on main and with the change, pico-dollars in the unit shown; nulls where a side does not
 * exist.
 */
export function costsOf(scenario: ReportedScenario): {
  readonly before: Pico | null;
  readonly after: Pico | null;
} {
  const monthly = scenario.basis === "month";
  const before = monthly ? scenario.baselineMonthlyUsd : scenario.baselinePerRunUsd;
  const after = monthly ? scenario.monthlyUsd : scenario.perRunUsd;
  return {
    before: before === null ? null : inShownUnit(scenario, readUsd(before)),
    after: after === null ? null : inShownUnit(scenario, readUsd(after)),
  };
}

/** A hundredth of a cent, in pico-dollars: costs that differ by less are not told apart. */
const leastShown = 100_000_000n;

/** The same as text, with enough digits that two different costs look different. */
export function showCosts(scenario: ReportedScenario): {
  readonly before: string | null;
  readonly after: string | null;
} {
  const { before, after } = costsOf(scenario);
  const atMost = scenario.outputAtMost ? "at most " : "";
  const range = showRange(scenario);
  if (before !== null && after !== null) {
    const [from, to] =
      magnitude(before - after) < leastShown
        ? [showUsd(before), showUsd(after)]
        : showPair(before, after);
    return { before: from, after: `${atMost}${to}${range}` };
  }
  return {
    before: before === null ? null : showUsd(before),
    after: after === null ? null : `${atMost}${showUsd(after)}${range}`,
  };
}

/**
 * ` ($47.58 to $98.38)`, where the change has answers written otherwise, and where what is not known
 * (an endpoint's region, the traffic) makes a twentieth or more; empty elsewhere. `at most` says it by
 * itself.
 */
function showRange(scenario: ReportedScenario): string {
  const { outputUnknown, outputAtMost, range } = scenario;
  if (range === null || range.low === range.high) return "";
  const [low, high] = [readUsd(range.low), readUsd(range.high)];
  if (!outputUnknown && (outputAtMost || (high - low) * 20n < low)) return "";
  return ` (${showPair(inShownUnit(scenario, low), inShownUnit(scenario, high)).join(" to ")})`;
}

/**
 * An amount as it was and is now, pico-dollars: `$1,434 → $10,540`; the second alone where they are
 * equal, or where there is no first. `atMost` stands in front of the second.
 */
export function showMove(before: Pico | null, after: Pico, atMost = ""): string {
  const [from, to] = before === null ? [null, showUsd(after)] : showPair(before, after);
  return from === null || from === to ? `${atMost}${to}` : `${from} → ${atMost}${to}`;
}

/** A change of a scenario's cost, `+$9,081.78`; `usd` is on its basis. */
export function showCostChange(scenario: ReportedScenario, usd: string): string {
  return showChange(inShownUnit(scenario, readUsd(usd)));
}

/** What a cause adds; where it lies between two ends, those: `+$93.75 to +$375.00`. */
export function showCauseUsd(scenario: ReportedScenario, { usd, range }: ReportedCause): string {
  return range === null
    ? showCostChange(scenario, usd)
    : `${showCostChange(scenario, range.low)} to ${showCostChange(scenario, range.high)}`;
}

/**
 * What a variant of a scenario costs, plain text: its figure, or in that place a dash and why there
 * is none. Null where the scenario has no such variant, or no figure is known of any.
 */
export function showVariant(scenario: ReportedScenario, name: string): string | null {
  const variant = scenario.variants.find((candidate) => candidate.name === name);
  if (variant === undefined) return null;
  if (variant.whyNot !== null) return `– (${variant.whyNot})`;
  const usd = scenario.basis === "month" ? variant.monthlyUsd : variant.perRunUsd;
  return usd === null ? null : showUsd(inShownUnit(scenario, readUsd(usd)));
}

/** `99 % → 0 %`, one rate where it did not move, a dash where nothing can be cached. */
export function showHitRate(scenario: ReportedScenario): string {
  const { hitRate, baselineHitRate, state } = scenario;
  if (hitRate !== null && baselineHitRate !== null) {
    const [before, after] = [readRatio(baselineHitRate), readRatio(hitRate)];
    if (!isSameRate(before, after)) return showRatePair(before, after).join(" → ");
  }
  if (hitRate !== null) {
    const from = baselineHitRate === null && state === "changed" ? "– → " : "";
    return `${from}${showRate(readRatio(hitRate))}`;
  }
  return baselineHitRate === null || state === "gone"
    ? "–"
    : `${showRate(readRatio(baselineHitRate))} → –`;
}

/** The day that is priced, and how old the prices known for it are: `2026-12-09, price book of …`. */
export function describePrices({ asOf, priceBookDate }: Report): string {
  return `${asOf} (price book of ${priceBookDate})`;
}

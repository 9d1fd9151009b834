import {
  readShare,
  readUsd,
  showChange,
  showPair,
  showRatePair,
  showRate,
  showUsd,
} from "./amount.ts";
import { describeActual, describeLimit, exceededBudgets } from "./headline.ts";
import type { Report, ReportedCause, ReportedScenario } from "../report.ts";

/** What the terminal and the tables say of one scenario, as plain text. */

const thousand = 1000n;

export function unitOf(basis: ReportedScenario["basis"]): string {
  return basis === "month" ? "a month" : "per 1,000 runs";
}

/** Cost on main and with the change; nulls where a side does not exist. */
export function costsOf(scenario: ReportedScenario): {
  readonly before: bigint | null;
  readonly after: bigint | null;
} {
  const [before, after] = [baseFigure(scenario), basisFigure(scenario)];
  return {
    before: before === null ? null : scale(scenario, before),
    after: after === null ? null : scale(scenario, after),
  };
}

function baseFigure(scenario: ReportedScenario): string | null {
  return scenario.basis === "month" ? scenario.baselineMonthlyUsd : scenario.baselinePerRunUsd;
}

function basisFigure(scenario: ReportedScenario): string | null {
  return scenario.basis === "month" ? scenario.monthlyUsd : scenario.perRunUsd;
}

/**
 * A figure of a scenario in the unit people are shown: a month, or 1,000 runs where there is no
 * traffic.
 */
function scale(scenario: ReportedScenario, usd: string): bigint {
  return scenario.basis === "month" ? readUsd(usd) : readUsd(usd) * thousand;
}

export function showCosts(scenario: ReportedScenario): {
  readonly before: string | null;
  readonly after: string | null;
} {
  const { before, after } = costsOf(scenario);
  const atMost = scenario.outputAtMost ? "at most " : "";
  if (before !== null && after !== null) {
    const [from, to] = showPair(before, after);
    return { before: from, after: `${atMost}${to}` };
  }
  return {
    before: before === null ? null : showUsd(before),
    after: after === null ? null : `${atMost}${showUsd(after)}`,
  };
}

export function showScaledChange(scenario: ReportedScenario, usd: string): string {
  return showChange(scale(scenario, usd));
}

/** `99 % → 0 %`, one rate where it did not move, a dash where nothing can be cached. */
export function showHitRate(scenario: ReportedScenario): string {
  const { hitRate, baselineHitRate } = scenario;
  if (hitRate !== null && baselineHitRate !== null && hitRate !== baselineHitRate)
    return showRatePair(readShare(baselineHitRate), readShare(hitRate)).join(" → ");
  if (hitRate !== null)
    return `${baselineHitRate === null && scenario.state === "changed" ? "– → " : ""}${showRate(readShare(hitRate))}`;
  return baselineHitRate === null || scenario.state === "gone"
    ? "–"
    : `${showRate(readShare(baselineHitRate))} → –`;
}

/** A variant's cost on the scenario's basis; null where it has none. */
export function showVariant(scenario: ReportedScenario, name: string): string | null {
  const variant = scenario.variants.find((one) => one.name === name);
  const usd = scenario.basis === "month" ? variant?.monthlyUsd : variant?.perRunUsd;
  return usd === undefined || usd === null ? null : showUsd(scale(scenario, usd));
}

/** `over: $2,000 a month, +5 %`; `ok`; empty without a budget. */
export function showBudgets(scenario: ReportedScenario): string {
  const { budgets } = scenario;
  if (budgets.length === 0) return "";
  const over = budgets.filter((one) => one.over);
  const doubt = budgets.some((one) => one.uncertain) ? ", uncertain" : "";
  const unjudged = budgets.filter((one) => !one.judged);
  if (over.length > 0)
    return (
      "over: " +
      `${over.map((one) => (one.kind === "cache-hit-rate" ? `${describeActual(one)}, not ${describeLimit(one)}` : describeLimit(one))).join(", ")}${doubt}`
    );
  return `${unjudged.length === budgets.length ? "not judged" : "ok"}${doubt}`;
}

/** Largest first, equal ones in the order they were worked out. */
export function sortCauses(causes: readonly ReportedCause[]): readonly ReportedCause[] {
  return [...causes].sort((a, b) =>
    magnitude(a.usd) < magnitude(b.usd) ? 1 : magnitude(a.usd) > magnitude(b.usd) ? -1 : 0,
  );
}

function magnitude(usd: string): bigint {
  const pico = readUsd(usd);
  return pico < 0n ? -pico : pico;
}

export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What moved most comes first; equal ones by name. */
export function sortScenarios(scenarios: readonly ReportedScenario[]): readonly ReportedScenario[] {
  const size = (one: ReportedScenario): bigint => {
    const { before, after } = costsOf(one);
    const change =
      one.deltaUsd === null ? (after ?? 0n) - (before ?? 0n) : scale(one, one.deltaUsd);
    return change < 0n ? -change : change;
  };
  return scenarios
    .map((one) => ({ one, size: size(one) }))
    .sort((a, b) => (a.size < b.size ? 1 : a.size > b.size ? -1 : compareNames(a.one.id, b.one.id)))
    .map(({ one }) => one);
}

/** Those over budget first, then what moved most. */
export function orderScenarios(
  report: Report,
  scenarios: readonly ReportedScenario[],
): readonly ReportedScenario[] {
  const exceeded = new Set(
    exceededBudgets(report).flatMap((one) => (one.scenario === null ? [] : [one.scenario.id])),
  );
  const sorted = sortScenarios(scenarios);
  return [
    ...sorted.filter((one) => exceeded.has(one.id)),
    ...sorted.filter((one) => !exceeded.has(one.id)),
  ];
}

/**
 * Whether a scenario deserves a row of its own: something of it moved, or a budget of it speaks.
 */
export function isNews(scenario: ReportedScenario): boolean {
  return (
    scenario.state !== "unchanged" ||
    scenario.adjustments.length > 0 ||
    scenario.budgets.some((one) => one.over || one.uncertain)
  );
}

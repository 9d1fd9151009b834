/** What stands in several places of a report, and in the JSON of other commands. */
import type { Adjustment } from "../compare/comparison.ts";
import { formatRatio, formatUsd, type Pico, type Ratio } from "../money.ts";
import type { Place, Problem } from "../problem.ts";
import type { ReportedAdjustment, ReportedProblem } from "./report.ts";

/** Pico-dollars as exact decimal USD; null stays null. */
export function writeUsd(pico: Pico | null): string | null {
  return pico === null ? null : formatUsd(pico);
}

/** A share or an expected number as decimal text, half to even at nine places. */
export function writeShare(value: Ratio): string {
  return formatRatio(value, 9);
}

export function reportPlace({ file, line, column, path }: Place): Place {
  return { file, line, column, path };
}

export function reportProblem(problem: Problem): ReportedProblem {
  const { code, severity, scenario, message, fix } = problem;
  return { code, severity, ...reportPlace(problem), scenario, message, fix };
}

export function reportAdjustments(adjustments: readonly Adjustment[]): ReportedAdjustment[] {
  return adjustments.map(({ kind, usd, detail }) => ({ kind, usd: formatUsd(usd), detail }));
}

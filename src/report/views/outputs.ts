import type { Report } from "../report.ts";

/**
 * The action's outputs; a figure that does not exist is empty. `file` is where the JSON report was
 * put.
 */
export function outputsOf(
  report: Report,
  file: string,
): Readonly<Record<"verdict" | "comparison" | "monthly-usd" | "delta-usd" | "report", string>> {
  return {
    verdict: report.verdict,
    comparison: report.comparison,
    "monthly-usd": report.totals.monthlyUsd ?? "",
    "delta-usd": report.totals.deltaUsd ?? "",
    report: file,
  };
}

import { renderBody } from "./body.ts";
import type { Report } from "../report.ts";

/**
 * Longest summary in UTF-8 bytes. A step's summary may hold 1 MiB, over which GitHub drops all of
 * it (pr-checks.md §1); the rest is left for other text of the step.
 */
const summaryBytes = 1_000_000;

/**
 * The job summary: the comment with every scenario in it. `bytes`: what is left in the step's
 * summary, where that is less than usual.
 */
export function renderSummary(
  report: Report,
  options: { readonly bytes: number } = { bytes: summaryBytes },
): string {
  const bytes = Math.min(options.bytes, summaryBytes);
  return renderBody(report, { bytes, unchanged: true });
}

import type { Day } from "../../day.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import { dayAfter, type Period } from "../period.ts";
import type { Filters, RealBill } from "../real.ts";
import type { AdminApi } from "./admin-api.ts";
import { readAnalytics } from "./analytics.ts";
import { readLegacy } from "./legacy.ts";

/**
 * The bill of a period from the admin reports: the analytics ones, and where there are none the
 * older ones. What failed is the problem given.
 */
export async function readReports(
  api: AdminApi,
  {
    period,
    filters,
    asOf,
  }: { readonly period: Period; readonly filters: Filters; readonly asOf: Day },
): Promise<RealBill | Problem> {
  if (period.from >= firstDay(asOf)) {
    const newer = await readAnalytics(api, period, filters);
    if ("source" in newer) return newer;
    if (newer.kind === "failed") return newer.problem;
  }
  const older = await readLegacy(api, period, filters);
  if ("source" in older) return older;
  return older.problem.code === "admin-refused" && period.from < firstDay(asOf)
    ? problem("admin-range", nowhere, { from: period.from, first: firstDay(asOf) })
    : older.problem;
}

/** The first day that the analytics reports have: 365 days back, and not before 2026. */
function firstDay(asOf: Day): Day {
  const back = dayAfter(asOf, -364);
  return back > "2026-01-01" ? back : "2026-01-01";
}

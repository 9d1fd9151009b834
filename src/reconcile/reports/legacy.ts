/**
 * `usage_report/messages` and `cost_report`: buckets of a day with results in them; what was paid,
 * without its list price, and nothing of Priority Tier. Source: billing.md §8.
 */
import type { JsonObject } from "../../json.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { Period } from "../period.ts";
import type { Filters, RealBill, RealCharge, RealUsage } from "../real.ts";
import type { AdminApi, ReportRequest } from "./admin-api.ts";
import { boundsOf, idsOf } from "./analytics.ts";
import { readPages, type Pages } from "./pages.ts";
import { chargeRow, listOf, usageRow } from "./reading.ts";

/** Both older reports of a period; or why there are none. */
export async function readLegacy(
  api: AdminApi,
  period: Pick<Period, "from" | "to">,
  filters: Filters,
): Promise<RealBill | Exclude<Pages, { readonly kind: "pages" }>> {
  const problems: Problem[] = [];
  const used = await readPages(api, usageRequest(period, filters));
  if (used.kind !== "pages") return used;
  const usage: RealUsage[] = [];
  for (const [bucket, row] of resultsOf(used.pages)) {
    const read = usageRow(bucket["starting_at"], row, row);
    if ("code" in read) problems.push(read);
    else usage.push(read);
  }
  if (filters.apiKeyId !== null) {
    problems.push(problem("reconcile-key-filter-costs", nowhere, {}));
    return { source: "reports", usage, charges: null, completeTo: null, problems };
  }
  const paid = await readPages(api, costRequest(period));
  if (paid.kind !== "pages") return paid;
  const charges: RealCharge[] = [];
  for (const [bucket, row] of resultsOf(paid.pages)) {
    if (filters.workspace !== null && row["workspace_id"] !== filters.workspace) continue;
    const read = chargeRow(bucket["starting_at"], row, row);
    if ("code" in read) problems.push(read);
    else charges.push(read);
  }
  return { source: "reports", usage, charges, completeTo: null, problems };
}

function usageRequest(period: Pick<Period, "from" | "to">, filters: Filters): ReportRequest {
  const groups = ["model", "service_tier", "context_window", "inference_geo"];
  return {
    path: "/v1/organizations/usage_report/messages",
    parameters: [
      ...boundsOf(period),
      ["bucket_width", "1d"],
      ["limit", "31"],
      ...groups.map((name) => ["group_by[]", name] as const),
      ...idsOf(filters),
    ],
    beta: null,
  };
}

/** It has no filters: a workspace is told by its rows. */
function costRequest(period: Pick<Period, "from" | "to">): ReportRequest {
  return {
    path: "/v1/organizations/cost_report",
    parameters: [
      ...boundsOf(period),
      ["bucket_width", "1d"],
      ["limit", "31"],
      ["group_by[]", "workspace_id"],
      ["group_by[]", "description"],
    ],
    beta: null,
  };
}

function resultsOf(
  pages: readonly JsonObject[],
): readonly (readonly [bucket: JsonObject, row: JsonObject])[] {
  return pages.flatMap((page) =>
    listOf(page["data"]).flatMap((bucket) =>
      listOf(bucket["results"]).map((row) => [bucket, row] as const),
    ),
  );
}

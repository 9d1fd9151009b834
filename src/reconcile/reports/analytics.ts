/**
 * `/v1/organizations/analytics/usage` and `/cost`: one row a group and day, `amount` after discounts
 * beside `list_amount`. Source: billing.md §8.
 */
import type { JsonObject } from "../../json.ts";
import { hasErrors, nowhere, problem, type Problem } from "../../problem.ts";
import { readMoment } from "../../moment.ts";
import { dayAfter, type Period } from "../period.ts";
import type { Filters, RealBill, RealCharge, RealUsage } from "../real.ts";
import type { AdminApi, ReportRequest } from "./admin-api.ts";
import { readPages, type Pages } from "./pages.ts";
import { chargeRow, listOf, memberOf, usageRow } from "./reading.ts";

const beta = "analytics-usage-cost-2026-08-24";
const rows = "1000";

const groups = {
  usage: ["model", "service_tier", "context_window", "inference_geo", "speed"],
  cost: ["model", "service_tier", "cost_type"],
} as const;

/** Both reports of a period; `absent` where this key or organisation has none of them. */
export async function readAnalytics(
  api: AdminApi,
  period: Pick<Period, "from" | "to">,
  filters: Filters,
): Promise<RealBill | Exclude<Pages, { readonly kind: "pages" }>> {
  const usage: JsonObject[] = [];
  const cost: JsonObject[] = [];
  for (const [report, pages] of [
    ["usage", usage],
    ["cost", cost],
  ] as const)
    for (const window of windowsOf(period)) {
      const read = await readPages(api, requestOf(report, window, filters));
      if (read.kind !== "pages") return read;
      pages.push(...read.pages);
    }
  return billOf(usage, cost);
}

/** At most 31 days a request (billing.md §8). */
export function windowsOf({
  from,
  to,
}: Pick<Period, "from" | "to">): readonly Pick<Period, "from" | "to">[] {
  const windows: Pick<Period, "from" | "to">[] = [];
  for (let first = from; first <= to; first = dayAfter(first, 31)) {
    const last = dayAfter(first, 30);
    windows.push({ from: first, to: last < to ? last : to });
  }
  return windows;
}

/** The bounds of some whole days, the end not counted in. */
export function boundsOf({
  from,
  to,
}: Pick<Period, "from" | "to">): readonly (readonly [string, string])[] {
  return [
    ["starting_at", `${from}T00:00:00Z`],
    ["ending_at", `${dayAfter(to, 1)}T00:00:00Z`],
  ];
}

/** The parameters of a filter by ids. */
export function idsOf(filters: Filters): readonly (readonly [string, string])[] {
  const { workspace, apiKeyId } = filters;
  return [
    ...(workspace === null ? [] : [["workspace_ids[]", workspace] as const]),
    ...(apiKeyId === null ? [] : [["api_key_ids[]", apiKeyId] as const]),
  ];
}

function requestOf(
  report: "usage" | "cost",
  window: Pick<Period, "from" | "to">,
  filters: Filters,
): ReportRequest {
  return {
    path: `/v1/organizations/analytics/${report}`,
    parameters: [
      ...boundsOf(window),
      ["time_bucket_width", "1d"],
      ["limit", rows],
      ...groups[report].map((name) => ["group_by[]", name] as const),
      ...idsOf(filters),
    ],
    beta,
  };
}

function billOf(usagePages: readonly JsonObject[], costPages: readonly JsonObject[]): RealBill {
  const problems: Problem[] = [];
  const usage: RealUsage[] = [];
  const charges: RealCharge[] = [];
  for (const row of usagePages.flatMap((page) => listOf(page["data"]))) {
    const read = usageRow(row["starting_at"], memberOf(row["group"]), memberOf(row["usage"]));
    if ("code" in read) problems.push(read);
    else usage.push(read);
  }
  for (const row of costPages.flatMap((page) => listOf(page["data"]))) {
    const read = chargeRow(row["starting_at"], memberOf(row["group"]), memberOf(row["cost"]));
    if ("code" in read) problems.push(read);
    else charges.push(read);
  }
  const refreshed = [...usagePages, ...costPages].map((page) => page["data_refreshed_at"] ?? null);
  const moments = refreshed.flatMap((text) =>
    typeof text === "string" ? (readMoment(text) ?? []) : [],
  );
  const [oldest] = moments.toSorted((a, b) => a.ms - b.ms);
  if (oldest === undefined)
    problems.push(
      usage.length + charges.length === 0
        ? problem("reconcile-no-data-yet", nowhere, {})
        : problem("reconcile-refresh-unknown", nowhere, {}),
    );
  return {
    source: "analytics",
    usage,
    charges,
    completeTo: oldest === undefined || hasErrors(problems) ? null : dayAfter(oldest.day, -1),
    problems,
  };
}

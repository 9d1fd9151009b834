import { describe, expect, test } from "vitest";
import { connectAdmin } from "../../../src/io/admin/client.ts";
import type { AdminApi } from "../../../src/reconcile/reports/admin-api.ts";
import type { Filters } from "../../../src/reconcile/real.ts";
import { readReports } from "../../../src/reconcile/reports/reports.ts";
import {
  costRow,
  page,
  refused,
  startAdmin,
  usageRow,
  type AdminServer,
} from "../../servers/admin.ts";

const key = "sk-ant-admin01-canary";
const period = { from: "2026-10-01", to: "2026-10-31", month: "2026-10" };
const noFilters: Filters = { workspace: null, apiKeyId: null };

/** The reports of a server, without waiting; the waits that were asked for. */
function connect(server: AdminServer, given = key): { api: AdminApi; waits: number[] } {
  const waits: number[] = [];
  const connected = connectAdmin(
    { ANTHROPIC_ADMIN_KEY: given, ANTHROPIC_BASE_URL: server.url },
    () => undefined,
  );
  if ("code" in connected) throw new Error(connected.message);
  const wait = (seconds: number): Promise<void> => {
    waits.push(seconds);
    return Promise.resolve();
  };
  return { api: { ...connected.api, wait }, waits };
}

async function read(server: AdminServer, given = key, filters = noFilters) {
  const { api, waits } = connect(server, given);
  const bill = await readReports(api, { period, filters, asOf: "2026-11-24" });
  return { bill, waits };
}

async function codeOf(server: AdminServer, given = key): Promise<string> {
  const { bill } = await read(server, given);
  const found = "code" in bill ? bill : bill.problems.find(({ severity }) => severity === "error");
  expect(JSON.stringify(found ?? null)).not.toMatch(/canary/);
  return found?.code ?? "none";
}

describe("the analytics reports", () => {
  test("page after page, cents as strings, by day and tier", async () => {
    await using server = await startAdmin(({ path, query }) => {
      if (path.endsWith("/usage"))
        return query.get("page") === null
          ? page([usageRow("2026-10-01")], { next: "p2" })
          : page([usageRow("2026-10-02", { group: { service_tier: "batch" } })]);
      return page([
        costRow("2026-10-01", ["123.4567890123456", "150"]),
        costRow("2026-10-02", ["0.5", "0.5"], { cost_type: "web_search", model: null }),
      ]);
    });
    const { bill } = await read(server);
    if ("code" in bill) throw new Error(bill.code);
    expect(bill.source).toBe("analytics");
    expect(bill.completeTo).toBe("2026-11-19");
    expect(bill.usage?.map(({ day, tier, requests }) => [day, tier, requests])).toEqual([
      ["2026-10-01", "standard", 100],
      ["2026-10-02", "batch", 100],
    ]);
    expect(bill.charges?.map(({ costType, usd, listUsd }) => [costType, usd, listUsd])).toEqual([
      ["tokens", 1_234_567_890_123n, 1_500_000_000_000n],
      ["web_search", 5_000_000_000n, 5_000_000_000n],
    ]);
    const [first, second] = server.requests;
    expect(first?.headers).toMatchObject({
      "x-api-key": key,
      "anthropic-beta": "analytics-usage-cost-2026-08-24",
      "anthropic-version": "2023-06-01",
    });
    expect(Object.fromEntries(first?.query ?? [])).toMatchObject({
      starting_at: "2026-10-01T00:00:00Z",
      ending_at: "2026-11-01T00:00:00Z",
      time_bucket_width: "1d",
      limit: "1000",
    });
    expect(first?.query.getAll("group_by[]")).toHaveLength(5);
    expect(second?.query.get("page")).toBe("p2");
  });

  test("filters go along as ids", async () => {
    await using server = await startAdmin(() => page([usageRow("2026-10-01")]));
    const { api } = connect(server);
    const filters = { workspace: "wrkspc_1", apiKeyId: "apikey_1" };
    await readReports(api, { period, filters, asOf: "2026-11-24" });
    for (const { query } of server.requests) {
      expect(query.getAll("workspace_ids[]")).toEqual(["wrkspc_1"]);
      expect(query.getAll("api_key_ids[]")).toEqual(["apikey_1"]);
    }
  });

  test("at most 31 days a request", async () => {
    await using server = await startAdmin(() => page([]));
    const { api } = connect(server);
    const quarter = { from: "2026-07-15", to: "2026-10-31", month: null };
    await readReports(api, { period: quarter, filters: noFilters, asOf: "2026-11-24" });
    const spans = server.requests
      .filter(({ path }) => path.endsWith("/usage"))
      .map(({ query }) => [query.get("starting_at"), query.get("ending_at")].map(String))
      .map(([from = "", to = ""]) => (Date.parse(to) - Date.parse(from)) / 86_400_000);
    expect(spans).toEqual([31, 31, 31, 16]);
  });

  test("429, 5xx and cut answers are asked again; the wait is what is asked for", async () => {
    await using server = await startAdmin((_, before) => {
      if (before === 0) return refused(429, "rate_limit_error", { "retry-after": "7" });
      if (before === 1) return refused(529, "overloaded_error");
      if (before === 2) return { cut: '{"data":[{"starting_at":' };
      return page([usageRow("2026-10-01")]);
    });
    const { bill, waits } = await read(server);
    expect("source" in bill && bill.usage?.length).toBe(1);
    expect(waits).toEqual([7, 2, 4]);
  });

  test("410: all pages again, from the first", async () => {
    let gone = 0;
    await using server = await startAdmin(({ path, query }) => {
      if (!path.endsWith("/usage")) return page([]);
      if (query.get("page") === null) return page([usageRow("2026-10-01")], { next: "p2" });
      if (gone > 0) return page([usageRow("2026-10-02")]);
      gone += 1;
      return refused(410, "gone");
    });
    const { bill } = await read(server);
    // The first page, read twice, counts once.
    expect("source" in bill && bill.usage?.map(({ day }) => day)).toEqual([
      "2026-10-01",
      "2026-10-02",
    ]);
  });

  test.each([
    [
      "a long wait",
      refused(429, "rate_limit_error", { "retry-after": "3600" }),
      "admin-rate-limited",
      1,
    ],
    ["5xx without end", refused(500, "api_error"), "admin-unavailable", 4],
    ["cut without end", { cut: "{" }, "admin-unavailable", 4],
    ["an HTML page", { text: "<html>sign in</html>" }, "admin-answer", 1],
    ["JSON of another kind", { json: { hello: 1 } }, "admin-answer", 1],
    [
      "a redirect",
      { status: 302, text: "", headers: { location: "https://example.com/" } },
      "admin-answer",
      1,
    ],
    ["no key of theirs", refused(401, "authentication_error"), "admin-key-refused", 1],
    ["410 without end", refused(410, "gone"), "admin-unavailable", 3],
  ] as const)("%s", async (_, reply, code, requests) => {
    await using server = await startAdmin(() => reply);
    expect(await codeOf(server)).toBe(code);
    expect(server.requests).toHaveLength(requests);
  });

  test("pages that name themselves as the next end", async () => {
    await using server = await startAdmin(() => page([], { next: "again" }));
    expect(await codeOf(server)).toBe("admin-answer");
  });

  test("nothing has landed: no bill of zero", async () => {
    await using server = await startAdmin(() => page([], { refreshed: null }));
    expect(await codeOf(server)).toBe("reconcile-no-data-yet");
  });

  test.each([
    ["amount", { cost: { amount: "1,5", list_amount: "1", currency: "USD" } }, "admin-answer"],
    [
      "currency",
      { cost: { amount: "1", list_amount: "1", currency: "EUR" } },
      "reconcile-currency",
    ],
    ["day", { starting_at: "yesterday" }, "admin-answer"],
  ])("a row with another %s is named, not left out", async (_, over, code) => {
    await using server = await startAdmin(({ path }) =>
      page(path.endsWith("/cost") ? [{ ...costRow("2026-10-01", ["1", "1"]), ...over }] : []),
    );
    expect(await codeOf(server)).toBe(code);
  });
});

describe("the older reports", () => {
  const bucket = (results: readonly object[]) => ({
    starting_at: "2026-10-01T00:00:00Z",
    ending_at: "2026-10-02T00:00:00Z",
    results,
  });
  const { requests: _requests, ...used } = usageRow("2026-10-01").usage;
  const older = (path: string) =>
    path.endsWith("/cost_report")
      ? {
          json: {
            data: [
              bucket([
                {
                  amount: "250.5",
                  currency: "USD",
                  cost_type: "tokens",
                  model: "claude-sonnet-5",
                  workspace_id: "wrkspc_1",
                },
                {
                  amount: "9",
                  currency: "USD",
                  cost_type: "tokens",
                  model: "claude-sonnet-5",
                  workspace_id: null,
                },
              ]),
            ],
            has_more: false,
            next_page: null,
          },
        }
      : {
          json: {
            data: [bucket([{ ...used, model: "claude-sonnet-5", service_tier: "standard" }])],
            has_more: false,
            next_page: null,
          },
        };

  test.each([404, 403, 400])("where the newer ones answer %i", async (status) => {
    await using server = await startAdmin(({ path }) =>
      path.includes("/analytics/") ? refused(status, "not_found_error") : older(path),
    );
    const { bill } = await read(server);
    if ("code" in bill) throw new Error(bill.code);
    expect(bill.source).toBe("reports");
    expect(bill.charges?.map(({ usd, listUsd }) => [usd, listUsd])).toEqual([
      [2_505_000_000_000n, null],
      [90_000_000_000n, null],
    ]);
    expect(bill.usage?.[0]).toMatchObject({ model: "claude-sonnet-5", requests: null });
  });

  test("a workspace is told by its rows; a key cannot be, so usage is priced", async () => {
    await using server = await startAdmin(({ path }) =>
      path.includes("/analytics/") ? refused(404, "not_found_error") : older(path),
    );
    const ofWorkspace = await read(server, key, { ...noFilters, workspace: "wrkspc_1" });
    expect("source" in ofWorkspace.bill && ofWorkspace.bill.charges).toHaveLength(1);
    const ofKey = await read(server, key, { ...noFilters, apiKeyId: "apikey_1" });
    expect("source" in ofKey.bill && ofKey.bill.charges).toBeNull();
  });

  test.each([
    ["no rights anywhere", 403, "admin-key-refused"],
    ["no such report anywhere", 404, "admin-refused"],
  ])("%s", async (_, status, code) => {
    await using server = await startAdmin(() => refused(status, "permission_error"));
    expect(await codeOf(server)).toBe(code);
  });
});

describe("the key", () => {
  test.each([
    ["none", "", false],
    ["spaces in it", "sk ant", true],
    ["a line in it", "sk-ant-admin\nx", true],
  ])("%s", (_, given, malformed) => {
    const connected = connectAdmin({ ANTHROPIC_ADMIN_KEY: given }, () => undefined);
    expect(connected).toMatchObject({ code: "admin-key-missing" });
    expect("message" in connected && connected.message.includes("cannot be a key")).toBe(malformed);
  });

  test("an ordinary one is called so", async () => {
    await using server = await startAdmin(() => refused(403, "permission_error"));
    const { bill } = await read(server, "sk-ant-api03-canary");
    expect("code" in bill && bill.message).toContain("an ordinary API key");
    expect(server.requests).toHaveLength(1);
  });

  test("goes to no other place that the environment names", () => {
    const env = { ANTHROPIC_ADMIN_KEY: key, ANTHROPIC_BASE_URL: "https://gateway.example.com" };
    const connected = connectAdmin(env, () => undefined);
    expect("remarks" in connected && connected.remarks.map(({ code }) => code)).toEqual([
      "admin-base-url",
    ]);
  });
});

import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureOf } from "../commands/reconcile/bills.ts";
import { createRepository, write } from "../repositories/scratch-repository.ts";
import { costRow, page, refused, startAdmin, usageRow } from "../servers/admin.ts";
import { codesOf, readText } from "./cli.ts";
import { commandHere } from "./here.ts";

const key = "sk-ant-admin01-canary";
const config = "scenarios: { rag: { fixtures: rag.json, traffic: { runs: 200k/month } } }\n";
const asOf = ["--as-of", "2026-11-24"];
const columns =
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd," +
  "list_price_usd,cost_type,inference_geo,speed";
const cost = [
  columns,
  ...Array.from({ length: 31 }, (_, day) => {
    const date = `2026-10-${String(day + 1).padStart(2, "0")}`;
    return `${date},Claude Sonnet 5,Default,k,message,≤ 200k,output,40.00,50.00,token,global,`;
  }),
].join("\n");

function repository(files: Readonly<Record<string, string>> = {}): string {
  return createRepository({
    files: { "promptcost.yml": config, "rag.json": fixtureOf("claude-sonnet-5"), ...files },
  });
}

describe("reconcile", () => {
  test("a cost export: ratio and discount; --write keeps it, and check shows it", async () => {
    const root = repository({ "cost.csv": cost });
    const shown = await commandHere(root, ["reconcile", "cost.csv", "--write", ...asOf]);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain(
      "the bill        $1,240 (list price $1,550, a discount of 20 %)",
    );
    const said =
      /the October bill was \d+ % above the projection/.exec(shown.stdout)?.[0] ?? "none";
    expect(shown.stdout).toMatch(/rag: {2}traffic: \{ runs: \d+k\/month \}/);
    expect(JSON.parse(readText(root, ".promptcost/reconcile.json"))).toMatchObject({
      month: "2026-10",
      usd: "1240",
      source: "console",
    });
    const checked = await commandHere(root, ["check", ...asOf]);
    expect(checked.stdout).toContain(said);
    const report = await commandHere(root, ["check", "--json", "-", ...asOf]);
    expect(JSON.parse(report.stdout).reconciled).toMatchObject({ month: "2026-10", usd: "1240" });

    write(root, { ".promptcost/reconcile.json": "<<<<<<<\n" });
    const broken = await commandHere(root, ["check", "--json", "-", ...asOf]);
    expect(codesOf(broken.stdout)).toContain("reconcile-kept-unreadable");
    expect(JSON.parse(broken.stdout).reconciled).toBeNull();
  });

  test("the admin reports, without a word of the key or of what they said", async () => {
    await using server = await startAdmin(({ path }) =>
      path.endsWith("/usage")
        ? page([usageRow("2026-10-01")])
        : page([costRow("2026-10-01", ["4000.5", "5000"])]),
    );
    const env = { ANTHROPIC_ADMIN_KEY: key, ANTHROPIC_BASE_URL: server.url };
    const root = repository();
    const words = ["reconcile", "--admin", "--json", "--write", ...asOf];
    const { code, stdout, stderr } = await commandHere(root, words, env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ usd: "40.005", listUsd: "50", source: "analytics" });
    expect(`${stdout}${stderr}${readText(root, ".promptcost/reconcile.json")}`).not.toContain(
      "canary",
    );
  });

  test.each([
    ["no rights", refused(403, "permission_error"), "admin-key-refused"],
    ["another place answers", { text: "<html></html>" }, "admin-answer"],
    ["no data yet", page([], { refreshed: null }), "reconcile-no-data-yet"],
  ] as const)("%s: exit code 2, and why", async (_, reply, code) => {
    await using server = await startAdmin(() => reply);
    const env = { ANTHROPIC_ADMIN_KEY: key, ANTHROPIC_BASE_URL: server.url };
    const outcome = await commandHere(
      repository(),
      ["reconcile", "--admin", "--json", ...asOf],
      env,
    );
    expect([outcome.code, codesOf(outcome.stdout)]).toEqual([2, [code]]);
    expect(`${outcome.stdout}${outcome.stderr}`).not.toContain("canary");
  });

  test.each([
    ["nothing to compare with", [], "reconcile-no-source"],
    ["two sources", ["--admin", "cost.csv"], "reconcile-no-source"],
    ["no key", ["--admin"], "admin-key-missing"],
    ["a month that runs", ["--month", "2026-11", "cost.csv"], "reconcile-not-over"],
    ["another month", ["--month", "2026-09", "cost.csv"], "reconcile-empty"],
    ["another CSV", ["other.csv"], "console-columns"],
    ["no such file", ["missing.csv"], "file-missing"],
    ["a CSV and recordings", ["cost.csv", "rag.json"], "reconcile-mixed"],
  ] as const)("%s: exit code 2", async (_, words, code) => {
    const root = repository({ "cost.csv": cost, "other.csv": "a,b\n1,2\n" });
    const outcome = await commandHere(root, ["reconcile", ...words, "--json", ...asOf]);
    expect(outcome.code).toBe(2);
    expect(codesOf(outcome.stdout)).toContain(code);
  });

  test("recordings are billed at the list, each exchange a request", async () => {
    const line = (day: number) =>
      JSON.stringify({
        at: `2026-10-${String(day).padStart(2, "0")}T10:00:00Z`,
        request: {
          model: "claude-sonnet-5",
          max_tokens: 9,
          messages: [{ role: "user", content: "Hi" }],
        },
        recorded: {
          response: {
            model: "claude-sonnet-5",
            stop_reason: "end_turn",
            content: [],
            usage: { input_tokens: 1_000_000, output_tokens: 100_000 },
          },
        },
      });
    const lines = Array.from({ length: 31 }, (_, day) => line(day + 1)).join("\n");
    const root = repository({ "logs/october.jsonl": `${lines}\n` });
    const { code, stdout } = await commandHere(root, ["reconcile", "logs", "--json", ...asOf]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ source: "recordings", discount: null });
    expect(result.models[0]).toMatchObject({ requests: 31, outputPerRequest: "100000" });
    expect(result.usd).toBe(result.listUsd);
  });

  test("a file that is not there, or no text, is the only thing said", async () => {
    const root = repository();
    writeFileSync(`${root}/cost.csv`, Buffer.from(`\uFEFF${cost}`, "utf16le"));
    const shown = await commandHere(root, ["reconcile", "cost.csv", "--json", ...asOf]);
    expect(codesOf(shown.stdout)).toEqual(["fixture-not-text"]);
    const missing = await commandHere(root, ["reconcile", "costs.csv", "--json", ...asOf]);
    expect(codesOf(missing.stdout)).toEqual(["file-missing"]);
  });

  test("what was paid above the list is no discount", async () => {
    const root = repository({ "cost.csv": cost.replaceAll("40.00,50.00", "60.00,50.00") });
    const { stdout } = await commandHere(root, ["reconcile", "cost.csv", ...asOf]);
    expect(stdout).toContain("(list price $1,550; what was paid is 20 % above it)");
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readUsdAmount } from "../../src/reconcile/amounts.ts";
import { readConsole } from "../../src/reconcile/console/console.ts";
import { readCsv } from "../../src/reconcile/console/csv.ts";
import type { Filters } from "../../src/reconcile/real.ts";
import { modelIdOf } from "../../src/reconcile/model-names.ts";

const usageColumns =
  "usage_date_utc,model_version,api_key,workspace,usage_type,context_window," +
  "usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h," +
  "usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed";
const usage = `${usageColumns}
2026-10-01,claude-haiku-4-5-20251001,one,Default,standard,≤ 200k,1,2,3,4,5,6,us,
2026-10-01 14:00,claude-haiku-4-5-20251001,two,Other,batch,≤ 200k,10,0,0,0,50,0,not_available,fast
`;
const costColumns =
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd," +
  "list_price_usd,cost_type,inference_geo,speed,api_key_id,api_key_status";
const cost = `${costColumns}
2026-10-01,Claude Haiku 4.5,Default,one,message,≤ 200k,input_no_cache,0.19,0.20,token,global,,apikey_1,active
2026-10-01,,Default,one,message,,,0.03,0.03,web_search,global,,apikey_2,active
`;
const all: Filters = { workspace: null, apiKeyId: null };
const read = (text: string, filters = all) => readConsole([{ path: "a.csv", text }], filters);
const codes = (text: string) => read(text).problems.map(({ code }) => code);

describe("the Console's exports", () => {
  test("usage by its columns, whatever their order and line ends", () => {
    const bill = read(usage);
    expect(bill.problems).toEqual([]);
    expect(bill.charges).toBeNull();
    expect(bill.usage).toEqual([
      {
        day: "2026-10-01",
        model: "claude-haiku-4-5",
        tier: "standard",
        band: "base",
        geo: "us",
        speed: "standard",
        quantities: {
          input: 1n,
          cacheWrite5m: 2n,
          cacheWrite1h: 3n,
          cacheRead: 4n,
          output: 5n,
          webSearches: 6n,
        },
        requests: null,
      },
      expect.objectContaining({ tier: "batch", geo: "global", speed: "fast" }),
    ]);
    const turned = usage
      .trim()
      .split("\n")
      .map((line) =>
        line
          .split(",")
          .toReversed()
          .map((cell) => `"${cell}"`)
          .join(";"),
      )
      .join("\r\n");
    expect(read(`\uFEFF${turned}`).usage).toEqual(bill.usage);
  });

  test("cost with its list price, display names, fees", () => {
    const bill = read(cost);
    expect(bill.problems).toEqual([]);
    expect(bill.usage).toBeNull();
    expect(bill.charges).toEqual([
      {
        day: "2026-10-01",
        costType: "tokens",
        model: "claude-haiku-4-5",
        tier: null,
        usd: 190_000_000_000n,
        listUsd: 200_000_000_000n,
      },
      {
        day: "2026-10-01",
        costType: "web_search",
        model: null,
        tier: null,
        usd: 30_000_000_000n,
        listUsd: 30_000_000_000n,
      },
    ]);
  });

  test("filters by name or id; a file exported twice counts once", () => {
    expect(read(usage, { workspace: "Other", apiKeyId: null }).usage).toHaveLength(1);
    expect(read(cost, { workspace: null, apiKeyId: "apikey_2" }).charges).toHaveLength(1);
    const twice = ["a.csv", "b.csv"].map((path) => ({ path, text: cost }));
    expect(readConsole(twice, all).charges).toHaveLength(2);
    const without = "usage_date_utc,model,cost_usd\n2026-10-01,Claude Opus 5,1\n";
    expect(read(without, { workspace: "a", apiKeyId: null }).problems).toMatchObject([
      { code: "reconcile-filter" },
    ]);
  });

  test("a file of another kind names what is missing", () => {
    expect(codes("Date,Slug,Usage\n2026-10-01,a,1\n")).toEqual(["console-columns"]);
    const [missing] = read(usage.replace("usage_input_tokens_cache_read", "reads")).problems;
    expect(missing).toMatchObject({ code: "console-columns", file: "a.csv", line: 1 });
    expect(missing?.message).toContain("lacks `usage_input_tokens_cache_read`");
    expect(codes("usage_date_utc,model,cost_eur\n2026-10-01,a,1\n")).toEqual(["console-columns"]);
    expect(codes("")).toEqual(["console-columns"]);
  });

  test("a column more is said, a cell that cannot be read has its line", () => {
    const more = cost.replace("speed,", "speed,secret prompt,").replace("global,,", "global,,x,");
    expect(codes(more)).toContain("console-column-unknown");
    expect(JSON.stringify(read(more).problems)).not.toContain("secret");
    expect(read(usage.replace("1,2,3,4", "1,2,3,many")).problems).toMatchObject([
      { code: "console-row", line: 2, path: "usage_input_tokens_cache_read" },
    ]);
    expect(codes(cost.replace("0.19", "€ 0.19"))).toEqual(["console-row"]);
    expect(codes(usage.replace("2026-10-01,", "10/01/26,"))).toEqual(["console-row"]);
    expect(codes(usage.replaceAll("claude-haiku-4-5-20251001", "claude-next"))).toEqual([
      "console-model",
    ]);
  });
});

test("CSV is read as it is written", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", ";", " b") });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const kept = rows.filter((row) => row.some((one) => one.trim() !== ""));
      const text = [["x", "y"], ...kept]
        .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(","))
        .join("\r\n");
      const table = readCsv(text);
      expect(Array.from(table.rows, (row) => [row.cell("x"), row.cell("y")])).toEqual(
        kept.map((row) => row.map((one) => one.trim())),
      );
    }),
  );
});

test("an export of very many rows is added up by day and rate", () => {
  const [head = "", row = ""] = usage.split("\n");
  const many = Array.from({ length: 200_000 }, (_, at) => row.replace("one", `key ${String(at)}`));
  const bill = read([head, ...many].join("\n"));
  expect(bill.problems).toEqual([]);
  expect(bill.usage?.map(({ quantities }) => quantities.output)).toEqual([1_000_000n]);
});

test("a quote that is never closed is a character like others", () => {
  const { rows } = readCsv(`a,b\n"1",x"y\n"open,2\n${'"",'.repeat(50_000)}`);
  const [first, second] = Array.from(rows, (row) => [row.cell("a"), row.cell("b"), row.line]);
  expect([first, second]).toEqual([
    ["1", 'x"y', 2],
    ['"open', "2", 3],
  ]);
});

test.each([
  ["Claude Opus 4.6", "claude-opus-4-6"],
  ["Claude Haiku 3.5", "claude-3-5-haiku-20241022"],
  ["Claude Sonnet 3.7", "claude-3-7-sonnet-20250219"],
  ["Claude Opus 4", "claude-opus-4-20250514"],
  ["Claude Haiku 3", "claude-3-haiku-20240307"],
  ["Claude Fable 5.2", "claude-fable-5-2"],
  ["claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
  ["Claude Next 9", "Claude Next 9"],
])("%s is %s", (written, id) => {
  expect(modelIdOf(written)).toBe(id);
});

test.each([
  ["1.5", 1_500_000_000_000n],
  ["$0.10", 100_000_000_000n],
  ["1e-05", 10_000_000n],
  ["2.5E1", 25_000_000_000_000n],
  ["-0.01", -10_000_000_000n],
  ["0.0000000000005", 0n],
  ["1,5", null],
  ["", null],
])("%j is %s pico-dollars", (text, pico) => {
  expect(readUsdAmount(text)).toBe(pico);
});

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { priceLedger } from "../../../src/billing/ledger/price.ts";
import type { JsonObject } from "../../../src/json.ts";
import { formatUsd, parseUsd, ratioToNumber } from "../../../src/money.ts";
import type { RateKey } from "../../../src/models/rates.ts";
import { bill, book, cached, usageOf } from "./exchange.ts";

const folder = "../shared/corpus/published";
const absent = !existsSync(folder);
if (absent) console.warn(`SKIPPED: published prices are not compared, ${folder} is not here.`);
function read<Value>(file: string, schema: z.ZodType<Value>): Value {
  return schema.parse(JSON.parse(readFileSync(`${folder}/${file}`, "utf8")));
}

const json = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);
const Usages = z.object({
  rows: z.array(
    z.object({
      file: z.string(),
      model: z.string(),
      usage: json,
      price_usd: z.object({ input_price: z.string(), output_price: z.string() }),
    }),
  ),
});
const Prices = z.object({
  input: z.number(),
  output: z.number(),
  write_5m: z.number(),
  write_1h: z.number(),
  read: z.number(),
});
const Costs = z.object({
  rows: z.array(
    z.object({
      model: z.string(),
      input_tokens: z.number(),
      output_tokens: z.number(),
      cache_read_input_tokens: z.number(),
      cache_creation_input_tokens: z.number(),
      write_ttl_priced: z.string(),
      cost_usd: z.number(),
    }),
  ),
});

function micros(usd: number): bigint {
  return BigInt(Math.round(usd * 1_000_000));
}
function pico(text: string): bigint {
  return parseUsd(text) ?? -1n;
}

describe.skipIf(absent)("226 usages that another library priced", () => {
  const rows = absent ? [] : read("genai-prices-usages.json", Usages).rows;
  const results = rows.map((row) => {
    const billed = bill(row.model, row.usage);
    const list = billed.ledger === null ? null : priceLedger(billed.ledger, book).byClass;
    // Their sums leave the fee for searches out of the two prices.
    const ours = (billed.usd ?? 0n) - (list?.webSearches.n ?? 0n);
    const kinds = row.usage["iterations"];
    const extra =
      Array.isArray(kinds) &&
      kinds.some(
        (kind: unknown) =>
          typeof kind === "object" && kind !== null && "type" in kind && kind.type !== "message",
      );
    return {
      row,
      billed,
      ours,
      theirs: pico(row.price_usd.input_price) + pico(row.price_usd.output_price),
      extra,
    };
  });

  test("all are priced", () => {
    expect(rows).toHaveLength(226);
    expect(results.filter(({ billed }) => billed.usd === null)).toEqual([]);
  });

  test("all are equal but those whose difference is known", () => {
    const unequal = results.filter(({ ours, theirs }) => ours !== theirs);
    const shown = unequal.map(({ row, ours, theirs, extra }) => [
      extra
        ? "iterations beside the message, which they leave out"
        : "their band of a sum over passes",
      row.model,
      formatUsd(theirs),
      formatUsd(ours),
    ]);
    expect(shown).toMatchInlineSnapshot(`
      [
        [
          "iterations beside the message, which they leave out",
          "claude-sonnet-5",
          "0.00599",
          "0.01913",
        ],
        [
          "iterations beside the message, which they leave out",
          "claude-sonnet-4-6",
          "0.00066",
          "0.2088",
        ],
        [
          "their band of a sum over passes",
          "claude-sonnet-4-5-20250929",
          "2.426628",
          "1.216284",
        ],
        [
          "their band of a sum over passes",
          "claude-sonnet-4-5-20250929",
          "2.9953065",
          "1.502322",
        ],
        [
          "iterations beside the message, which they leave out",
          "claude-sonnet-4-6",
          "0.00078",
          "0.168243",
        ],
        [
          "iterations beside the message, which they leave out",
          "claude-sonnet-5",
          "0.006164",
          "0.019759",
        ],
        [
          "iterations beside the message, which they leave out",
          "claude-sonnet-5",
          "0.006624",
          "0.037214",
        ],
      ]
    `);
    expect(unequal.length).toBeLessThanOrEqual(7);
  });

  test("each search is a cent on top", () => {
    const searched = results.filter(({ billed }) =>
      billed.ledger?.lines.some((line) => line.webSearches > 0n),
    );
    expect(searched).toHaveLength(7);
    for (const { billed, ours } of searched) {
      const searches = billed.ledger?.lines.reduce((sum, line) => sum + line.webSearches, 0n) ?? 0n;
      expect((billed.usd ?? 0n) - ours).toBe(searches * 10_000_000_000n);
    }
  });
});

describe.skipIf(absent)("sums that Claude Code wrote", () => {
  test.each(absent ? [] : read("claude-code-cost.json", Costs).rows)(
    "$model, $output_tokens out: $cost_usd",
    (row) => {
      const written = row.cache_creation_input_tokens;
      const split =
        row.write_ttl_priced === "1h"
          ? cached(row.cache_read_input_tokens, 0, written)
          : cached(row.cache_read_input_tokens, written, 0);
      // Its names: a suffix for the long window. It prices Bedrock at list, without the regional
      // premium.
      const model = row.model.replace("[1m]", "").replace("us.anthropic.", "global.anthropic.");
      const { usd } = bill(model, usageOf(row.input_tokens, row.output_tokens, split));
      expect(usd).not.toBeNull();
      expect(ratioToNumber({ n: usd ?? 0n, d: 1_000_000_000_000n })).toBeCloseTo(row.cost_usd, 9);
    },
  );
});

describe.skipIf(absent)("a price list copied from the vendor's page on 2026-10-10", () => {
  const table = absent
    ? {}
    : read("price-table-2026-10-10.json", z.object({ usd_per_mtok: z.record(z.string(), Prices) }))
        .usd_per_mtok;
  test.each(Object.entries(table))("%s", (name, row) => {
    const [model = ""] = name.split(" ");
    const key: RateKey = {
      model,
      rate: book.rateOn(model, "2026-10-10"),
      band: name.includes("> 100K") ? "long" : "base",
      geo: "global",
      speed: "standard",
      tier: "standard",
    };
    expect(book.rates(key)).toMatchObject({
      input: micros(row.input),
      output: micros(row.output),
      cacheWrite5m: micros(row.write_5m),
      cacheWrite1h: micros(row.write_1h),
      cacheRead: micros(row.read),
    });
  });
});

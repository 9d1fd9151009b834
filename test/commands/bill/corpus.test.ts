import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { billExchanges, readBilled, type BillResult } from "../../../src/commands/bill/bill.ts";
import { billJson } from "../../../src/commands/bill/json.ts";
import { billText } from "../../../src/commands/bill/text.ts";
import { readExchangeFiles } from "../../../src/fixture/files/exchanges.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { formatUsd } from "../../../src/money.ts";
import type { Problem } from "../../../src/problem.ts";
import { digest } from "../../../src/io/hash.ts";

const corpus = "../shared/corpus";
const absent = !existsSync(corpus);
if (absent) console.warn(`SKIPPED: no recorded traffic at ${corpus}; nothing of it was billed.`);

const book = createPriceBook();

function billFolder(folder: "exchanges" | "traces"): BillResult {
  const problems: Problem[] = [];
  const files = readdirSync(`${corpus}/${folder}`).map((name) => {
    const path = `${corpus}/${folder}/${name}`;
    return {
      path,
      text: () => readFileSync(path, "utf8"),
      lines: () => readFileSync(path, "utf8").split("\n"),
    };
  });
  const read = readExchangeFiles({
    files,
    tree: null,
    digest,
    report: (problem) => problems.push(problem),
  });
  return billExchanges({ exchanges: readBilled(read), book, asOf: "2026-11-24", problems });
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function errorsOf(result: BillResult): Record<string, number> {
  return countBy(
    result.exchanges.flatMap((exchange) =>
      exchange.usd === null
        ? exchange.problems.filter((each) => each.severity === "error").map((each) => each.code)
        : [],
    ),
  );
}

describe.skipIf(absent)("all recorded traffic", () => {
  const exchanges = absent ? null : billFolder("exchanges");
  const traces = absent ? null : billFolder("traces");

  test("each exchange is priced or has a named problem", () => {
    if (exchanges === null) throw new Error("nothing was read");
    expect(exchanges.exchanges).toHaveLength(3_596);
    expect(errorsOf(exchanges)).toEqual({ "unknown-model": 5 });
    expect(exchanges.unpriced).toBe(5);
    expect(formatUsd(exchanges.total)).toMatchInlineSnapshot(`"17.2677959"`);
  });

  test("each row of a trace is priced", () => {
    if (traces === null) throw new Error("nothing was read");
    expect(traces.exchanges).toHaveLength(15_774);
    expect(errorsOf(traces)).toEqual({});
    expect(formatUsd(traces.total)).toMatchInlineSnapshot(`"1466.1479657"`);
    expect(formatUsd(traces.totalHigh)).toMatchInlineSnapshot(`"1491.2584187"`);
  });

  test("lines add up to each exchange, exchanges to the total", () => {
    for (const result of [exchanges, traces]) {
      if (result === null) throw new Error("nothing was read");
      const document = billJson(result, book);
      const pico = (text: string | null): bigint => {
        const [whole = "0", fraction = ""] = (text ?? "0").split(".");
        return BigInt(whole + fraction.padEnd(12, "0"));
      };
      let total = 0n;
      for (const exchange of document.exchanges) {
        if (exchange.usd === null) continue;
        expect(exchange.lines.reduce((sum, line) => sum + pico(line.usd), 0n)).toBe(
          pico(exchange.usd),
        );
        total += pico(exchange.usd);
      }
      expect(pico(document.totalUsd)).toBe(total);
      expect(billText(result, book)).toContain("By day (UTC)");
    }
  });

  test("the same recordings give the same bytes", () => {
    expect(JSON.stringify(billJson(billFolder("exchanges"), book))).toBe(
      JSON.stringify(exchanges === null ? null : billJson(exchanges, book)),
    );
  });

  test("rows that a client priced cost the same", () => {
    const Row = z.object({
      trace: z.string(),
      index: z.number(),
      cost_recorded: z.object({ total: z.number() }).optional(),
    });
    const bills = new Map((traces?.exchanges ?? []).map((exchange) => [exchange.id, exchange]));
    let compared = 0;
    for (const name of readdirSync(`${corpus}/traces`).filter((file) =>
      file.startsWith("pi-mono"),
    )) {
      for (const line of readFileSync(`${corpus}/traces/${name}`, "utf8").trim().split("\n")) {
        const { trace, index, cost_recorded: cost } = Row.parse(JSON.parse(line));
        if (cost === undefined) continue;
        compared += 1;
        expect(
          Math.abs(Number(bills.get(`${trace}#${String(index)}`)?.usd ?? -1n) / 1e12 - cost.total),
        ).toBeLessThan(1e-9);
      }
    }
    expect(compared).toBe(1_658);
  });
});

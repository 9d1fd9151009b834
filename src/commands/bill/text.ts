import {
  createLedger,
  quantityClasses,
  sumQuantities,
  type LedgerLine,
  type QuantityClass,
} from "../../billing/ledger/ledger.ts";
import { sumExact } from "../../arithmetic.ts";
import { priceLedger } from "../../billing/ledger/price.ts";
import type { PriceBook } from "../../models/rates.ts";
import { divideHalfEven, formatUsd, type Pico } from "../../money.ts";
import { ascendingBy, groupBy } from "../../order.ts";
import { groupDigits, plural } from "../../words.ts";
import type { BillResult } from "./bill.ts";

const names: Readonly<Record<QuantityClass, string>> = {
  input: "input",
  cacheWrite5m: "cache write, 5 minutes",
  cacheWrite1h: "cache write, 1 hour",
  cacheRead: "cache read",
  output: "output",
  webSearches: "web searches",
};

type Row = readonly [label: string, quantity: string, usd: string];

/**
 * The bill for people: the total, then by class, by model and by day. Exchanges without a price are
 * counted, not added.
 */
export function billText(result: BillResult, book: PriceBook): string {
  const priced = result.exchanges.filter((bill) => bill.usd !== null);
  const lines = priced.flatMap((bill) =>
    (bill.ledger?.lines ?? []).map((line) => [bill, line] as const),
  );
  const whole = createLedger(lines.map(([, line]) => line));
  const sums = sumQuantities(whole);
  const amounts = priceLedger(whole, book).byClass;
  const classRows = quantityClasses
    .filter((name) => sums[name] > 0n)
    .map((name): Row => [names[name], groupDigits(sums[name]), money(amounts?.[name].n ?? 0n)]);
  const atMost = result.totalHigh === result.total ? "" : `, at most ${money(result.totalHigh)}`;
  const out = [`${money(result.total)} for ${exchangesText(priced.length)}${atMost}`];
  if (result.unpriced > 0)
    out.push(
      `${exchangesText(result.unpriced)} could not be priced and ` +
        `${plural(result.unpriced, "is", "are")} not in the sum.`,
    );
  if (classRows.length > 0) {
    out.push(...table("By class", classRows));
    out.push(
      ...table(
        "By model",
        rowsBy(
          lines.map(([, line]) => [line.model, line]),
          book,
        ),
      ),
    );
    out.push(
      ...table(
        "By day (UTC)",
        rowsBy(
          lines.map(([bill, line]) => [
            bill.dated ? bill.day : `no time recorded, prices of ${result.asOf}`,
            line,
          ]),
          book,
        ),
      ),
    );
  }
  return `${out.join("\n")}\n`;
}

/** USD for people: to the micro-dollar, at least cents. */
function money(usd: Pico): string {
  const [whole = "0", fraction = ""] = formatUsd(
    divideHalfEven(usd, 1_000_000n) * 1_000_000n,
  ).split(".");
  return `$${groupDigits(whole)}.${fraction.padEnd(2, "0")}`;
}

function exchangesText(count: number): string {
  return `${groupDigits(count)} ${plural(count, "exchange")}`;
}

function table(title: string, rows: readonly Row[]): string[] {
  const width = (column: 0 | 1 | 2): number => Math.max(...rows.map((row) => row[column].length));
  const [label, quantity, usd] = [width(0), width(1), width(2)];
  return [
    "",
    title,
    ...rows.map(
      (row) => `  ${row[0].padEnd(label)}  ${row[1].padStart(quantity)}  ${row[2].padStart(usd)}`,
    ),
  ];
}

/** One row per group of lines: all tokens of the group and what they cost. */
function rowsBy(
  lines: readonly (readonly [group: string, line: LedgerLine])[],
  book: PriceBook,
): Row[] {
  return [...groupBy(lines, ([group]) => group)]
    .sort(ascendingBy(([group]) => group))
    .map(([group, grouped]) => {
      const ledger = createLedger(grouped.map(([, line]) => line));
      const { webSearches: _, ...tokens } = sumQuantities(ledger);
      return [
        group,
        `${groupDigits(sumExact(Object.values(tokens)))} tokens`,
        money(priceLedger(ledger, book).amount?.n ?? 0n),
      ];
    });
}

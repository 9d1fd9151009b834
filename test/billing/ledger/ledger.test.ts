import { assert, bigInt, constantFrom, array, property, record, type Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createLedger,
  keyText,
  quantityClasses,
  type Ledger,
  type LedgerLine,
} from "../../../src/billing/ledger/ledger.ts";
import { priceLedger, priceLine } from "../../../src/billing/ledger/price.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { addRatio, ratio, type Ratio } from "../../../src/money.ts";

const book = createPriceBook();

const quantity = bigInt({ min: 0n, max: 10n ** 12n });
const lineOf: Arbitrary<LedgerLine> = record({
  model: constantFrom(
    "claude-haiku-5-5",
    "claude-opus-5-5",
    "claude-fable-5-2",
    "claude-3-haiku-20240307",
  ),
  rate: constantFrom("list"),
  band: constantFrom("base"),
  geo: constantFrom("global", "us", "regional"),
  speed: constantFrom("standard"),
  tier: constantFrom("standard", "batch", "priority"),
  input: quantity,
  cacheWrite5m: quantity,
  cacheWrite1h: quantity,
  cacheRead: quantity,
  output: quantity,
  webSearches: quantity,
});
const ledgerOf: Arbitrary<Ledger> = record({
  lines: array(lineOf, { maxLength: 6 }),
  divisor: bigInt({ min: 1n, max: 2n ** 40n }),
}).map((one) => createLedger(one.lines, one.divisor));
function cost(ledger: Ledger): Ratio {
  const { amount } = priceLedger(ledger, book);
  if (amount === null) throw new Error("a price is missing");
  return amount;
}

describe("a ledger", () => {
  test("costs what its lines cost, and what its classes cost", () => {
    assert(
      property(ledgerOf, (ledger) => {
        const lines = ledger.lines.map((line) =>
          ratio(priceLine(line, book) ?? 0n, ledger.divisor),
        );
        expect(lines.reduce(addRatio, ratio(0n))).toEqual(cost(ledger));
        const classes = Object.values(priceLedger(ledger, book).byClass ?? {});
        expect(classes).toHaveLength(quantityClasses.length);
        expect(classes.reduce(addRatio, ratio(0n))).toEqual(cost(ledger));
      }),
    );
  });

  test("has one line per key, sorted by it", () => {
    assert(
      property(ledgerOf, (ledger) => {
        const keys = ledger.lines.map(keyText);
        expect(keys).toEqual([...new Set(keys)].sort());
      }),
    );
  });

  test("is in lowest terms, whatever it was made of", () => {
    assert(
      property(ledgerOf, bigInt({ min: 1n, max: 999n }), (ledger, n) => {
        const times = (line: LedgerLine): LedgerLine => ({
          ...line,
          ...Object.fromEntries(quantityClasses.map((name) => [name, line[name] * n])),
        });
        expect(createLedger(ledger.lines.map(times), ledger.divisor * n)).toEqual(ledger);
      }),
    );
  });

  test("refuses a divisor that is not positive", () => {
    expect(() => createLedger([], 0n)).toThrow(RangeError);
  });
});

describe("an unknown price", () => {
  const line: LedgerLine = {
    model: "claude-3-sonnet-20240229",
    rate: "list",
    band: "base",
    geo: "global",
    speed: "standard",
    tier: "standard",
    input: 10n,
    cacheWrite5m: 0n,
    cacheWrite1h: 0n,
    cacheRead: 0n,
    output: 1n,
    webSearches: 0n,
  };

  test("matters only where there is something to price", () => {
    expect(priceLedger(createLedger([line]), book)).toMatchObject({
      amount: ratio(45_000_000n),
      problems: [],
    });
  });

  test("is a problem that names the classes", () => {
    const priced = priceLedger(createLedger([{ ...line, cacheRead: 5n, cacheWrite1h: 1n }]), book);
    expect(priced.amount).toBeNull();
    expect(priced.problems.map((problem) => [problem.code, problem.severity])).toEqual([
      ["price-unknown", "error"],
      ["price-unknown", "error"],
    ]);
    expect(priced.problems[0]?.message).toContain("cacheWrite1h");
    expect(priced.problems[1]?.message).toContain("cacheRead");
  });

  test("of a model the book does not know is one too", () => {
    expect(
      priceLedger(createLedger([{ ...line, model: "claude-2.1" }]), book).problems,
    ).toHaveLength(2);
  });
});

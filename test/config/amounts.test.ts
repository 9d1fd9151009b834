import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRuns } from "../../src/config/arrivals/runs.ts";
import { readAmount, readPrice, readShare } from "../../src/config/amounts.ts";
import { numberText } from "../../src/json.ts";
import { formatUsd, ratio } from "../../src/money.ts";

describe("amounts", () => {
  test("USD as written, exact to the pico-dollar", () => {
    expect(readAmount("$900")).toBe(900_000_000_000_000n);
    expect(readAmount(0.02)).toBe(20_000_000_000n);
    expect(readAmount(numberText("900.50"))).toBe(900_500_000_000_000n);
    for (const wrong of ["900 EUR", "-3", "$", "1,000", "1e3", true, null])
      expect(readAmount(wrong)).toBeNull();
  });

  test("any amount comes back as it was written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (pico) => {
        expect(readAmount(`$${formatUsd(pico)}`)).toBe(pico);
      }),
    );
  });

  test("prices are USD per million tokens", () => {
    expect(readPrice(2)).toBe(2_000_000n);
    expect(readPrice("0.025")).toBe(25_000n);
    expect(readPrice("0.0000001")).toBeNull();
  });
});

test("shares", () => {
  expect(readShare("80%")).toEqual(ratio(4n, 5n));
  expect(readShare("0.5 %")).toEqual(ratio(1n, 200n));
  expect(readShare(5)).toEqual(ratio(1n, 20n));
  for (const wrong of ["much", "-5%", "80 percent"]) expect(readShare(wrong)).toBeNull();
});

describe("rates", () => {
  test.each([
    ["200k/month", ratio(200_000n)],
    ["1/hour", ratio(730n)],
    ["12/h", ratio(8_760n)],
    ["2 / day", ratio(730n, 12n)],
    ["1.5m per month", ratio(1_500_000n)],
    ["3/min", ratio(131_400n)],
    ["1/s", ratio(2_628_000n)],
    ["7/week", ratio(7n * 730n, 168n)],
  ])("%s", (text, runs) => {
    expect(readRuns(text)).toEqual({ low: runs, high: runs });
  });

  test.each(["150k-250k/month", "150k – 250k/month", "150k to 250k / month", "150-250k/month"])(
    "%s has two ends",
    (text) => expect(readRuns(text)).toEqual({ low: ratio(150_000n), high: ratio(250_000n) }),
  );
  test("a scale stands for both ends only where that is no range upside down", () =>
    expect(readRuns("900-1k/month")).toEqual({ low: ratio(900n), high: ratio(1_000n) }));

  test.each(["lots/day", "5/year", "200 k/month x", "1k k/day", ""])("%s is none", (text) => {
    expect(readRuns(text)).toBeNull();
  });
  test.each([
    ["200k", "no-unit"],
    ["200000", "no-unit"],
    ["150k-250k", "no-unit"],
    ["-1/day", "negative"],
    ["0/day", "zero"],
    ["0-5/day", "zero"],
    ["250k-150k/month", "upside-down"],
    ["900000000m/s", "too-many"],
    ["0.000001/month", "too-few"],
  ])("%s: %s", (text, fault) => expect(readRuns(text)).toBe(fault));
});

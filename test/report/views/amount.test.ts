import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseUsd, ratio } from "../../../src/money.ts";
import { writeShare } from "../../../src/report/parts.ts";
import {
  readRatio,
  readUsd,
  showBeside,
  showChange,
  showCount,
  showPair,
  showPercent,
  showRate,
  showRatePair,
  showRelative,
  showShortChange,
  showSize,
  showUsd,
} from "../../../src/report/views/amount.ts";

test.for([
  ["0", "$0"],
  ["1433.6", "$1,434"],
  ["10539.5", "$10,540"],
  ["312", "$312"],
  ["15", "$15"],
  ["9.37", "$9.37"],
  ["99.996", "$100"],
  ["99.99", "$99.99"],
  ["0.0105", "$0.0105"],
  ["0.0526975", "$0.0527"],
  ["0.5", "$0.50"],
  ["0.99999", "$1.00"],
  ["0.4096", "$0.41"],
  ["0.04157", "$0.0416"],
  ["0.000000000001", "$0.000000000001"],
  ["1234567.5", "$1,234,568"],
  ["-156", "\u2212$156"],
] as const)("$%s is %s", ([usd, shown]) => {
  expect(showUsd(readUsd(usd))).toBe(shown);
});

test.for([
  ["9081.78", "+$9,081.78"],
  ["-210", "\u2212$210.00"],
  ["0.04157", "+$0.04"],
  ["-0.01", "\u2212$0.01"],
  ["0.00593", "under $0.01 more"],
  ["-0.000000000001", "under $0.01 less"],
  ["0", "$0"],
] as const)("a change of $%s is %s", ([usd, shown]) => {
  expect(showChange(readUsd(usd))).toBe(shown);
});

test("a change may be as short as a figure", () => {
  expect(showShortChange(readUsd("-9077.6"))).toBe("\u2212$9,078");
  expect(["-156", "0.418", "0.0099", "0"].map((usd) => showSize(readUsd(usd)))).toEqual([
    "$156",
    "$0.42",
    "under $0.01",
    "$0",
  ]);
});

test("shares", () => {
  expect(showPercent(readRatio("6.351771763"))).toBe("635 %");
  expect(showPercent(readRatio("0.05"))).toBe("5 %");
  expect(showPercent(readRatio("0.0631"))).toBe("6.3 %");
  expect(showPercent(readRatio("-0.0031"))).toBe("\u22120.31 %");
  expect(showPercent(ratio(1n, 1_000_000n))).toBe("under 0.01 %");
  expect(showRate(readRatio("0.99377"))).toBe("99 %");
  expect(showRate(readRatio("0.9999"))).toBe("> 99 %");
  expect(showRate(readRatio("0.0001"))).toBe("< 1 %");
  expect(showRate(readRatio("1"))).toBe("100 %");
  expect(showRatePair(readRatio("0.801"), readRatio("0.799"))).toEqual(["80.1 %", "79.9 %"]);
  expect(showRelative(readUsd("1433.6"), readUsd("10539.5"))).toBe("+635 %");
  expect(showRelative(0n, 1n)).toBeNull();
  expect(showRelative(1_000_000n, 1_000_001n)).toBe("under 0.01 % more");
  expect(showRelative(1_000_000n, 999_999n)).toBe("under 0.01 % less");
  expect(showRatePair(readRatio("0.997266"), readRatio("0.997493"))).toEqual([
    "99.73 %",
    "99.75 %",
  ]);
  expect(showCount(19743)).toBe("19,743");
});

const pico = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });

/** A shown figure back as pico-dollars. */
function read(shown: string): bigint {
  const value = parseUsd(shown.replace(/[$,]/g, "").replace("\u2212", "-").replace("+", ""));
  if (value === null) throw new Error(shown);
  return value;
}

function sizeOf(usd: bigint): bigint {
  return usd < 0n ? -usd : usd;
}

test("nothing that costs something is shown as nothing, and no figure is off by more than half a percent", () => {
  fc.assert(
    fc.property(pico, (usd) => {
      const back = read(showUsd(usd));
      expect(back === 0n).toBe(usd === 0n);
      expect(sizeOf(back - usd) * 200n <= sizeOf(usd)).toBe(true);
    }),
  );
});

const dollar = 10n ** 12n;
const amount = fc.oneof(
  pico,
  fc.bigInt({ min: -2n * dollar, max: 2n * dollar }),
  fc.bigInt({ min: -dollar / 40n, max: dollar / 40n }),
);

test("a change has cents and its sign, or says that it is under one", () => {
  fc.assert(
    fc.property(amount, (usd) => {
      const sign = usd < 0n ? "\u2212" : "\\+";
      const word = usd < 0n ? "less" : "more";
      for (const [show, cents] of [
        [showChange, "\\.\\d\\d"],
        [showShortChange, "(\\.\\d\\d)?"],
      ] as const) {
        const shown = show(usd);
        if (usd === 0n) expect(shown).toBe("$0");
        else if (sizeOf(usd) < dollar / 100n) expect(shown).toBe(`under $0.01 ${word}`);
        else {
          expect(shown).toMatch(new RegExp(`^${sign}\\$[\\d,]+${cents}$`));
          expect(read(shown)).not.toBe(0n);
          const off = sizeOf(read(shown) - usd);
          expect(off * 2n <= (show === showChange ? dollar / 100n : dollar)).toBe(true);
        }
        expect(shown).not.toMatch(/\$0\.00$/);
      }
    }),
  );
});

test("an amount never has more than three digits that count behind a point", () => {
  fc.assert(
    fc.property(amount, (usd) => {
      const [, fraction = ""] = showUsd(usd).split(".");
      expect(fraction.length === 0 || fraction.length >= 2).toBe(true);
      expect(fraction.replace(/^0+/, "").length).toBeLessThanOrEqual(3);
      if (sizeOf(usd) >= 100n * dollar) expect(fraction).toBe("");
    }),
  );
});

test("figures that differ look different side by side, however little they differ", () => {
  fc.assert(
    fc.property(pico, fc.bigInt({ min: -1000n, max: 1000n }), (usd, more) => {
      const [a, b] = showPair(usd, usd + more);
      expect(a === b).toBe(more === 0n);
    }),
  );
});

test("a figure beside its bound is on its own side of it, and to the cent at least", () => {
  fc.assert(
    fc.property(pico, fc.bigInt({ min: -1000n, max: 1000n }), (bound, more) => {
      const usd = sizeOf(bound + more);
      const shown = showBeside(usd, bound);
      const value = parseUsd(shown.replaceAll(/[$,]/g, "")) ?? -1n;
      expect(value > bound).toBe(usd > bound);
      expect(shown).toMatch(/\.\d{2}/);
    }),
  );
});

test("a decimal keeps its value", () => {
  expect(writeShare(ratio(1n, 3n))).toBe("0.333333333");
  expect(writeShare(ratio(-5n, 2n))).toBe("-2.5");
  expect(writeShare(ratio(7n))).toBe("7");
  expect(() => readRatio("much")).toThrow(RangeError);
  expect(() => readUsd("1e3")).toThrow(RangeError);
});

import { divideHalfEven, formatUsd, parseDecimal, parseUsd, ratio } from "../../money.ts";
import type { Pico, Ratio } from "../../money.ts";

/**
 * Figures as people read them. Nothing that is not zero is shown as zero, and two that differ are
 * never shown alike.
 */

const dollar = 1_000_000_000_000n;
const cent = 10_000_000_000n;
const minus = "\u2212";

/**
 * Pico-dollars of a report's USD text. Throws on text that is none: a report's schema rules it out.
 */
export function readUsd(text: string): Pico {
  const pico = parseUsd(text);
  if (pico === null) throw new RangeError("not a USD amount");
  return pico;
}

/** A report's share or expected number as an exact quotient. Throws on text that is none. */
export function readShare(text: string): Ratio {
  const share = parseDecimal(text);
  if (share === null) throw new RangeError("not a decimal");
  return share;
}

/** A quotient as decimal text with at most `digits` places, half-even, without trailing zeros. */
export function writeDecimal(value: Ratio, digits = 9): string {
  const scale = 10n ** BigInt(digits);
  const scaled = divideHalfEven(value.n * scale, value.d);
  const magnitude = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, "0");
  const whole = magnitude.slice(0, magnitude.length - digits);
  const fraction = magnitude.slice(magnitude.length - digits).replace(/0+$/, "");
  return `${scaled < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A whole number with thousands apart: `19,743`. */
export function showCount(value: number | bigint): string {
  const whole = typeof value === "bigint" ? value : BigInt(Math.round(value));
  return `${whole < 0n ? minus : ""}${groupThousands(magnitudeOf(whole).toString())}`;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** A figure for people: `$1,434`, `$9.37`, `$0.0105`. */
export function showUsd(pico: Pico): string {
  return `${sign(pico)}$${showShortOf(magnitudeOf(pico))}`;
}

function sign(pico: Pico): string {
  return pico < 0n ? minus : "";
}

function showShortOf(pico: Pico): string {
  if (pico === 0n) return "0";
  if (pico % dollar === 0n) return groupThousands((pico / dollar).toString());
  return pico < 100n * dollar - cent / 2n
    ? showCentsOf(pico)
    : groupThousands(divideHalfEven(pico, dollar).toString());
}

function showCentsOf(pico: Pico): string {
  if (pico < dollar) return showSmall(pico);
  const cents = divideHalfEven(pico, cent).toString();
  return `${groupThousands(cents.slice(0, -2))}.${cents.slice(-2)}`;
}

/** A magnitude below one dollar: four significant digits, at least two places. */
function showSmall(pico: Pico): string {
  const digits = pico.toString().length;
  const unit = 10n ** BigInt(Math.max(digits - 4, 0));
  const rounded = divideHalfEven(pico, unit) * unit;
  const [whole = "0", fraction = ""] = formatUsd(rounded).split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}

/** A change for people, to the cent: `+$9,081.78`, `−$0.0021`; no change is `$0`. */
export function showChange(pico: Pico): string {
  return pico === 0n ? "$0" : `${signed(pico)}$${showCentsOf(magnitudeOf(pico))}`;
}

function signed(pico: Pico): string {
  return pico < 0n ? minus : pico > 0n ? "+" : "";
}

/** A change for people, as short as a figure: `−$156`. */
export function showShortChange(pico: Pico): string {
  return `${signed(pico)}$${showShortOf(magnitudeOf(pico))}`;
}

/**
 * Two figures side by side, with as many digits as it takes for different ones to look different.
 */
export function showPair(a: Pico, b: Pico): readonly [string, string] {
  for (const show of [showShortOf, showCentsOf, showExactOf]) {
    const pair = [
      `${sign(a)}$${show(magnitudeOf(a))}`,
      `${sign(b)}$${show(magnitudeOf(b))}`,
    ] as const;
    if (pair[0] !== pair[1]) return pair;
  }
  return [showUsd(a), showUsd(b)];
}

function showExactOf(pico: Pico): string {
  const [whole = "0", fraction = ""] = formatUsd(pico).split(".");
  return `${groupThousands(whole)}.${fraction.padEnd(2, "0")}`;
}

/** A share as a percentage: `63 %`, `6.3 %`, `0.31 %`, `< 0.01 %`. */
export function showPercent(share: Ratio): string {
  return `${share.n < 0n ? minus : ""}${showPercentOf(share)} %`;
}

function showPercentOf(share: Ratio): string {
  const percent = ratio(magnitudeOf(share.n) * 100n, share.d);
  const tenThousandths = divideHalfEven(percent.n * 10_000n, percent.d);
  if (tenThousandths >= 100_000n)
    return groupThousands(divideHalfEven(percent.n, percent.d).toString());
  if (tenThousandths >= 10_000n) return writeDecimal(percent, 1);
  return tenThousandths >= 100n ? writeDecimal(percent, 2) : percent.n === 0n ? "0" : "< 0.01";
}

/** A relative change: `+635 %`; null from nothing, which has none. */
export function showRelative(from: Pico, to: Pico): string | null {
  if (from <= 0n) return null;
  const share = ratio(to - from, from);
  return `${share.n > 0n ? "+" : ""}${showPercent(share)}`;
}

/** A hit rate: whole percent, where neither all nor nothing is claimed of what is not. */
export function showRate(share: Ratio): string {
  const percent = divideHalfEven(share.n * 100n, share.d);
  if (percent === 0n && share.n > 0n) return "< 1 %";
  if (percent === 100n && share.n < share.d) return "> 99 %";
  return `${percent.toString()} %`;
}

/** Two hit rates, with places added where whole percent would make them look alike. */
export function showRatePair(a: Ratio, b: Ratio): readonly [string, string] {
  const short = [showRate(a), showRate(b)] as const;
  if (short[0] !== short[1] || a.n * b.d === b.n * a.d) return short;
  const percent = (share: Ratio): string => `${writeDecimal(ratio(share.n * 100n, share.d), 4)} %`;
  return [percent(a), percent(b)];
}

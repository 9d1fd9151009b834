/**
 * Figures as people read them. Nothing that is not zero is shown as zero, and two that differ are
 * never shown alike.
 */
import { magnitude } from "../../arithmetic.ts";
import {
  divideHalfEven,
  formatRatio,
  formatUsd,
  parseDecimal,
  parseUsd,
  ratio,
  type Pico,
  type Ratio,
} from "../../money.ts";
import { groupDigits } from "../../words.ts";

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
export function readRatio(text: string): Ratio {
  const share = parseDecimal(text);
  if (share === null) throw new RangeError("not a decimal");
  return share;
}

/** A whole number with thousands apart: `19,743`. */
export function showCount(value: number | bigint): string {
  const whole = typeof value === "bigint" ? value : BigInt(Math.round(value));
  return `${whole < 0n ? minus : ""}${groupDigits(magnitude(whole).toString())}`;
}

/** A figure for people: `$1,434`, `$9.37`, `$0.0105`. */
export function showUsd(pico: Pico): string {
  return `${sign(pico)}$${showShortOf(magnitude(pico))}`;
}

function sign(pico: Pico): string {
  return pico < 0n ? minus : "";
}

function showShortOf(pico: Pico): string {
  if (pico === 0n) return "0";
  if (pico % dollar === 0n) return groupDigits((pico / dollar).toString());
  return pico < 100n * dollar - cent / 2n
    ? showCentsOf(pico)
    : groupDigits(divideHalfEven(pico, dollar).toString());
}

function showCentsOf(pico: Pico): string {
  if (pico < dollar) return showSmall(pico);
  const cents = divideHalfEven(pico, cent).toString();
  return `${groupDigits(cents.slice(0, -2))}.${cents.slice(-2)}`;
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
  return pico === 0n ? "$0" : `${signed(pico)}$${showCentsOf(magnitude(pico))}`;
}

function signed(pico: Pico): string {
  return pico < 0n ? minus : pico > 0n ? "+" : "";
}

/** A change for people, as short as a figure: `−$156`. */
export function showShortChange(pico: Pico): string {
  return `${signed(pico)}$${showShortOf(magnitude(pico))}`;
}

/**
 * Two figures side by side, with as many digits as it takes for different ones to look different.
 */
export function showPair(a: Pico, b: Pico): readonly [string, string] {
  for (const show of [showShortOf, showCentsOf, showExactOf]) {
    const pair = [`${sign(a)}$${show(magnitude(a))}`, `${sign(b)}$${show(magnitude(b))}`] as const;
    if (pair[0] !== pair[1]) return pair;
  }
  return [showUsd(a), showUsd(b)];
}

function showExactOf(pico: Pico): string {
  const [whole = "0", fraction = ""] = formatUsd(pico).split(".");
  return `${groupDigits(whole)}.${fraction.padEnd(2, "0")}`;
}

/** A share as a percentage: `63 %`, `6.3 %`, `0.31 %`, `< 0.01 %`. */
export function showPercent(share: Ratio): string {
  return `${share.n < 0n ? minus : ""}${showPercentOf(share)} %`;
}

function showPercentOf(share: Ratio): string {
  const percent = ratio(magnitude(share.n) * 100n, share.d);
  const tenThousandths = divideHalfEven(percent.n * 10_000n, percent.d);
  if (tenThousandths >= 100_000n)
    return groupDigits(divideHalfEven(percent.n, percent.d).toString());
  if (tenThousandths >= 10_000n) return formatRatio(percent, 1);
  return tenThousandths >= 100n ? formatRatio(percent, 2) : percent.n === 0n ? "0" : "< 0.01";
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
  const percent = (share: Ratio): string => `${formatRatio(ratio(share.n * 100n, share.d), 4)} %`;
  return [percent(a), percent(b)];
}

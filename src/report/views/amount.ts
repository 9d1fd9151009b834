/**
 * Figures as people read them. An amount has whole dollars from $100 on, cents below, and three
 * digits that count below $1; a change has cents, and below one cent says just that. Nothing that
 * is not zero is shown as zero, and two that differ are never shown alike.
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
  return pico < dollar ? showSmall(pico) : showPlaces(pico, 2);
}

/** A magnitude to so many places behind the point; zeros at its end only where they are cents. */
function showPlaces(pico: Pico, places: number): string {
  const unit = 10n ** BigInt(12 - places);
  const [whole = "0", fraction = ""] = formatUsd(divideHalfEven(pico, unit) * unit).split(".");
  return `${groupDigits(whole)}.${fraction.padEnd(2, "0")}`;
}

/** A magnitude below one dollar: three significant digits, at least two places. */
function showSmall(pico: Pico): string {
  return showPlaces(pico, Math.max(2, 12 - Math.max(pico.toString().length - 3, 0)));
}

/**
 * A change for people, to the cent: `+$9,081.78`, `under $0.01 less`; no change is `$0`.
 */
export function showChange(pico: Pico): string {
  return writeChange(pico, (size) => showPlaces(size, 2));
}

/** A change for people, as short as a figure: `−$156`. */
export function showShortChange(pico: Pico): string {
  return writeChange(pico, showRounded);
}

function writeChange(pico: Pico, show: (size: Pico) => string): string {
  if (pico === 0n) return "$0";
  const size = magnitude(pico);
  if (size < cent) return `${underOneCent} ${pico < 0n ? "less" : "more"}`;
  return `${pico < 0n ? minus : "+"}$${show(size)}`;
}

const underOneCent = "under $0.01";

/** How large a change is, without its direction: `$156`, `$0.42`, `under $0.01`. */
export function showSize(pico: Pico): string {
  const size = magnitude(pico);
  return size > 0n && size < cent ? underOneCent : `$${showRounded(size)}`;
}

/** A magnitude to the cent, from $100 on to the dollar. */
function showRounded(size: Pico): string {
  return size > 0n && size < dollar ? showPlaces(size, 2) : showShortOf(size);
}

/**
 * Two figures side by side, with as many digits as it takes for different ones to look different.
 */
export function showPair(a: Pico, b: Pico): readonly [string, string] {
  const short = [showUsd(a), showUsd(b)] as const;
  if (a === b || short[0] !== short[1]) return short;
  const write = (pico: Pico, places: number): string =>
    `${sign(pico)}$${showPlaces(magnitude(pico), places)}`;
  for (let places = 2; ; places += 1) {
    const pair = [write(a, places), write(b, places)] as const;
    if (pair[0] !== pair[1] || places === 12) return pair;
  }
}

/**
 * A figure to the cent, beside a bound that is shown exactly: with more digits where it would not
 * look to be on its own side of it.
 */
export function showBeside(pico: Pico, bound: Pico): string {
  // Below one dollar three digits that count.
  const start = Math.min(12, Math.max(2, 15 - magnitude(pico).toString().length));
  for (let places = start; ; places += 1) {
    const unit = 10n ** BigInt(12 - places);
    const isTrue = divideHalfEven(pico, unit) * unit > bound === pico > bound;
    if (isTrue || places >= 12) return `${sign(pico)}$${showPlaces(magnitude(pico), places)}`;
  }
}

/** A share as a percentage: `63 %`, `6.3 %`, `0.31 %`, `under 0.01 %`. */
export function showPercent(share: Ratio): string {
  const percent = showPercentOf(share);
  return `${share.n < 0n && !percent.startsWith("under") ? minus : ""}${percent} %`;
}

function showPercentOf(share: Ratio): string {
  const percent = ratio(magnitude(share.n) * 100n, share.d);
  const tenThousandths = divideHalfEven(percent.n * 10_000n, percent.d);
  if (tenThousandths >= 100_000n)
    return groupDigits(divideHalfEven(percent.n, percent.d).toString());
  if (tenThousandths >= 10_000n) return formatRatio(percent, 1);
  return tenThousandths >= 100n ? formatRatio(percent, 2) : percent.n === 0n ? "0" : "under 0.01";
}

/** A relative change: `+635 %`; null from nothing, which has none. */
export function showRelative(from: Pico, to: Pico): string | null {
  if (from <= 0n) return null;
  const share = ratio(to - from, from);
  const percent = showPercent(share);
  if (percent.startsWith("under")) return `${percent} ${share.n > 0n ? "more" : "less"}`;
  return `${share.n > 0n ? "+" : ""}${percent}`;
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
  const percent = (share: Ratio, places: number): string =>
    `${withPlaces(formatRatio(ratio(share.n * 100n, share.d), places), places)} %`;
  for (let places = 1; ; places += 1) {
    const pair = [percent(a, places), percent(b, places)] as const;
    if (pair[0] !== pair[1] || places === 9) return pair;
  }
}

/** A decimal text with zeros at its end, so that two of them compare at a glance. */
function withPlaces(text: string, places: number): string {
  const [whole = "0", fraction = ""] = text.split(".");
  return `${whole}.${fraction.padEnd(places, "0")}`;
}

/** Whether two rates are the same to a tenth of a percent: no view tells them apart. */
export function isSameRate(a: Ratio, b: Ratio): boolean {
  const tenths = (share: Ratio): bigint => divideHalfEven(share.n * 1000n, share.d);
  return showRate(a) === showRate(b) && magnitude(tenths(a) - tenths(b)) <= 1n;
}

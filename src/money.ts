import { greatestCommonDivisor } from "./arithmetic.ts";
import { groupDigits } from "./words.ts";

/**
 * USD in integer pico-dollars (10⁻¹² USD). Prices per million tokens are whole pico-dollars per
 * token, so no sum is ever rounded.
 */
export type Pico = bigint;

/**
 * An exact quotient `n / d`; `d` is positive. Expected quantities stay quotients until they are
 * shown or written down.
 */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

const picoDigits = 12;

/**
 * Divides and rounds, half to even: the one place where an exact quotient becomes an integer.
 * Throws where `d` is not positive.
 */
export function divideHalfEven(n: bigint, d: bigint): bigint {
  if (d <= 0n) throw new RangeError("the divisor must be positive");
  const negative = n < 0n;
  const magnitude = negative ? -n : n;
  const floor = magnitude / d;
  const twice = (magnitude % d) * 2n;
  const up = twice > d || (twice === d && floor % 2n === 1n);
  const rounded = up ? floor + 1n : floor;
  return negative ? -rounded : rounded;
}

/** The quotient `n / d` in lowest terms. `d` may be negative; throws where it is zero. */
export function ratio(n: bigint, d = 1n): Ratio {
  if (d === 0n) throw new RangeError("the divisor must not be zero");
  const [top, bottom] = d < 0n ? [-n, -d] : [n, d];
  const common = greatestCommonDivisor(top, bottom);
  return common <= 1n ? { n: top, d: bottom } : { n: top / common, d: bottom / common };
}

export function addRatio(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function multiplyRatio(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.n, a.d * b.d);
}

/**
 * A quotient as decimal text, half to even at the last of `digits` places (12 at most), without
 * trailing zeros.
 */
export function formatRatio(value: Ratio, digits: number): string {
  const scaled = divideHalfEven(value.n * 10n ** BigInt(digits), value.d);
  return formatUsd(scaled * 10n ** BigInt(picoDigits - digits));
}

export function compareRatio(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** About the same number as a double (12 digits behind the point), for display only. */
export function ratioToNumber(value: Ratio): number {
  const scaled = divideHalfEven(value.n * 1_000_000_000_000n, value.d);
  return Number(scaled) / 1e12;
}

/** Sign, whole part, fraction. */
const decimal = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * A decimal string such as `0.0105` as an exact quotient; null where it is none. A sign may stand
 * in front; exponents and digit separators are refused.
 */
export function parseDecimal(text: string): Ratio | null {
  const match = decimal.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? "";
  const n = BigInt(`${match[2] ?? "0"}${fraction}`);
  return ratio(match[1] === "-" ? -n : n, 10n ** BigInt(fraction.length));
}

/** USD text to pico-dollars; null where it is no decimal or finer than a pico-dollar. */
export function parseUsd(text: string): Pico | null {
  const match = decimal.exec(text);
  if (match === null) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  if (/[1-9]/.test(fraction.slice(picoDigits))) return null;
  const pico = BigInt(`${whole}${fraction.slice(0, picoDigits).padEnd(picoDigits, "0")}`);
  return sign === "-" ? -pico : pico;
}

/** Exact decimal USD of pico-dollars, without trailing zeros: `10500000000n` is `"0.0105"`. */
export function formatUsd(pico: Pico): string {
  const negative = pico < 0n;
  const digits = (negative ? -pico : pico).toString().padStart(picoDigits + 1, "0");
  const whole = digits.slice(0, -picoDigits);
  const fraction = digits.slice(-picoDigits).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A price as it stands in a price list: exact, `$5`, `$0.20`, `$0.125`. */
export function formatDollars(pico: Pico): string {
  const [whole = "0", fraction] = formatUsd(pico < 0n ? -pico : pico).split(".");
  const cents = fraction === undefined ? "" : `.${fraction.padEnd(2, "0")}`;
  return `${pico < 0n ? "\u2212" : ""}$${groupDigits(whole)}${cents}`;
}

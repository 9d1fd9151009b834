/**
 * USD in integer pico-dollars (10⁻¹² USD). Prices per million tokens are whole pico-dollars per
 * token, so no sum is ever rounded.
 */
export type Pico = bigint;

/**
 * An exact quotient; `d` is positive. Quantities that are expectations stay quotients until the
 * edge.
 */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

const PICO_DIGITS = 12;

/**
 * Divides, half to even. The one place where an exact quotient becomes an integer. `d` must be
 * positive.
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

/** A quotient in lowest terms. `d` may be negative, not zero. */
export function ratio(n: bigint, d = 1n): Ratio {
  if (d === 0n) throw new RangeError("the divisor must not be zero");
  const [top, bottom] = d < 0n ? [-n, -d] : [n, d];
  const common = gcd(top, bottom);
  return common <= 1n ? { n: top, d: bottom } : { n: top / common, d: bottom / common };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function addRatio(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function multiplyRatio(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.n, a.d * b.d);
}

/** A quotient as decimal text, half to even at the last of `digits` places, without trailing zeros. */
export function formatRatio(value: Ratio, digits: number): string {
  const scaled = divideHalfEven(value.n * 10n ** BigInt(digits), value.d);
  return formatUsd(scaled * 10n ** BigInt(12 - digits));
}

export function compareRatio(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest double, for display only. */
export function ratioToNumber(value: Ratio): number {
  const scaled = divideHalfEven(value.n * 1_000_000_000_000n, value.d);
  return Number(scaled) / 1e12;
}

/**
 * A decimal string such as `0.0105` as an exact quotient, or null if it is none. Signs, no
 * exponent, no separators.
 */
export function parseDecimal(text: string): Ratio | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? "";
  const n = BigInt(`${match[2] ?? "0"}${fraction}`);
  return ratio(match[1] === "-" ? -n : n, 10n ** BigInt(fraction.length));
}

/** USD text to pico-dollars; null where it is no decimal or finer than a pico-dollar. */
export function parseUsd(text: string): Pico | null {
  const value = parseDecimal(text);
  if (value === null) return null;
  const pico = value.n * 10n ** BigInt(PICO_DIGITS);
  return pico % value.d === 0n ? pico / value.d : null;
}

/** Exact decimal USD of pico-dollars, without trailing zeros: `10500000000n` is `"0.0105"`. */
export function formatUsd(pico: Pico): string {
  const negative = pico < 0n;
  const digits = (negative ? -pico : pico).toString().padStart(PICO_DIGITS + 1, "0");
  const whole = digits.slice(0, -PICO_DIGITS);
  const fraction = digits.slice(-PICO_DIGITS).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

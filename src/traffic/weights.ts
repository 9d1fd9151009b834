import { parseDecimal } from "../money.ts";

/** Weights as whole numbers in the same proportion, and their sum. */
export interface Weights {
  readonly each: readonly bigint[];
  readonly sum: bigint;
}

/**
 * Positive weights, as decimals write them, brought to the smallest whole numbers: 0.5 and 1.5 are
 * 1 and 3. Traffic divides over a scenario's runs by them (DESIGN.md, "A fixture: one run"). Throws
 * where one is not positive.
 */
export function wholeWeights(weights: readonly number[]): Weights {
  const values = weights.map(exact);
  const common = values.reduce((all, value) => (all * value.d) / gcd(all, value.d), 1n);
  const scaled = values.map((value) => value.n * (common / value.d));
  const divisor = scaled.reduce((all, value) => gcd(all, value), 0n);
  const each = scaled.map((value) => value / (divisor === 0n ? 1n : divisor));
  return { each, sum: each.reduce((all, value) => all + value, 0n) };
}

function exact(weight: number): { readonly n: bigint; readonly d: bigint } {
  const value = parseDecimal(String(weight)) ?? parseDecimal(weight.toFixed(20));
  if (value === null || value.n <= 0n) throw new RangeError("a weight must be positive and finite");
  return value;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

import { greatestCommonDivisor, sumExact } from "../arithmetic.ts";
import { parseDecimal, type Ratio } from "../money.ts";

/** Weights as whole numbers in the same proportion, by the index of their run, and their sum. */
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
  const [first] = weights;
  // Nearly all mixes are of equal runs.
  if (first !== undefined && first > 0 && weights.every((weight) => weight === first))
    if (Number.isFinite(first)) return { each: weights.map(() => 1n), sum: BigInt(weights.length) };
  const values = weights.map(exactWeight);
  const denominator = values.reduce(
    (common, { d }) => (common * d) / greatestCommonDivisor(common, d),
    1n,
  );
  const scaled = values.map((value) => value.n * (denominator / value.d));
  const divisor = scaled.reduce(greatestCommonDivisor, 0n);
  const each = scaled.map((value) => value / (divisor === 0n ? 1n : divisor));
  return { each, sum: sumExact(each) };
}

function exactWeight(weight: number): Ratio {
  const value = parseDecimal(String(weight)) ?? parseDecimal(weight.toFixed(20));
  if (value === null || value.n <= 0n) throw new RangeError("a weight must be positive and finite");
  return value;
}

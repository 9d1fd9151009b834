/** The sum of numbers; 0 of none. */
export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** The sum of whole numbers of any size; 0 of none. */
export function sumExact(numbers: Iterable<bigint>): bigint {
  let total = 0n;
  for (const number of numbers) total += number;
  return total;
}

/** The largest of whole numbers of any size, and at least `least`. */
export function largest(numbers: Iterable<bigint>, least: bigint): bigint {
  let most = least;
  for (const number of numbers) if (number > most) most = number;
  return most;
}

/** The greatest common divisor of two whole numbers, never negative; that of 0 and `b` is `b`. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** What a whole is divided into, before it is rounded. */
export interface Part {
  /** The part rounded down. */
  readonly floor: number;
  /** What rounding down took from it, in any unit that is the same for all parts. */
  readonly remainder: number;
}

/**
 * Rounds parts to whole numbers that add up to `whole`, by largest remainder: what rounding down left
 * goes, one each, to the parts with the largest remainders, of equal ones to the earlier.
 */
export function roundParts(whole: number, parts: readonly Part[]): readonly number[] {
  const left = whole - sum(parts.map(({ floor }) => floor));
  const order = parts
    .map(({ remainder }, index) => ({ index, remainder }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const raised = new Set(order.slice(0, left).map(({ index }) => index));
  return parts.map(({ floor }, index) => (raised.has(index) ? floor + 1 : floor));
}

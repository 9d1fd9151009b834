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

/** The largest of numbers, or of whole numbers of any size, and at least `least`. */
export function largest<Value extends number | bigint>(
  numbers: Iterable<Value>,
  least: Value,
): Value {
  let most = least;
  for (const number of numbers) if (number > most) most = number;
  return most;
}

/** A whole number without its sign. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The greatest common divisor of two whole numbers, never negative; that of 0 and `b` is `b`. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = magnitude(a);
  let y = magnitude(b);
  while (y !== 0n) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

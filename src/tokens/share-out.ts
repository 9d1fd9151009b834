import { sum } from "../arithmetic.ts";

/**
 * Shares whole tokens, which may be fewer than none, out in proportion to sizes, whole as well, by
 * largest remainder: what rounding down leaves goes to the largest remainders, one each, and to the
 * earlier ones where they are equal. Exact, however large. Adds up to `amount`; where all sizes are
 * 0 the last one takes it.
 */
export function shareOut(amount: number, sizes: readonly number[]): readonly number[] {
  if (amount === 0) return sizes.map(() => 0);
  const sizeSum = BigInt(sum(sizes));
  if (sizeSum === 0n) return sizes.map((_, index) => (index === sizes.length - 1 ? amount : 0));
  const sign = amount < 0 ? -1 : 1;
  const whole = BigInt(Math.abs(amount));
  const shares = sizes.map((size, index) => {
    const product = whole * BigInt(size);
    return { index, floor: product / sizeSum, remainder: product % sizeSum };
  });
  const left = Number(shares.reduce((rest, { floor }) => rest - floor, whole));
  const raised = new Set(
    [...shares]
      .sort((a, b) => Number(b.remainder - a.remainder) || a.index - b.index)
      .slice(0, left)
      .map(({ index }) => index),
  );
  return shares.map(({ floor, index }) => {
    const share = Number(floor) + (raised.has(index) ? 1 : 0);
    return share === 0 ? 0 : sign * share;
  });
}

import { sum } from "../arithmetic.ts";

/**
 * Shares whole tokens, which may be fewer than none, out in proportion to sizes by largest
 * remainder. Adds up to `amount`; where all sizes are 0 the last one takes it.
 */
export function shareOut(amount: number, sizes: readonly number[]): readonly number[] {
  const sizeSum = sum(sizes);
  if (sizeSum === 0) return sizes.map((_, index) => (index === sizes.length - 1 ? amount : 0));
  const whole = Math.abs(amount);
  const shares = sizes.map((size) => {
    const share = (whole * size) / sizeSum;
    return { floor: Math.floor(share), remainder: share - Math.floor(share) };
  });
  const sign = amount < 0 ? -1 : 1;
  return roundShares(whole, shares).map((share) => (share === 0 ? 0 : sign * share));
}

/**
 * Rounds shares of a whole so that they add up to it: what rounding down leaves goes to the largest
 * remainders, one each, and to the earlier ones where they are equal.
 */
export function roundShares(
  whole: number,
  shares: readonly { readonly floor: number; readonly remainder: number }[],
): readonly number[] {
  const rounded = shares.map(({ floor }) => floor);
  const left = whole - sum(rounded);
  const byRemainder = shares
    .map(({ remainder }, index) => ({ remainder, index }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) rounded[index] = (rounded[index] ?? 0) + 1;
  return rounded;
}

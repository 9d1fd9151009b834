import { roundParts, sum } from "../arithmetic.ts";

/**
 * Shares whole tokens out in proportion to sizes, largest remainder first, earlier ones first where
 * equal. All sizes 0: the last takes all. Adds up to `amount`, which may be negative.
 */
export function shareOut(amount: number, sizes: readonly number[]): readonly number[] {
  const all = sum(sizes);
  if (all === 0) return sizes.map((_, index) => (index === sizes.length - 1 ? amount : 0));
  const whole = Math.abs(amount);
  const parts = sizes.map((size) => {
    const exact = (whole * size) / all;
    const floor = Math.floor(exact);
    return { floor, remainder: exact - floor };
  });
  const sign = amount < 0 ? -1 : 1;
  return roundParts(whole, parts).map((share) => (share === 0 ? 0 : sign * share));
}

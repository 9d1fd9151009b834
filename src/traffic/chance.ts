import type { Ratio } from "../money.ts";

/**
 * Certainty: chances are whole numbers over 2⁴⁰, rounded once, so that all after them is integer
 * arithmetic.
 */
export const certain = 2n ** 40n;

/** A month is 730 hours (DESIGN.md, "promptcost.yml"), in milliseconds. */
export const monthMs = 730n * 3_600_000n;

const scale = 2 ** 40;

/** The nearest chance to a share between 0 and 1. */
export function toChance(share: number): bigint {
  return BigInt(Math.round(Math.min(1, Math.max(0, share)) * scale));
}

/** The chance of an exact share between 0 and 1. */
export function shareToChance(share: Ratio): bigint {
  const doubled = (share.n * certain * 2n) / share.d;
  const rounded = (doubled + 1n) / 2n;
  return rounded < 0n ? 0n : rounded > certain ? certain : rounded;
}

/** e^(−x): that none of an expected number `x` of independent arrivals happened. */
export function none(x: Ratio): number {
  return Math.exp(-(Number(x.n) / Number(x.d)));
}

import type { Ratio } from "../money.ts";

/**
 * The chance of what is certain. Chances are whole numbers over 2⁴⁰: each is rounded once, so that
 * everything after it is integer arithmetic.
 */
export const certainty = 2n ** 40n;

/** The nearest chance, over 2⁴⁰, to a share; one below 0 or above 1 counts as that. */
export function toChance(share: number): bigint {
  return BigInt(Math.round(Math.min(1, Math.max(0, share)) * Number(certainty)));
}

/** The same of an exact share; halves round up. */
export function shareToChance(share: Ratio): bigint {
  const doubled = (share.n * certainty * 2n) / share.d;
  const rounded = (doubled + 1n) / 2n;
  return rounded < 0n ? 0n : rounded > certainty ? certainty : rounded;
}

/** e^(−expected): that none happens of independent arrivals of which so many are expected. */
export function chanceOfNoArrival(expected: Ratio): number {
  return Math.exp(-(Number(expected.n) / Number(expected.d)));
}

/** Limits as people read them in a list of relaxed rules, exact. */
import { formatDollars, formatRatio, ratio } from "../money.ts";
import type { Pico, Ratio } from "../money.ts";

/** Stands in the place of a rule that is gone. */
export const none = "none";

/** `$900`. */
export function describeUsd(amount: Pico | null): string {
  return amount === null ? none : formatDollars(amount);
}

/** A share of 1 in percent: `80 %`. */
export function describeShare(share: Ratio | null): string {
  return share === null ? none : `${formatRatio(ratio(share.n * 100n, share.d), 12)} %`;
}

import { parseDecimal, ratio, type Ratio } from "../../money.ts";
import type { RateCost } from "./rate-cost.ts";
import { rateGrid } from "./rate-grid.ts";

/** From which traffic on, or up to which, the first of two costs is the lower one. */
export interface Crossing {
  readonly runsPerHour: Ratio;
  readonly cheaper: "from" | "up-to";
}

/**
 * Where two costs meet between 0.01 and 10,000 runs an hour, to 3 significant digits. One that is
 * lower throughout is so from 0 on.
 */
export function findCrossings(cost: RateCost, other: RateCost): readonly Crossing[] {
  const crossings: Crossing[] = [];
  let before: { readonly rate: number; readonly sign: number } | null = null;
  for (const rate of rateGrid) {
    const sign = signAt(cost, other, rate);
    if (sign === 0) continue;
    if (before !== null && before.sign !== sign)
      crossings.push({
        runsPerHour: bisect((at) => signAt(cost, other, at) === sign, before.rate, rate),
        cheaper: sign < 0 ? "from" : "up-to",
      });
    before = { rate, sign };
  }
  const isAlwaysLower = crossings.length === 0 && (before?.sign ?? 0) < 0;
  return isAlwaysLower ? [{ runsPerHour: ratio(0n), cheaper: "from" }] : crossings;
}

/** Negative where the first is lower. */
function signAt(cost: RateCost, other: RateCost, rate: number): number {
  const [own, others] = [cost.at(rate), other.at(rate)];
  const difference = own - others;
  return Math.abs(difference) <= Math.max(cost.error, other.error) * Math.max(own, others)
    ? 0
    : Math.sign(difference);
}

/** The rate between two at which something begins to hold, halving until 3 digits are certain. */
function bisect(holds: (rate: number) => boolean, from: number, to: number): Ratio {
  let [low, high] = [from, to];
  while (high / low > 1.0001) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return parseDecimal(decimalText(Math.sqrt(low * high))) ?? ratio(0n);
}

/** To 3 significant digits, without an exponent: rates lie between 0.01 and 10,000. */
function decimalText(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}

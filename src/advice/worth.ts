import { divideHalfEven, type Pico } from "../money.ts";
import type { Projection } from "../projection/projection.ts";
import type { AdviceContext } from "./advice.ts";

/** A saving below this share of a scenario's cost is not worth a reader's time: 1 in so many. */
const leastShare = 100n;

/** What a scenario costs a month; without traffic, a run. */
export function costOf({ usdPerMonth, usdPerRun }: Projection): Pico {
  return usdPerMonth ?? usdPerRun;
}

/**
 * Whether a saving, pico-dollars a month or per run without traffic, is at least 1 % of what the
 * scenario costs. A kind asks this of the most it could save before it works out a changed scenario.
 */
export function isWorthSaying(saving: Pico, { projection }: AdviceContext): boolean {
  return saving > 0n && saving * leastShare >= costOf(projection);
}

/** Pico-dollars of one run as pico-dollars a month, where the scenario has traffic. */
export function onBasis(perRun: Pico, { measured: { traffic } }: AdviceContext): Pico {
  if (traffic === null) return perRun;
  return divideHalfEven(perRun * traffic.runsPerMonth.n, traffic.runsPerMonth.d);
}

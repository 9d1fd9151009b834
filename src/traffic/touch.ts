import type { Traffic } from "../config/config.ts";
import type { Ratio } from "../money.ts";
import type { Weights } from "./weights.ts";

/** The runs of one scenario as they arrive. */
export interface ArrivalSource {
  /**
   * As the scenario's traffic says; or `always`: the cache is warm, whatever some run touches is
   * alive; `never`: nothing that another run touches is.
   */
  readonly arrivals: Traffic["arrivals"] | "always" | "never";
  /** Runs per month of 730 hours. Not looked at for `always` and `never`. */
  readonly runsPerMonth: Ratio;
  /** How the arriving runs divide over the scenario's runs, by their indexes. */
  readonly weights: Weights;
}

/**
 * A request touches a prefix where one of its own breakpoints stands at the prefix's end: whether
 * it reads or writes it, it leaves it alive in the cache from the request's start on, for the
 * lifetime of that breakpoint (caching-rules.md §7).
 */
export interface Touch {
  /** Index of the source its run belongs to. */
  readonly source: number;
  /** Index of the run among that source's. */
  readonly run: number;
  /** When the request starts, milliseconds from the start of its run. */
  readonly offset: number;
  /** How long the prefix stays alive from then on, milliseconds. */
  readonly ttl: number;
}

/** A prefix with the touches that can have left it alive. */
export interface TouchedPrefix {
  /**
   * Of how many equally likely prefixes it is one, because blocks before its end hold one of n
   * values; of two prefixes of one prompt the deeper one has a multiple of the other's.
   */
  readonly values: bigint;
  readonly touches: readonly Touch[];
}

import type { Arrivals } from "../config/config.ts";
import type { Ratio } from "../money.ts";
import type { Weights } from "./weights.ts";

/**
 * A request of some run that leaves a prefix alive from its offset on, for the lifetime of the
 * breakpoint it stands at.
 */
export interface Touch {
  /** Index of the source its run belongs to. */
  readonly source: number;
  /** Index of the run among that source's. */
  readonly run: number;
  /** From the start of the run, milliseconds. */
  readonly offset: number;
  /** Milliseconds. */
  readonly ttl: number;
}

/** The runs of one scenario as they arrive. */
export interface Source {
  /**
   * `always`: the cache is warm, whatever some run touches is alive; `never`: nothing of another
   * run is.
   */
  readonly arrivals: Arrivals | "always" | "never";
  /** Runs per month of 730 hours. Not looked at for `always` and `never`. */
  readonly runsPerMonth: Ratio;
  readonly weights: Weights;
}

/**
 * Touches of one prefix by other runs. `values`: how many equally likely prefixes this one is one
 * of, because blocks before its end are filled with one of n values; the deeper of two prefixes has
 * a multiple of the other's.
 */
export interface Touched {
  readonly values: bigint;
  readonly touches: readonly Touch[];
}

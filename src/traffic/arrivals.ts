import type { Arrivals } from "../config/arrivals/arrivals.ts";
import type { Ratio } from "../money.ts";
import type { Weights } from "./weights.ts";

/** A month is 730 hours (DESIGN.md, "promptcost.yml"), in milliseconds. */
export const monthMs = 730n * 3_600_000n;

/** The runs of one scenario as they arrive. */
export interface ArrivalSource {
  /**
   * As the scenario's traffic says; or `always`: the cache is warm, whatever some run touches is
   * alive; `never`: nothing that another run touches is.
   */
  readonly arrivals: Arrivals | { readonly kind: "always" | "never" };
  /** Runs per month of 730 hours. Not looked at for `always` and `never`. */
  readonly runsPerMonth: Ratio;
  /** How the arriving runs divide over the scenario's runs, by their indexes. */
  readonly weights: Weights;
  /** The runs' ids, in their order: observed arrivals name them. */
  readonly runIds: readonly string[];
}

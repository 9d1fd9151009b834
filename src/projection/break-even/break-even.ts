import type { Ratio } from "../../money.ts";

/** From how many runs an hour on a variant costs less than another. */
export interface BreakEvenPoint {
  readonly variant: string;
  readonly against: string;
  readonly runsPerHour: Ratio;
  readonly cheaper: "from" | "up-to";
}

import type { Pico, Ratio } from "../../money.ts";

/**
 * What somebody would have to accept for a limit to let a change pass: how much more than on main
 * it is, with the high end of its interval.
 */
export type Needed =
  | {
      readonly kind: "usd";
      readonly usd: Pico;
      readonly high: Pico;
      readonly basis: "month" | "run";
    }
  /** Tokens of a request's level, where that grew most. */
  | { readonly kind: "tokens"; readonly tokens: Ratio; readonly high: Ratio }
  /** The names of dearer models (`findDearName`), each of which is to be accepted. */
  | { readonly kind: "model"; readonly models: readonly string[] };

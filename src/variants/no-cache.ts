import { withoutBreakpoints } from "./breakpoints.ts";
import { varied } from "./variant.ts";
import type { Variant } from "./variant.ts";

/** Nothing is cached: no request sets a breakpoint. */
export const noCache: Variant = {
  label: "no cache",
  phrase: "without the cache",
  vary: (scenario) => varied(withoutBreakpoints(scenario)),
};

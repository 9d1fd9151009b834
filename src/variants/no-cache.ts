import { withoutBreakpoints } from "./breakpoints.ts";
import { varied, type Variant } from "./variant.ts";

/** `no-cache`: no request sets a breakpoint, so nothing is cached. */
export const noCache: Variant = (scenario) => varied(withoutBreakpoints(scenario));

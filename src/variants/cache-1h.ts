import { withTtl } from "./breakpoints.ts";
import { varied, type Variant } from "./variant.ts";

/** `cache-1h`: what is cached is kept for an hour. */
export const cache1h: Variant = (scenario) => varied(withTtl(scenario, "1h"));

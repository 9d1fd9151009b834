import { withTtl } from "./breakpoints.ts";
import { varied, type Variant } from "./variant.ts";

/** `cache-5m`: what is cached is kept for five minutes. */
export const cache5m: Variant = (scenario) => varied(withTtl(scenario, "5m"));

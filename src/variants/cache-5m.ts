import { withTtl } from "./breakpoints.ts";
import { varied } from "./variant.ts";
import type { Variant } from "./variant.ts";

/** What is cached is kept for five minutes. */
export const cache5m: Variant = {
  label: "cache-5m",
  phrase: null,
  vary: (scenario) => varied(withTtl(scenario, "5m")),
};

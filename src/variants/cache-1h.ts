import { withTtl } from "./breakpoints.ts";
import { varied } from "./variant.ts";
import type { Variant } from "./variant.ts";

/** What is cached is kept for an hour. */
export const cache1h: Variant = {
  label: "cache-1h",
  phrase: null,
  vary: (scenario) => varied(withTtl(scenario, "1h")),
};

import { withAutomatic } from "./automatic.ts";
import type { Variant } from "./variant.ts";

/** `auto-1h`: top-level automatic caching for an hour. */
export const auto1h: Variant = (scenario) => withAutomatic(scenario, "1h");

import { withAutomatic } from "./automatic.ts";
import type { Variant } from "./variant.ts";

/** `auto-5m`: top-level automatic caching for five minutes. */
export const auto5m: Variant = (scenario) => withAutomatic(scenario, "5m");

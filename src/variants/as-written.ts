import { varied, type Variant } from "./variant.ts";

/** `as-written`: nothing changed. */
export const asWritten: Variant = (scenario) => varied(scenario);

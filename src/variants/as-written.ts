import { varied } from "./variant.ts";
import type { Variant } from "./variant.ts";

/** `as-written`: nothing changed. */
export const asWritten: Variant = varied;

import { varied } from "./variant.ts";
import type { Variant } from "./variant.ts";

export const asWritten: Variant = { label: "as written", phrase: null, vary: varied };

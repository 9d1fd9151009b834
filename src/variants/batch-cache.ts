import { inBatch } from "./batch.ts";
import type { Variant } from "./variant.ts";

/** In a batch, with the breakpoints that are written. */
export const batchCache: Variant = { label: "batch+cache", phrase: null, vary: inBatch };

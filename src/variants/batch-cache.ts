import { inBatch } from "./batch.ts";
import type { Variant } from "./variant.ts";

/** `batch+cache`: in a batch, with the breakpoints that are written. */
export const batchCache: Variant = (scenario) => inBatch(scenario);

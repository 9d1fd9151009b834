import type { AdviceCode, AdviceRow } from "../advice.ts";

/** The kinds about what is cached, for how long, and what need not be answered at once. */
export const cachingKinds = {} as const satisfies Partial<Record<AdviceCode, AdviceRow>>;

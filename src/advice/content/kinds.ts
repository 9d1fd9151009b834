import type { AdviceCode, AdviceRow } from "../advice.ts";

/** The kinds about models, what is sent, what is answered, and rate limits. */
export const contentKinds = {} as const satisfies Partial<Record<AdviceCode, AdviceRow>>;

import type { AdviceCode, AdviceRow } from "../advice.ts";
import { unusedTools } from "./unused-tools.ts";

/** The kinds about models, what is sent, what is answered, and rate limits. */
export const contentKinds = {
  "unused-tools": { subject: "tools", propose: unusedTools },
} as const satisfies Partial<Record<AdviceCode, AdviceRow>>;

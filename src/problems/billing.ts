import { text } from "./text.ts";

export const billingProblems = {} as const;

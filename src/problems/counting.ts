import { text } from "./text.ts";

export const countingProblems = {} as const;

import { text } from "./text.ts";

export const comparingProblems = {} as const;

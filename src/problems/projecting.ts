import { text } from "./text.ts";

export const projectingProblems = {} as const;

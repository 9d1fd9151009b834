import { text } from "./text.ts";

export const publishingProblems = {} as const;

import { text } from "./text.ts";

export const fixtureProblems = {} as const;

import type { Problem } from "../problem.ts";

/** A problem in the JSON of commands over recordings, which know no scenarios. */
export type ProblemJson = Omit<Problem, "scenario">;

export function problemJson(problem: Problem): ProblemJson {
  const { code, severity, file, line, column, path, message, fix } = problem;
  return { code, severity, file, line, column, path, message, fix };
}

import { nowhere, problem, type Problem, type ProblemCode } from "./problem.ts";

/** So many problems of one code are listed: more have one cause, or nobody reads them. */
const mostOfCode = 50;

/**
 * Problems without those that are too many of a code: the first stay, `problems-left-out` counts the
 * others. An error is never left out without another one of its code staying.
 */
export function limitProblems(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostOfCode) return problems;
  const counts = new Map<ProblemCode, number>();
  const kept = problems.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= mostOfCode;
  });
  const leftOut = [...counts].flatMap(([code, count]) =>
    count <= mostOfCode
      ? []
      : [problem("problems-left-out", nowhere, { code, count: count - mostOfCode })],
  );
  return [...kept, ...leftOut];
}

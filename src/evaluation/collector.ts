import type { Problem } from "../problem.ts";

/** Problems in the order they are found, those with the same key once. */
export interface ProblemCollector {
  /**
   * Keeps what is new. `place` says where such a problem stands; it is asked only for those that
   * are kept, since finding a line may mean reading a file again.
   */
  readonly add: (problems: readonly Problem[], place?: (problem: Problem) => Problem) => void;
  /** Keeps a problem unless one was kept under this key; it is made only then. */
  readonly addOnce: (key: string, make: () => Problem) => void;
  readonly problems: readonly Problem[];
}

/** `keyOf`: equal for problems of which the first is enough; null: to be kept in any case. */
export function createProblemCollector(
  keyOf: (problem: Problem) => string | null,
): ProblemCollector {
  const keys = new Set<string>();
  const kept: Problem[] = [];
  return {
    add: (problems, place = asItIs) => {
      for (const problem of problems) {
        const key = keyOf(problem);
        if (key !== null && keys.has(key)) continue;
        if (key !== null) keys.add(key);
        kept.push(place(problem));
      }
    },
    addOnce: (key, make) => {
      if (keys.has(key)) return;
      keys.add(key);
      kept.push(make());
    },
    problems: kept,
  };
}

function asItIs(problem: Problem): Problem {
  return problem;
}

/** The key that keeps every error, and warnings and notes that say the same once per file. */
export function oncePerFile({ severity, code, file, message }: Problem): string | null {
  return severity === "error" ? null : `${code} ${file ?? ""} ${message}`;
}

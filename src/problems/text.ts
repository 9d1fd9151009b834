/** How grave a problem is, gravest first. */
export const severities = ["error", "warning", "note"] as const;
export type Severity = (typeof severities)[number];

/**
 * The texts of one problem: what is wrong, and what to do. Details are names, sizes and places,
 * never prompt text.
 */
export interface ProblemText<Details> {
  readonly severity: Severity;
  readonly message: (details: Details) => string;
  readonly fix: (details: Details) => string;
}

/** One row of a table of problems; infers the details' type from the texts. */
export function text<Details>(
  severity: Severity,
  message: (details: Details) => string,
  fix: (details: Details) => string,
): ProblemText<Details> {
  return {
    severity,
    message,
    fix,
  };
}

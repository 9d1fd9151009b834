export type Severity = "error" | "warning" | "note";

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

/** Names as code in a message. */
export function quoteNames(names: readonly string[]): readonly string[] {
  return names.map((name) => `\`${name}\``);
}

/** Joins names the way a sentence does: `a`, `a or b`, `a, b or c`. */
export function listNames(names: readonly string[], word = "or"): string {
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1) ?? ""}`;
}

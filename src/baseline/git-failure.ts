/** Why git gives no answer, and how that is said. */

/**
 * By kind, as the end of a sentence: while the base commit is looked for, and while files are read.
 */
const wordings = {
  "no-git": {
    finding: "git is not on the path",
    reading: "there is no git on the path",
  },
  "not-a-repository": {
    finding: "this is no git repository",
    reading: "not-a-repository",
  },
  "unsafe-repository": {
    finding: "the repository belongs to another user (`git config --global --add safe.directory`)",
    reading:
      "the repository belongs to another user (`git config --global --add safe.directory " +
      "<its folder>` lets it be read)",
  },
  "unknown-commit": {
    finding: "there is no commit yet",
    reading: "there is no commit yet",
  },
  failed: {
    finding: "it failed",
    reading: "failed",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<"finding" | "reading", string>>>>;

/** A call of git that gave no answer. */
export interface GitFailure {
  readonly kind: keyof typeof wordings;
  /** git's exit code; null where it did not start or was ended. */
  readonly exitCode: number | null;
}

/** Why git does not say which commit is the base. */
export function describeFindFailure(kind: GitFailure["kind"]): string {
  return wordings[kind].finding;
}

/** Why git does not read a repository that is there. */
export function describeReadFailure(kind: GitFailure["kind"]): string {
  return wordings[kind].reading;
}

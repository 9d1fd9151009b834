/** Why git gives no answer, and how that is said. */

/** By kind, as the end of a sentence: what is so, and what to do. */
const wordings = {
  "no-git": {
    said: "there is no git on the path",
    fix: "Install git, or have it on the path.",
  },
  "not-a-repository": {
    said: "this is no git repository",
    fix: "Run inside a git repository with at least one commit.",
  },
  "unsafe-repository": {
    said: "the repository belongs to another user",
    fix: "Let it be read: `git config --global --add safe.directory <its folder>`.",
  },
  "unknown-commit": {
    said: "there is no commit yet",
    fix: "Commit something first.",
  },
  failed: {
    said: "git itself failed",
    fix: "See what `git status` says in this folder.",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<"said" | "fix", string>>>>;

/** A call of git that gave no answer. */
export interface GitFailure {
  readonly kind: keyof typeof wordings;
  /** git's exit code; null where it did not start or was ended. */
  readonly exitCode: number | null;
}

/** Why git gives no answer, and what to do. */
export function describeFailure(kind: GitFailure["kind"]): {
  readonly said: string;
  readonly fix: string;
} {
  return wordings[kind];
}
